/** Measured values as text in the reader's language. */
import type { Strings } from '../l10n';
import type { ColumnKind } from '../labs/lab';

const BYTE_UNITS = ['byte', 'kib', 'mib', 'gib'] as const;

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

/** An interval; its unit is that of the value beside it. */
export function interval(texts: Strings, kind: ColumnKind, [low, high]: readonly [number, number]): string {
  const write = (value: number): string => (kind === 'ratio' ? texts.number(value, 2) : texts.measure(value));
  return `${write(low)}–${write(high)}`;
}

/** A topology as it is read: `1x2` becomes `1×2`. */
export function topologyName(topology: string): string {
  return topology.replace('x', '×');
}
