/** Points that move: each unit's latest places, as round dots of light on the dark, in the colour of the unit's lane. */
import type { Picture } from '../../../pkg/plain/kosut';
import { pixel, toRgb, type Rgb } from './colour';
import type { Ink, Unit } from './raster';

/** Edge of the picture in pixels. */
export const POINTS_EDGE = 640;

/** Where a point is not. */
const NOWHERE = 0xffff;

/** The night behind the points; the same in both themes, as light is added to it. */
const NIGHT: Rgb = [11, 14, 26];

/** Up to how many points in all a dot has this radius: the time that a frame takes stays the same. */
const RADII: readonly (readonly [upTo: number, radius: number])[] = [[2048, 5], [8192, 4], [24576, 2], [65536, 1]];

/** Share of the radius that is the dot itself; the rest is its glow. */
const CORE = 0.45;

/** Strength of the glow where it touches the dot. */
const GLOW = 0.4;

/** A dot: how bright it is at each of its pixels, 0 to 1. */
interface Dot {
  readonly radius: number;
  readonly light: Float32Array;
}

/** What a unit showed last. */
interface Placed {
  readonly preview: Uint8Array;
  readonly rgb: Rgb;
  readonly dot: Dot;
}

/** The pixels of one picture of points. */
export class Points {
  readonly #places = new Map<number, Placed>();
  readonly #radius: number;
  readonly #dots: readonly [round: Dot, ring: Dot];
  readonly #background = new Uint32Array(POINTS_EDGE).fill(pixel(NIGHT));
  readonly #pixels: Uint32Array;
  #moved = true;

  constructor(readonly image: ImageData, { units, per_unit }: Extract<Picture, { kind: 'points' }>) {
    this.#pixels = new Uint32Array(image.data.buffer);
    this.#radius = RADII.find(([upTo]) => units * per_unit <= upTo)?.[1] ?? 0;
    this.#dots = [dot(this.#radius, false), dot(this.#radius, true)];
  }

  /** A unit's points are elsewhere now. */
  move({ index, lane, preview }: Unit, ink: Ink): void {
    // Neighbouring lanes differ in more than colour: every other one has rings.
    const ring = ink.tellsLane && ink.family !== 'serial' && lane % 2 === 1;
    this.#places.set(index, { preview, rgb: toRgb(ink.mark), dot: this.#dots[ring ? 1 : 0] });
    this.#moved = true;
  }

  /** Draws all points anew, if one has moved; tells whether it did. */
  redraw(): boolean {
    if (!this.#moved) return false;
    this.#moved = false;
    for (let row = 0; row < this.#pixels.length; row += POINTS_EDGE) this.#pixels.set(this.#background, row);
    for (const placed of this.#places.values()) this.#draw(placed);
    return true;
  }

  #draw({ preview, rgb, dot: { radius, light } }: Placed): void {
    const { data } = this.image;
    const [red, green, blue] = rgb;
    const reach = POINTS_EDGE - 2 * radius - 1;
    const side = 2 * radius + 1;
    for (let at = 0; at + 3 < preview.length; at += 4) {
      const left = (preview[at] ?? 0) | ((preview[at + 1] ?? 0) << 8);
      const top = (preview[at + 2] ?? 0) | ((preview[at + 3] ?? 0) << 8);
      if (left === NOWHERE && top === NOWHERE) continue;
      const corner = Math.round((top / NOWHERE) * reach) * POINTS_EDGE + Math.round((left / NOWHERE) * reach);
      for (let y = 0; y < side; y += 1) {
        let to = 4 * (corner + y * POINTS_EDGE);
        for (let x = 0; x < side; x += 1, to += 4) {
          const strength = light[y * side + x] ?? 0;
          if (strength === 0) continue;
          // The array keeps sums within a byte: where many points meet, it gets white.
          data[to] = (data[to] ?? 0) + red * strength;
          data[to + 1] = (data[to + 1] ?? 0) + green * strength;
          data[to + 2] = (data[to + 2] ?? 0) + blue * strength;
        }
      }
    }
  }
}

/** A round dot with its glow, or a ring with one. */
function dot(radius: number, ring: boolean): Dot {
  const side = 2 * radius + 1;
  const core = Math.max(0.5, radius * CORE);
  const light = Float32Array.from({ length: side * side }, (_, index) => {
    const away = Math.hypot((index % side) - radius, Math.floor(index / side) - radius);
    if (ring && radius >= 4 && away < core * 0.5) return 0.25;
    if (away <= core) return 1;
    return radius === 0 ? 1 : GLOW * Math.max(0, 1 - (away - core) / (radius + 0.5 - core)) ** 2;
  });
  return { radius, light };
}
