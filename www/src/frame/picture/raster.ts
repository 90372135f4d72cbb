/**
 * The pixels of finished units. Where a unit lies depends on the kind of picture; in which colours it is painted
 * depends on the lane that computed it, or on the picture alone.
 */
import type { Family, Picture } from '../../../pkg/plain/kosut';
import { gradient, pixel, toRgb, type Oklch } from '../../draw/colour';
import { Points, POINTS_EDGE } from './points';

/** The 256 pixels for the shades of one lane: outside of the family's figure and on it. */
export interface Ink {
  readonly shades: Uint32Array;
  readonly figure: Uint32Array;
  readonly family: Family;
  /** The lane's own colour where it stands alone: beside a coloured tile, as a point on the dark. */
  readonly mark: Oklch;
  /** Whether lanes are told apart at all. */
  readonly tellsLane: boolean;
  /** Pixels from one line or dot of the figure to the next. */
  readonly period: number;
}

/** A finished unit. */
export interface Unit {
  readonly index: number;
  /** Index of the lane among all lanes of the cluster. */
  readonly lane: number;
  readonly preview: Uint8Array;
}

/** Width of a strip and least width of bars, in pixels. */
const WIDTH = 1024;
const STRIP_HEIGHT = 96;
const BARS_HEIGHT = 256;

/** The most segments of a strip in one row. */
const SEGMENTS_PER_ROW = 128;

/** Smaller tiles of a coloured picture have no frame: it would cover them. */
const FRAMED_EDGE = 16;

/** How far apart the figures of neighbouring lanes are: their rhythm tells lanes apart where tints are close. */
const PERIODS = [9, 5, 14, 7] as const;

/** Stops of the true colours: night, sea, foam, sand, ember, dusk. */
const TRUE_COLOURS: readonly Oklch[] = [
  { l: 0.16, c: 0.05, h: 275 },
  { l: 0.36, c: 0.13, h: 265 },
  { l: 0.62, c: 0.14, h: 240 },
  { l: 0.94, c: 0.04, h: 200 },
  { l: 0.88, c: 0.15, h: 88 },
  { l: 0.66, c: 0.19, h: 48 },
  { l: 0.3, c: 0.11, h: 20 },
];

/** The ink of one lane: from dark through its tint to almost white. */
export function laneInk(tint: Oklch, family: Family, lane: number): Ink {
  const stops = (lift: number): Oklch[] => [
    { l: 0.15 + lift, c: tint.c * 0.55, h: tint.h },
    { l: 0.75 * tint.l + 0.12 + lift, c: tint.c, h: tint.h },
    { l: Math.min(0.97, 0.84 + lift), c: tint.c * 0.5, h: tint.h },
    { l: 0.97, c: tint.c * 0.14, h: tint.h },
  ];
  const period = PERIODS[lane % PERIODS.length] ?? PERIODS[0];
  const mark = { l: Math.max(tint.l, 0.74), c: tint.c, h: tint.h };
  return { shades: gradient(stops(0)), figure: gradient(stops(0.07)), family, period, mark, tellsLane: true };
}

/** The ink of the picture itself, whoever computed it. */
export function trueInk(): Ink {
  const shades = gradient(TRUE_COLOURS);
  const mark = { l: 0.88, c: 0.08, h: 230 };
  return { shades, figure: shades, family: 'serial', period: 1, mark, tellsLane: false };
}

type Shade = (x: number, y: number) => number;

/** The pixels of one picture. */
export class Raster {
  readonly image: ImageData;
  readonly #pixels: Uint32Array;
  readonly #picture: Picture;
  /** What changed since the last flush: left, top, width, height. */
  #dirty: [number, number, number, number][] = [];
  readonly #points: Points | undefined;

  constructor(picture: Picture) {
    this.#picture = picture;
    const [width, height] = sizeOf(picture);
    this.image = new ImageData(width, height);
    this.#pixels = new Uint32Array(this.image.data.buffer);
    this.#points = picture.kind === 'points' ? new Points(this.image, picture) : undefined;
  }

  /** Paints a unit into the pixels; [`Raster.flush`] brings them to a canvas. */
  paint(unit: Unit, ink: Ink): void {
    const picture = this.#picture;
    if (this.#points !== undefined) this.#points.move(unit, ink);
    else if (picture.kind === 'points') return;
    else if (picture.kind === 'tiles' && picture.coloured) this.#colouredTile(picture, unit, ink);
    else if (picture.kind === 'tiles') this.#tile(picture, unit, ink);
    else if (picture.kind === 'strip') this.#segment(picture.units, unit, ink);
    else this.#bars(picture.units * picture.per_unit, unit, ink);
  }

  /** Puts what changed since the last call on a canvas of the image's size. */
  flush(context: CanvasRenderingContext2D): void {
    if (this.#points?.redraw() === true) this.#dirty = [[0, 0, this.image.width, this.image.height]];
    for (const area of this.#dirty) context.putImageData(this.image, 0, 0, ...area);
    this.#dirty = [];
  }

  #tile({ columns, edge }: { columns: number; edge: number }, { index, preview }: Unit, ink: Ink): void {
    const left = (index % columns) * edge;
    const top = Math.floor(index / columns) * edge;
    this.#fill(ink, left, top, edge, edge, (x, y) => preview[(y - top) * edge + (x - left)] ?? 0);
  }

  /** As it is: the picture is the point. Whose tile it is, a thin frame tells, broken as the family's figure is. */
  #colouredTile({ columns, edge }: { columns: number; edge: number }, { index, preview }: Unit, ink: Ink): void {
    const left = (index % columns) * edge;
    const top = Math.floor(index / columns) * edge;
    const stride = this.image.width;
    const frame = pixel(toRgb(ink.mark));
    const framed = ink.tellsLane && edge >= FRAMED_EDGE;
    for (let y = 0; y < edge; y += 1) {
      for (let x = 0; x < edge; x += 1) {
        const at = 3 * (y * edge + x);
        const rgb = [preview[at] ?? 0, preview[at + 1] ?? 0, preview[at + 2] ?? 0] as const;
        const onFrame = framed && (x === 0 || y === 0) && ((x + y) % (2 * ink.period) < ink.period);
        this.#pixels[(top + y) * stride + left + x] = onFrame ? frame : pixel(rgb);
      }
    }
    this.#dirty.push([left, top, edge, edge]);
  }

  #segment(units: number, { index, preview }: Unit, ink: Ink): void {
    const rows = stripRows(units);
    const perRow = Math.ceil(units / rows);
    const row = Math.floor(index / perRow);
    const [column, step] = [index % perRow, WIDTH / perRow];
    const left = Math.round(column * step);
    const top = Math.round((row * STRIP_HEIGHT) / rows);
    const bottom = Math.round(((row + 1) * STRIP_HEIGHT) / rows) - (rows > 1 ? 2 : 0);
    // The ends of the gradient are kept for pictures: a segment's lane is to be seen whatever its shade.
    const shade = 60 + 0.6 * (preview[0] ?? 0);
    const gap = step >= 12 ? 1 : 0;
    this.#fill(ink, left, top, Math.round((column + 1) * step) - left - gap, bottom - top, () => shade);
  }

  /** All units of a round show as many bars. */
  #bars(bars: number, { index, preview }: Unit, ink: Ink): void {
    const step = this.image.width / bars;
    preview.forEach((height, offset) => {
      const left = (index * preview.length + offset) * step;
      const top = BARS_HEIGHT - 1 - height;
      this.#fill(ink, left, 0, step, top, undefined);
      this.#fill(ink, left, top, step - (step >= 4 ? 1 : 0), BARS_HEIGHT - top, () => 70 + 0.45 * height);
    });
  }

  /** Fills a rectangle with shades, or with nothing. */
  #fill(ink: Ink, left: number, top: number, width: number, height: number, shade: Shade | undefined): void {
    const stride = this.image.width;
    for (let y = top; y < top + height; y += 1) {
      const row = y * stride;
      if (shade === undefined) this.#pixels.fill(0, row + left, row + left + width);
      else {
        for (let x = left; x < left + width; x += 1) {
          const shades = onFigure(ink, x, y) ? ink.figure : ink.shades;
          this.#pixels[row + x] = shades[shade(x, y) | 0] ?? 0;
        }
      }
    }
    this.#dirty.push([left, top, width, height]);
  }
}

/** Width and height of a picture in pixels; at least one of each, also when it has no units. */
function sizeOf(picture: Picture): [number, number] {
  if (picture.kind === 'strip') return [WIDTH, STRIP_HEIGHT];
  if (picture.kind === 'points') return [POINTS_EDGE, POINTS_EDGE];
  if (picture.kind === 'tiles') {
    return [Math.max(1, picture.columns * picture.edge), Math.max(1, picture.rows * picture.edge)];
  }
  const bars = Math.max(1, picture.units * picture.per_unit);
  return [bars * Math.ceil(WIDTH / bars), BARS_HEIGHT];
}

function stripRows(units: number): number {
  return Math.max(1, Math.min(8, Math.ceil(units / SEGMENTS_PER_ROW)));
}

/** Whether a pixel lies on the family's figure: nothing, diagonals, dots, crossing diagonals. */
function onFigure({ family, period }: Ink, x: number, y: number): boolean {
  switch (family) {
    case 'serial':
      return false;
    case 'threads':
      return (x + y) % period < 1.5;
    case 'processes':
      return x % period < 2 && y % period < 2;
    case 'mixed':
      return (x + y) % period < 1 || (x - y + (1 << 20) * period) % period < 1;
  }
}
