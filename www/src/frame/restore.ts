/**
 * Reads what a course page has kept of a lab, and makes of it what the lab shows again.
 *
 * What comes from another page is checked first. Messages that it names and that do not exist are shown as they are.
 */
import * as v from 'valibot';
import type { Lab } from '../labs/lab';
import type { Report, Row } from '../runtime/report';
import { VERSION, type Result, type RunOutput, type State } from './state';

/** A run that is shown again. */
export interface Restored extends RunOutput {
  /** How many rows there was no room for. */
  readonly leftOut: number;
}

const Finite = v.pipe(v.number(), v.finite());
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Interval = v.tuple([Finite, Finite]);

const Condition = v.object({
  name: v.string(),
  demand: v.picklist(['better', 'not-worse']),
  verdict: v.picklist(['holds', 'fails', 'unclear', 'unavailable']),
  ratio: Finite,
  ci95: Interval,
});

const Claim = v.object({
  id: v.string(),
  verdict: v.picklist(['holds', 'fails', 'unclear', 'unavailable']),
  ratio: v.nullable(Finite),
  ci95: v.nullable(Interval),
  basis: v.picklist(['measured', 'modelled']),
  conditions: v.exactOptional(v.array(Condition)),
  reason: v.exactOptional(v.string()),
  cores_available: v.exactOptional(Finite),
});

const Kept = v.pipe(
  v.object({
    started: v.pipe(v.string(), v.isoTimestamp()),
    params: v.record(v.string(), v.union([v.string(), Finite, v.boolean()])),
    machine: v.object({ cores: Count, isolated: v.boolean(), clockResolutionMs: Finite, build: v.string() }),
    claims: v.array(Claim),
    answers_agree: v.boolean(),
    outcome: v.nullable(v.object({ option: v.string(), args: v.record(v.string(), Finite) })),
    curves: v.array(v.object({
      family: v.picklist(['serial', 'threads', 'processes', 'mixed']),
      model: v.string(),
      serialFraction: Finite,
      coherency: Finite,
    })),
    fields: v.array(v.string()),
    rows: v.pipe(v.array(v.array(v.unknown())), v.minLength(1)),
    left_out: Count,
  }),
  v.check(({ fields, rows }) => rows.every((values) => v.is(KeptRow, rowOf(fields, values))), 'rows must fit fields'),
);

/** What every row has. */
const KeptRow = v.looseObject({
  samples: Count,
  label: v.string(),
  topology: v.pipe(v.string(), v.regex(/^\d{1,3}x\d{1,3}$/)),
  median_ms: Finite,
  ci95_ms: Interval,
});

const Current = v.object({
  kosut: v.literal(VERSION),
  query: v.string(),
  prediction: v.nullable(v.string()),
  score: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  completed: v.boolean(),
  result: v.nullable(Kept),
});

/** Version 1, which had no number. */
const First = v.object({ query: v.string(), prediction: v.nullish(v.string(), null) });

/** Reads a state that a course page has kept: `null` when it keeps none, a sentence that says what is wrong with it. */
export function readState(lab: Lab, kept: unknown): State | null | string {
  const state = readAny(lab, kept);
  if (state === null || typeof state === 'string') {
    return state;
  }
  // Another version of the lab may have asked for something else.
  const isKnown = state.prediction !== null && lab.prediction.options.includes(state.prediction);
  return isKnown ? state : { ...state, prediction: null };
}

function readAny({ claims, prediction }: Lab, kept: unknown): State | null | string {
  const value = typeof kept === 'string' ? parsed(kept) : kept;
  if (value === undefined || value === null || value === '') {
    return null;
  }
  const version = versionOf(value);
  if (version === 1) {
    const read = v.safeParse(First, value);
    return read.success
      ? { kosut: VERSION, ...read.output, score: 0, completed: false, result: null }
      : wrong(read.issues);
  }
  if (version !== VERSION) {
    return `state is of version ${String(version)}; known are 1 and ${VERSION}`;
  }
  const read = v.safeParse(Current, value);
  if (!read.success) {
    return wrong(read.issues);
  }
  const { result } = read.output;
  if (result?.claims.some(({ id }) => !claims.includes(id)) ?? false) {
    return `state.result.claims must be of ${claims.join(', ')}`;
  }
  if (result?.outcome && !prediction.options.includes(result.outcome.option)) {
    return `state.result.outcome must be one of ${prediction.options.join(', ')}`;
  }
  return read.output as State;
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kosut' in value ? value.kosut : 1;
}

function wrong([issue]: readonly [v.BaseIssue<unknown>, ...unknown[]]): string {
  return `state${['', ...(issue.path ?? []).map(({ key }) => String(key))].join('.')}: ${issue.message}`;
}

/** The value of a JSON text; what is none stays as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A row as an object, without what it does not have. */
function rowOf(fields: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const named = fields.map((field, index) => [field, values[index] ?? null] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== null));
}

/** The run that a result was made of, as far as it was kept. */
export function restored(lab: Lab, result: Result): Restored {
  const { fields, rows, machine, curves, outcome, left_out: leftOut, ...kept } = result;
  const report: Report = {
    ...kept,
    kosut: 1,
    lab: lab.id,
    machine: { ...machine, memoryMaxMiB: 0, browser: '' },
    rows: rows.map((values) => ({ ...rowOf(fields, values), samples_ms: [] }) as unknown as Row),
    log: [],
  };
  return { report, curves: curves.map((curve) => ({ ...curve, points: [] })), outcome: outcome ?? undefined, leftOut };
}
