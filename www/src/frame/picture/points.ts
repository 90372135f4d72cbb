/** Points that move: each unit's latest places, as round dots of light on the dark, in the colour of its lane. */
import type { Picture } from '../../../pkg/plain/kosut';
import { pixel, toRgb, type Rgb } from '../../draw/colour';
import type { Ink, Unit } from './raster';

/** Edge of the picture in pixels. */
export const POINTS_EDGE = 640;

/** Where a point is not. */
const NOWHERE = 0xffff;

/** The night behind the points; the same in both themes, as light is added to it. */
const NIGHT: Rgb = [11, 14, 26];

/** Up to how many points in all a dot has this radius: the time that a frame takes stays about the same. */
const RADII: readonly (readonly [upTo: number, radius: number])[] =
  [[1024, 5], [2048, 4], [4096, 3], [16384, 2], [32768, 1]];

/** Share of the radius that is the dot itself; the rest is its glow. */
const CORE = 0.45;

/** Strength of the glow where it touches the dot. */
const GLOW = 0.4;

/** A dot in one colour: what it adds to the pixels around its middle. */
interface Stamp {
  /** Bytes from the dot's upper left corner to each of its pixels. */
  readonly offsets: Int32Array;
  /** Red, green and blue for each of them. */
  readonly light: Uint8Array;
}

/** What a unit showed last. */
interface Placed {
  readonly preview: Uint8Array;
  readonly stamp: Stamp;
}

/** The pixels of one picture of points. */
export class Points {
  readonly #places = new Map<number, Placed>();
  readonly #stamps = new Map<number, Stamp>();
  readonly #radius: number;
  readonly #background = new Uint32Array(POINTS_EDGE).fill(pixel(NIGHT));
  readonly #pixels: Uint32Array;
  #moved = true;

  constructor(readonly image: ImageData, { units, per_unit }: Extract<Picture, { kind: 'points' }>) {
    this.#pixels = new Uint32Array(image.data.buffer);
    this.#radius = RADII.find(([upTo]) => units * per_unit <= upTo)?.[1] ?? 0;
  }

  /** A unit's points are elsewhere now. */
  move({ index, lane, preview }: Unit, ink: Ink): void {
    this.#places.set(index, { preview, stamp: this.#stamp(lane, ink) });
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

  #draw({ preview, stamp: { offsets, light } }: Placed): void {
    const { data } = this.image;
    const reach = POINTS_EDGE - 2 * this.#radius - 1;
    for (let at = 0; at + 3 < preview.length; at += 4) {
      const left = (preview[at] ?? 0) | ((preview[at + 1] ?? 0) << 8);
      const top = (preview[at + 2] ?? 0) | ((preview[at + 3] ?? 0) << 8);
      if (left === NOWHERE && top === NOWHERE) continue;
      const corner = 4 * (Math.round((top / NOWHERE) * reach) * POINTS_EDGE + Math.round((left / NOWHERE) * reach));
      for (let index = 0, from = 0; index < offsets.length; index += 1, from += 3) {
        const to = corner + (offsets[index] ?? 0);
        // The array keeps sums within a byte: where many points meet, it gets white.
        data[to] = (data[to] ?? 0) + (light[from] ?? 0);
        data[to + 1] = (data[to + 1] ?? 0) + (light[from + 1] ?? 0);
        data[to + 2] = (data[to + 2] ?? 0) + (light[from + 2] ?? 0);
      }
    }
  }

  /** The dot of a lane, made at its first use. A picture begins anew when colours change. */
  #stamp(lane: number, ink: Ink): Stamp {
    // Neighbouring lanes differ in more than colour: every other one has rings.
    const ring = ink.tellsLane && ink.family !== 'serial' && lane % 2 === 1;
    const known = this.#stamps.get(lane);
    const stamp = known ?? stampOf(this.#radius, ring, toRgb(ink.mark));
    this.#stamps.set(lane, stamp);
    return stamp;
  }
}

/** A round dot with its glow, or a ring with one. */
function stampOf(radius: number, ring: boolean, rgb: Rgb): Stamp {
  const offsets: number[] = [];
  const light: number[] = [];
  for (let y = -radius; y <= radius; y += 1) {
    for (let x = -radius; x <= radius; x += 1) {
      const strength = brightness(Math.hypot(x, y), radius, ring);
      if (strength > 0.02) {
        offsets.push(4 * ((y + radius) * POINTS_EDGE + x + radius));
        light.push(...rgb.map((channel) => channel * strength));
      }
    }
  }
  return { offsets: Int32Array.from(offsets), light: Uint8Array.from(light) };
}

/** How bright a dot is so far from its middle, 0 to 1. */
function brightness(away: number, radius: number, ring: boolean): number {
  const core = Math.max(0.5, radius * CORE);
  if (ring && radius >= 3 && away < core * 0.5) return 0.25;
  return away <= core ? 1 : GLOW * Math.max(0, 1 - (away - core) / (radius + 0.5 - core)) ** 2;
}
