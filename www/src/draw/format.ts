/** Measured values as text in the reader's language. */
import type { Arguments, Strings } from '../l10n';

/**
 * What a number is, and how it is written. A duration says its unit, and is written in another one where its number
 * would be unreadable. `count` is a whole number, `number` any, `share` 0 to 1, `word` no number but a message key.
 */
export type ColumnKind =
  | 'milliseconds'
  | 'microseconds'
  | 'nanoseconds'
  | 'count'
  | 'number'
  | 'per-second'
  | 'ratio'
  | 'bytes'
  | 'share'
  | 'word';

/** Units of time, in milliseconds. */
const TIME_UNITS = { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3 } as const;
type TimeUnit = keyof typeof TIME_UNITS;

const DURATIONS: Partial<Record<ColumnKind, TimeUnit>> = { milliseconds: 'ms', microseconds: 'us', nanoseconds: 'ns' };

/** A duration keeps its unit while its number is at least this, and below the other. */
const READABLE_FROM = 0.1;
const READABLE_BELOW: Readonly<Record<TimeUnit, number>> = { ns: 1_000, us: 1_000, ms: 10_000, s: Infinity };

const BYTE_UNITS = ['byte', 'kib', 'mib', 'gib'] as const;

/** Up to so many lanes, each one's value is written out. */
const SINGLY = 4;

/** Bytes in the largest unit that keeps the number at 1 or more. */
export function bytes(texts: Strings, count: number, write = (value: number): string => texts.measure(value)): string {
  const step = count < 1 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), BYTE_UNITS.length - 1);
  const value = count / 1024 ** step;
  const unit = texts.text(`unit-${BYTE_UNITS[step] ?? 'byte'}`);
  return `${step === 0 ? texts.number(value) : write(value)} ${unit}`;
}

/** The unit in which a duration is readable, and how many of the kind's own unit it is. */
function timeUnit(own: TimeUnit, value: number): { unit: TimeUnit; size: number } {
  const magnitude = Math.abs(value);
  if (magnitude === 0 || (magnitude >= READABLE_FROM && magnitude < READABLE_BELOW[own])) {
    return { unit: own, size: 1 };
  }
  const size = (unit: TimeUnit): number => TIME_UNITS[unit] / TIME_UNITS[own];
  const units: TimeUnit[] = ['s', 'ms', 'us', 'ns'];
  const unit = units.find((candidate) => magnitude >= size(candidate)) ?? 'ns';
  return { unit, size: size(unit) };
}

/** A value with its unit; `short`: a round number, without decimals that say nothing. */
export function withUnit(texts: Strings, kind: ColumnKind, value: number, short = false): string {
  const write = (number: number): string => (short ? texts.round(number) : texts.measure(number));
  const own = DURATIONS[kind];
  if (own !== undefined) {
    const { unit, size } = timeUnit(own, value);
    return `${write(value / size)} ${texts.text(`unit-${unit}`)}`;
  }
  switch (kind) {
    case 'ratio':
      return `${short ? texts.round(value) : texts.number(value, 2)}×`;
    case 'bytes':
      return bytes(texts, value, write);
    case 'share':
      return texts.percent(value);
    case 'count':
      // Half a thing is none.
      return value > 0 && value < 1 ? `< ${texts.number(1)}` : texts.number(value);
    case 'per-second':
      return `${write(value)} ${texts.text('unit-per-second')}`;
    default:
      return write(value);
  }
}

/** Values of several lanes: each of a few, smallest and largest of many. */
export function several(texts: Strings, kind: ColumnKind, values: readonly number[]): string {
  const ends = values.length > SINGLY ? [Math.min(...values), Math.max(...values)] : values;
  return ends.map((value) => withUnit(texts, kind, value)).join(values.length > SINGLY ? ' – ' : ' · ');
}

/**
 * An interval around a value; where its unit is left out, it is that of the value beside it. Where its ends are
 * the same as far as they are shown, words that say so.
 */
export function interval(
  texts: Strings,
  kind: ColumnKind,
  [low, high]: readonly [number, number],
  value = low,
): string {
  const own = DURATIONS[kind];
  const size = own === undefined ? 1 : timeUnit(own, value).size;
  const write = (bound: number): string => {
    switch (kind) {
      case 'ratio':
        return texts.number(bound, 2);
      case 'bytes':
        return bytes(texts, bound);
      case 'share':
        return texts.percent(bound);
      case 'count':
        return texts.number(bound);
      default:
        return texts.measure(bound / size);
    }
  };
  const [from, to] = [write(low), write(high)];
  return from === to ? texts.text('interval-none') : `${from}–${to}`;
}

/** An interval in brackets, behind its value. */
export function bracketed(texts: Strings, kind: ColumnKind, bounds: readonly [number, number]): string {
  const [written, none] = [interval(texts, kind, bounds), texts.text('interval-none')];
  return written === none ? `(${none})` : texts.text('interval', { interval: written });
}

/** A topology as it is read: `1x2` becomes `1×2`. Any other text stays as it is. */
export function topologyName(topology: string): string {
  return topology.replace(/^(\d+)x(\d+)$/u, '$1×$2');
}

/** The text of the first of these messages that there is; of the last one otherwise. */
export function firstText(texts: Strings, keys: readonly string[], values: Arguments = {}): string {
  return texts.text(keys.find((key) => texts.has(key)) ?? keys.at(-1) ?? '', values);
}
