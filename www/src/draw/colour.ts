/**
 * Colours as numbers, in OKLCH: lightness, chroma and hue as the eye has them, so that the tints of lanes differ by
 * equal steps. Source of the matrices: Björn Ottosson, “A perceptual color space for image processing”, 2020.
 */

/** Lightness 0 … 1, chroma 0 … about 0.4, hue in degrees. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

/** Red, green and blue of sRGB, 0 … 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** One pixel of an `ImageData` seen as a `Uint32Array`; every platform with WebAssembly is little-endian. */
export function pixel([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** As CSS and a canvas write it. */
export function css([red, green, blue]: Rgb, alpha = 1): string {
  return `rgb(${red} ${green} ${blue} / ${alpha})`;
}

/** The colour that an sRGB triple looks like. */
export function toOklch(rgb: Rgb): Oklch {
  const [red, green, blue] = rgb.map((channel) => linear(channel / 255)) as [number, number, number];
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return {
    l: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    c: Math.hypot(a, b),
    h: (Math.atan2(b, a) * 180) / Math.PI,
  };
}

/** The sRGB triple of a colour; what a screen cannot show is cut off channel by channel. */
export function toRgb({ l, c, h }: Oklch): Rgb {
  const angle = (h * Math.PI) / 180;
  const a = c * Math.cos(angle);
  const b = c * Math.sin(angle);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    channel(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** The colour a share of the way from one to another, along the straight line between them (not around the wheel). */
export function mix(from: Oklch, to: Oklch, share: number): Oklch {
  const blend = (start: number, end: number): number => start + (end - start) * share;
  const [fromA, fromB] = plane(from);
  const [toA, toB] = plane(to);
  const a = blend(fromA, toA);
  const b = blend(fromB, toB);
  return { l: blend(from.l, to.l), c: Math.hypot(a, b), h: (Math.atan2(b, a) * 180) / Math.PI };
}

/** The 256 pixels of a gradient through these stops, evenly spaced. */
export function gradient(stops: readonly Oklch[]): Uint32Array {
  const last = stops.length - 1;
  return Uint32Array.from({ length: 256 }, (_, shade) => {
    const position = (shade / 255) * last;
    const index = Math.min(Math.floor(position), last - 1);
    const from = stops[index];
    const to = stops[index + 1];
    if (from === undefined || to === undefined) throw new RangeError('a gradient needs two stops or more');
    return pixel(toRgb(mix(from, to, position - index)));
  });
}

function plane({ c, h }: Oklch): [number, number] {
  const angle = (h * Math.PI) / 180;
  return [c * Math.cos(angle), c * Math.sin(angle)];
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function channel(value: number): number {
  const encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, encoded)));
}
