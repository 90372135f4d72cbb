/**
 * The one canvas of a machine: knows where the tracks are, and paints at most once in a frame, and only when something
 * has changed, as every millisecond spent here is taken from the cores that are being measured.
 */
import { currentPalette, type Palette } from '../../draw/palette';
import { inksOf, paintLamp, paintLane, type Inks, type Track, type View } from './paint';
import type { Scale } from './scale';
import type { Timeline } from './timeline';

/** The largest canvas that is painted at the screen's full resolution, in device pixels. */
const SHARP_AREA = 8_000_000;

/** Paints one timeline on one canvas. */
export class Screen {
  #timeline: Timeline | undefined;
  #tracks: Track[] = [];
  #inks: Inks[] = [];
  /** What the inks were mixed for: they are used again for the next sample of the same shape. */
  #mixed = '';
  #palette: Palette | undefined;
  #lamps: (string | undefined)[] = [];
  #frame = 0;
  readonly #rescaled: () => void;

  /** `rescaled` is called when the scale has grown, for whoever draws its ticks. */
  constructor(
    private readonly scale: Scale,
    rescaled: () => void,
  ) {
    this.#rescaled = rescaled;
  }

  /** Width of a track in CSS pixels. */
  get width(): number {
    const track = this.#tracks[0];
    return track === undefined ? 0 : track.width / track.ratio;
  }

  /** Finds the tracks, one for each lane of the timeline, in the element that the canvas covers. */
  measure(timeline: Timeline, canvas: HTMLCanvasElement, tracks: Iterable<Element>): void {
    const body = canvas.getBoundingClientRect();
    const sharp = Math.sqrt(SHARP_AREA / Math.max(1, body.width * body.height));
    const ratio = Math.min(devicePixelRatio, Math.max(1, sharp));
    canvas.width = Math.round(body.width * ratio);
    canvas.height = Math.round(body.height * ratio);
    this.#tracks = Array.from(tracks, (track) => {
      const { left, top, width, height } = track.getBoundingClientRect();
      const pixels = (length: number): number => Math.round(length * ratio);
      const [x, y] = [pixels(left - body.left), pixels(top - body.top)];
      return { x, y, width: pixels(width), height: pixels(height), ratio };
    });
    this.#timeline = timeline;
    this.recolour(canvas);
  }

  /** Takes the theme's colours again. */
  recolour(canvas: HTMLCanvasElement): void {
    const context = canvas.getContext('2d');
    const timeline = this.#timeline;
    if (context === null || timeline === undefined) return;
    const ratio = this.#tracks[0]?.ratio ?? 1;
    const palette = currentPalette();
    const { shape } = timeline;
    const mixed = `${shape.processes}x${shape.threads} ${ratio}`;
    if (this.#mixed !== mixed || this.#palette !== palette) {
      this.#inks = timeline.lanes.map((lane) => inksOf(context, palette, shape, lane, ratio));
      this.#mixed = mixed;
      this.#palette = palette;
    }
    this.invalidate(canvas);
  }

  /** Everything is out of date. */
  invalidate(canvas: HTMLCanvasElement): void {
    for (const lane of this.#timeline?.lanes ?? []) lane.dirtyFrom = 0;
    this.#lamps = [];
    this.request(canvas);
  }

  /** Asks for painting in the next frame. */
  request(canvas: HTMLCanvasElement): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint(canvas);
      if (this.#timeline?.growing === true) this.request(canvas);
    });
  }

  /** Stops painting. */
  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #paint(canvas: HTMLCanvasElement): void {
    const context = canvas.getContext('2d');
    const timeline = this.#timeline;
    if (context === null || timeline === undefined) return;
    if (timeline.growing && this.scale.grow(timeline.length)) {
      for (const lane of timeline.lanes) lane.dirtyFrom = 0;
      this.#rescaled();
    }
    const { now } = timeline;
    const origin = Number.isFinite(timeline.origin) ? timeline.origin : now;
    timeline.lanes.forEach((lane, index) => {
      const track = this.#tracks[index];
      const inks = this.#inks[index];
      if (track === undefined || inks === undefined) return;
      const view: View = { origin, now, perMs: track.width / this.scale.range };
      if (lane.dirtyFrom < now || lane.crashedAt !== undefined) paintLane(context, lane, track, view, inks);
      const lamp = lane.crashedAt === undefined ? (lane.activity ?? 'idle') : 'crashed';
      if (this.#lamps[index] === lamp) return;
      this.#lamps[index] = lamp;
      paintLamp(context, lane, track, inks);
    });
  }
}
