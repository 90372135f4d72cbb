/** The report of a run, as JSON text from Rust: checked at the border, typed behind it. */
import type { Combined, Report, Row } from '../../pkg/plain/kosut';

export type { Basis, Claim, Combined, Judged, Report, Row, Verdict } from '../../pkg/plain/kosut';

function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null
    && 'kosut' in value && value.kosut === 1
    && 'rows' in value && Array.isArray(value.rows)
    && 'claims' in value && Array.isArray(value.claims);
}

/** The report in a text that the conductor made. Throws when it is of another version. */
export function parseReport(text: string): Report {
  const value: unknown = JSON.parse(text);
  if (!isReport(value)) {
    throw new Error('not a report of version 1');
  }
  return value;
}

/** A number among a row's own fields. */
export function numberOf(row: Row, field: string): number | undefined {
  const value = row[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A text among a row's own fields. */
export function textOf(row: Row, field: string): string | undefined {
  const value = row[field];
  return typeof value === 'string' ? value : undefined;
}

/** An interval, low and high, among a row's own fields. */
export function intervalOf(row: Row, field: string): readonly [number, number] | undefined {
  const value = row[field];
  if (!Array.isArray(value)) {
    return undefined;
  }
  const [low, high] = value as unknown[];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}

/** How many samples a row has. A row that a course page has kept has their number only. */
export function sampleCount(row: Row): number {
  return numberOf(row, 'samples') ?? row.samples_ms.length;
}

/** A list of numbers among a row's own fields. */
export function numbersOf(row: Row, field: string): readonly number[] | undefined {
  const value = row[field];
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : undefined;
}

function isCombined(value: unknown): value is Combined {
  return typeof value === 'object' && value !== null
    && 'kosut' in value && value.kosut === 1
    && 'lab' in value && value.lab === 'everything'
    && 'labs' in value && Array.isArray(value.labs)
    && 'claims' in value && Array.isArray(value.claims);
}

/** The report on everything in a text that the conductor made. Throws when it is another one. */
export function parseCombined(text: string): Combined {
  const value: unknown = JSON.parse(text);
  if (!isCombined(value)) {
    throw new Error('not a report on everything, of version 1');
  }
  return value;
}
