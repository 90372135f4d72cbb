/** The report of a run, as JSON text from Rust: checked at the border, typed behind it. */
import type { Machine } from './contract';

export type Verdict = 'holds' | 'fails' | 'unclear' | 'unavailable';
export type Basis = 'measured' | 'modelled';

/** A claim of the article with its verdict; see `src/verdict.rs`. */
export interface Claim {
  readonly id: string;
  readonly verdict: Verdict;
  readonly ratio: number | null;
  readonly ci95: readonly [number, number] | null;
  readonly basis: Basis;
  readonly reason?: string;
}

/** One thing measured; a lab adds fields of its own, with units in their names. */
export interface Row {
  readonly label: string;
  readonly topology: string;
  readonly samples_ms: readonly number[];
  readonly median_ms: number;
  readonly ci95_ms: readonly [number, number];
  readonly [field: string]: unknown;
}

/** See `src/labs/report.rs`. */
export interface Report {
  readonly kosut: 1;
  readonly lab: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly machine: Machine;
  readonly started: string;
  readonly rows: readonly Row[];
  readonly claims: readonly Claim[];
  readonly answers_agree: boolean;
  readonly log: readonly string[];
}

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

/** An interval, low and high, among a row's own fields. */
export function intervalOf(row: Row, field: string): readonly [number, number] | undefined {
  const value = row[field];
  if (!Array.isArray(value)) {
    return undefined;
  }
  const [low, high] = value as unknown[];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}

/** A list of numbers among a row's own fields. */
export function numbersOf(row: Row, field: string): readonly number[] | undefined {
  const value = row[field];
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : undefined;
}
