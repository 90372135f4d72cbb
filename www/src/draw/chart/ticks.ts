/** Where an axis has its ticks. */
import type uPlot from 'uplot';
import type { Axis } from './data';

/** What a chart's width and height lose to its axes, about, in CSS pixels. */
const ASIDE = 90;

/** Least distance of two ticks across and up, in CSS pixels: of numbers with units. */
const ACROSS = 76;
const UP = 40;

/** The same for whole numbers, which have no unit. */
const COUNTS = 52;

/** Steps of a linear axis: round numbers for people, powers of two for bytes. */
const WHOLE = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();
const POWERS_OF_TWO = Array.from({ length: 46 }, (_, power) => 2 ** power);

/** The powers of a base within these ends, every so many. */
function powers(base: number, low: number, high: number, step: number): number[] {
  const place = (value: number): number => Math.log2(value) / Math.log2(base);
  const first = Math.ceil(place(low) / step - 1e-9) * step;
  const count = Math.floor((place(high) - first) / step + 1e-9) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => base ** (first + index * step));
}

/** The round numbers of a logarithmic axis, at most so many. */
export function logTicks(kind: Axis['kind'], low: number, high: number, most: number): number[] {
  const digits = (...of: number[]): number[] =>
    powers(10, low / 10, high, 1).flatMap((power) => of.map((digit) => digit * power))
      .filter((value) => value >= low && value <= high);
  const candidates = kind === 'bytes'
    ? [1, 2, 5, 10, 20].map((step) => powers(2, low, high, step))
    : [digits(1, 2, 3, 4, 5, 6, 7, 8, 9), digits(1, 2, 5), ...[1, 2, 3, 6].map((step) => powers(10, low, high, step))];
  return candidates.find((ticks) => ticks.length <= Math.max(2, most)) ?? candidates.at(-1) ?? [];
}

/** The part of uPlot's options for an axis that says where its ticks are. */
export function tickOptions({ scale, kind }: Axis, across: boolean): uPlot.Axis {
  const space = across ? ACROSS : UP;
  if (scale === 'log') {
    return {
      space,
      splits: (chart, _, low, high) =>
        logTicks(kind, low, high, Math.floor(((across ? chart.width : chart.height) - ASIDE) / space)),
      filter: (_, splits) => splits,
    };
  }
  if (kind === 'bytes') return { space, incrs: POWERS_OF_TWO };
  return kind === 'count' ? { space: Math.min(space, COUNTS), incrs: WHOLE } : { space };
}
