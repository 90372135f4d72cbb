/**
 * Paints lanes. Each activity has a shape of its own, so that none is told by colour alone:
 * running fills the lane, waiting is a thin line, a lock is an outline with bars, a message is a half-high bar between
 * two posts, I/O is a row of dots, a crash is a cross with a broken line behind it.
 *
 * Only what changed is painted: from [`Lane.dirtyFrom`] to the right end of the track.
 */
import type { Activity, Family } from '../../../pkg/plain/kosut';
import type { Palette, Shape } from '../../draw/palette';
import { familyOf } from '../../draw/palette';
import type { Lane, Stretch } from './timeline';

/** What fills the stretches of one lane. */
export interface Inks {
  readonly run: CanvasPattern | string;
  readonly tint: string;
  readonly palette: Palette;
}

/** A rectangle in device pixels, with the device pixels of one CSS pixel. */
export interface Track {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Where a track's left end stands in time, and how many device pixels a millisecond takes. */
export interface View {
  readonly origin: number;
  readonly now: number;
  readonly perMs: number;
}

/** Edge of a pattern's tile in CSS pixels: the largest that still shows its figure in the thinnest lane. */
const PATTERN_EDGE = 6;

/** The inks of one lane. */
export function inksOf(
  context: CanvasRenderingContext2D, palette: Palette, shape: Shape, lane: Lane, ratio: number,
): Inks {
  const tint = palette.tintCss(shape, lane.process, lane.lane);
  const tile = patternTile(familyOf(shape), tint, palette.css('paper', 0.42), ratio);
  return { tint, palette, run: (tile && context.createPattern(tile, 'repeat')) ?? tint };
}

/** Paints what is out of date on a lane. */
export function paintLane(context: CanvasRenderingContext2D, lane: Lane, track: Track, view: View, inks: Inks): void {
  const at = (time: number): number => track.x + Math.round((time - view.origin) * view.perMs);
  const right = track.x + track.width;
  const dirty = Math.max(track.x, Math.min(right, at(Math.max(lane.dirtyFrom, view.origin)) - 1));
  context.save();
  context.beginPath();
  context.rect(dirty, track.y, right - dirty, track.height);
  context.clip();
  context.clearRect(dirty, track.y, right - dirty, track.height);
  let painted = Infinity;
  for (let index = lane.stretches.length - 1; index >= 0; index -= 1) {
    const stretch = lane.stretches[index] as Stretch;
    const start = at(stretch.start);
    const end = Math.max(start + 1, at(Math.min(stretch.end, view.now)));
    if (end < dirty) break;
    // Of many stretches that fall on one pixel, one is enough.
    if (start < painted) paintStretch[stretch.activity](context, inks, { ...track, x: start, width: end - start });
    painted = start;
  }
  if (lane.crashedAt !== undefined) paintCrash(context, inks, { ...track, x: at(lane.crashedAt), width: right });
  context.restore();
  lane.dirtyFrom = lane.activity === undefined ? Infinity : Math.max(view.now, lane.stretches.at(-1)?.start ?? 0);
}

/** Paints the lamp at the left of a lane: lit while it runs, a ring while it does something else. */
export function paintLamp(context: CanvasRenderingContext2D, lane: Lane, track: Track, inks: Inks): void {
  const radius = Math.min(3.5 * track.ratio, track.height / 2);
  const [x, y] = [track.x - 8 * track.ratio, track.y + track.height / 2];
  const reach = radius + track.ratio;
  context.clearRect(x - reach, y - reach, 2 * reach, 2 * reach);
  context.beginPath();
  context.arc(x, y, radius - track.ratio / 2, 0, 2 * Math.PI);
  context.lineWidth = 1.25 * track.ratio;
  const idle = lane.crashedAt !== undefined || lane.activity === undefined;
  context.strokeStyle = idle ? inks.palette.css('ink-soft', 0.35) : inks.tint;
  context.fillStyle = inks.tint;
  if (lane.activity === 'run') context.fill();
  context.stroke();
}

type Paint = (context: CanvasRenderingContext2D, inks: Inks, area: Track) => void;

const paintStretch: Readonly<Record<Activity, Paint>> = {
  run(context, inks, { x, y, width, height, ratio }) {
    // A gap between two units shows where one ends, where there is room for it.
    const gap = width >= 5 * ratio ? Math.max(1, Math.round(ratio / 2)) : 0;
    context.fillStyle = inks.run;
    context.fillRect(x + gap, y, width - gap, height);
  },
  wait(context, inks, { x, y, width, height, ratio }) {
    context.fillStyle = inks.palette.css('ink-soft', 0.75);
    context.fillRect(x, Math.round(y + height / 2 - 0.75 * ratio), width, Math.round(1.5 * ratio));
  },
  lock(context, inks, { x, y, width, height, ratio }) {
    const line = Math.round(1.5 * ratio);
    context.fillStyle = inks.palette.css('unclear');
    context.fillRect(x, y, width, line);
    context.fillRect(x, y + height - line, width, line);
    const step = 5 * ratio;
    for (let bar = x; bar < x + width; bar += step) context.fillRect(Math.round(bar), y, line, height);
  },
  message(context, inks, { x, y, width, height, ratio }) {
    context.fillStyle = inks.palette.css('ink');
    context.fillRect(x, Math.round(y + height * 0.3), width, Math.round(height * 0.4));
    const post = Math.round(1.5 * ratio);
    if (width < 4 * post) return;
    context.fillRect(x, y, post, height);
    context.fillRect(x + width - post, y, post, height);
  },
  io(context, inks, { x, y, width, height, ratio }) {
    context.fillStyle = inks.palette.css('ink-soft');
    const radius = Math.min(2 * ratio, height / 3);
    const step = 7 * ratio;
    context.beginPath();
    for (let dot = x + step / 2; dot < x + width; dot += step) {
      context.moveTo(dot, y + height / 2);
      context.arc(dot, y + height / 2, radius, 0, 2 * Math.PI);
    }
    context.fill();
  },
};

function paintCrash(context: CanvasRenderingContext2D, inks: Inks, { x, y, width, height, ratio }: Track): void {
  context.strokeStyle = inks.palette.css('bad');
  context.lineWidth = 2 * ratio;
  const half = Math.min(height / 2 - ratio, 6 * ratio);
  const [centre, middle] = [x + half + 2 * ratio, y + height / 2];
  context.beginPath();
  context.moveTo(centre - half, middle - half);
  context.lineTo(centre + half, middle + half);
  context.moveTo(centre + half, middle - half);
  context.lineTo(centre - half, middle + half);
  context.stroke();
  context.lineWidth = ratio;
  context.setLineDash([2 * ratio, 4 * ratio]);
  context.beginPath();
  context.moveTo(centre + half + 4 * ratio, middle);
  context.lineTo(x + width, middle);
  context.stroke();
}

let tileCanvas: HTMLCanvasElement | undefined;

/**
 * One tile of a family's pattern: its tint, with the family's figure in the colour of paper. A pattern is made of what
 * its canvas shows at that moment, so that one canvas serves for all.
 */
function patternTile(family: Family, tint: string, figure: string, ratio: number): HTMLCanvasElement | undefined {
  if (family === 'serial') return undefined;
  const edge = Math.round(PATTERN_EDGE * ratio);
  const canvas = (tileCanvas ??= document.createElement('canvas'));
  canvas.width = canvas.height = edge;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.fillStyle = tint;
  context.fillRect(0, 0, edge, edge);
  context.fillStyle = context.strokeStyle = figure;
  context.lineWidth = ratio;
  context.beginPath();
  if (family === 'processes') {
    context.arc(edge / 2, edge / 2, 1.15 * ratio, 0, 2 * Math.PI);
    context.fill();
    return canvas;
  }
  // Each line is drawn three times, one tile apart, so that it meets itself at the tile's corners.
  for (const shift of [-edge, 0, edge]) {
    context.moveTo(shift - edge, 2 * edge);
    context.lineTo(shift + 2 * edge, -edge);
    if (family === 'mixed') {
      context.moveTo(shift - edge, -edge);
      context.lineTo(shift + 2 * edge, 2 * edge);
    }
  }
  context.stroke();
  return canvas;
}
