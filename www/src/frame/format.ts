/** Measured values as text in the reader's language. */
import type { Strings } from '../l10n';
import type { ColumnKind } from '../labs/lab';

const BYTE_UNITS = ['byte', 'kib', 'mib', 'gib'] as const;

/** Up to so many lanes, each one's value is written out. */
const SINGLY = 4;

/** Bytes in the largest unit that keeps the number at 1 or more. */
export function bytes(texts: Strings, count: number): string {
  const step = count < 1 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), BYTE_UNITS.length - 1);
  const value = count / 1024 ** step;
  const unit = texts.text(`unit-${BYTE_UNITS[step] ?? 'byte'}`);
  return `${step === 0 ? texts.number(value) : texts.measure(value)} ${unit}`;
}

/** A value with its unit. */
export function withUnit(texts: Strings, kind: ColumnKind, value: number): string {
  switch (kind) {
    case 'milliseconds':
      return `${texts.measure(value)} ${texts.text('unit-ms')}`;
    case 'ratio':
      return `${texts.number(value, 2)}×`;
    case 'bytes':
      return bytes(texts, value);
    case 'share':
      return texts.percent(value);
  }
}

/** Values of several lanes: each of a few, smallest and largest of many. */
export function several(texts: Strings, kind: ColumnKind, values: readonly number[]): string {
  const ends = values.length > SINGLY ? [Math.min(...values), Math.max(...values)] : values;
  return ends.map((value) => withUnit(texts, kind, value)).join(values.length > SINGLY ? ' – ' : ' · ');
}

/** An interval; its unit is that of the value beside it. */
export function interval(texts: Strings, kind: ColumnKind, [low, high]: readonly [number, number]): string {
  const write = (value: number): string => (kind === 'ratio' ? texts.number(value, 2) : texts.measure(value));
  return `${write(low)}–${write(high)}`;
}

/** A topology as it is read: `1x2` becomes `1×2`. */
export function topologyName(topology: string): string {
  return topology.replace('x', '×');
}
