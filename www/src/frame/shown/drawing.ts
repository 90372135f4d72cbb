/** A drawing in ink on a grid, as the network sees it. */

/** Edge of the grid; Rust's `DRAWING_EDGE`. */
export const EDGE = 32;

/** Half the width of the pen, in cells: about that of the handwriting that the network has learnt from. */
const PEN = 1.4;

/** A place on the grid, in cells; not rounded. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** See the module's description. */
export class Drawing {
  /** Row by row: 1 where there is ink. */
  readonly cells = new Uint8Array(EDGE * EDGE);

  /** Whether there is no ink. */
  get empty(): boolean {
    return !this.cells.includes(1);
  }

  /** Draws from one place to another. */
  stroke(from: Place, to: Place): void {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = dx * dx + dy * dy;
    for (let y = 0; y < EDGE; y += 1) {
      for (let x = 0; x < EDGE; x += 1) {
        const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
        // The nearest place of the stroke, as a share of the way from its beginning to its end.
        const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
        if (Math.hypot(px - along * dx, py - along * dy) <= PEN) {
          this.cells[y * EDGE + x] = 1;
        }
      }
    }
  }

  /** Takes all ink away. */
  clear(): void {
    this.cells.fill(0);
  }
}
