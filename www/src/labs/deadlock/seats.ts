/** Where philosophers sit and forks lie, in the drawing's own units: the middle of the table is 0, 0. */

/** Half the edge of the drawing. */
export const HALF = 100;

/** From the middle to the philosophers, and to forks that lie on the table. */
const SEATS = 74;
const FORKS = 46;

/** How far a fork that is held goes towards its holder, and how far out. */
const TOWARDS = 0.3;
const HELD = 55;

export interface Point {
  readonly x: number;
  readonly y: number;
}

function at(turn: number, radius: number): Point {
  const angle = 2 * Math.PI * turn - Math.PI / 2;
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

/** The seat of one of so many. */
export function seat(index: number, count: number): Point {
  return at(index / count, SEATS);
}

/** How large a philosopher is drawn among so many. */
export function size(count: number): number {
  return Math.min(17, 170 / count);
}

/**
 * The place of a fork: fork `i` lies on the left of philosopher `i`, between him and the one before; who holds it has
 * drawn it to himself.
 */
export function fork(index: number, count: number, holder: number | null): Point {
  const free = index - 0.5;
  if (holder === null) {
    return at(free / count, FORKS);
  }
  // The holder is the one behind the fork or the one before it.
  return at((free + (holder === index ? TOWARDS : -TOWARDS)) / count, HELD);
}

/** An arrow from one philosopher to another, from rim to rim. */
export function arrow(from: number, to: number, count: number): { readonly path: string; readonly tip: string } {
  const [a, b] = [seat(from, count), seat(to, count)];
  const distance = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [dx, dy] = [(b.x - a.x) / distance, (b.y - a.y) / distance];
  const rim = size(count) + 2;
  // Two that wait for each other need two arrows that can be told apart.
  const aside = count === 2 ? 9 : 0;
  const [x1, y1] = [a.x + dx * rim - dy * aside, a.y + dy * rim + dx * aside];
  const [x2, y2] = [b.x - dx * (rim + 4) - dy * aside, b.y - dy * (rim + 4) + dx * aside];
  const [bx, by] = [x2 - dx * 7, y2 - dy * 7];
  const tip = `${point(x2 + dx * 3, y2 + dy * 3)} ${point(bx - dy * 4, by + dx * 4)} ${point(bx + dy * 4, by - dx * 4)}`;
  return { path: `M${point(x1, y1)}L${point(x2, y2)}`, tip };
}

function point(x: number, y: number): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
