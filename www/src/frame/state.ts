/**
 * What a course page keeps of a lab: its parameters, the prediction, the score, and what the last run showed. With it the lab
 * looks the same again without a run, to the reader on another day and to a teacher.
 *
 * The shape is public and has a version; see `docs/EMBEDDING.md`. As JSON it has at most {@link STATE_MAX} characters.
 */
import type { Lab, Outcome } from '../labs/lab';
import type { Curve } from '../runtime/contract';
import { sampleCount, type Report, type Row } from '../runtime/report';

/** The most characters of a state as JSON: SCORM 1.2 keeps 4,096. */
export const STATE_MAX = 4_000;

/** The version of the shape. */
export const VERSION = 2;

/** What a course page keeps. */
export interface State {
  readonly kosut: typeof VERSION;
  /** The parameters, as in an address; without a program that is too long. */
  readonly query: string;
  /** The option that the reader predicted. */
  readonly prediction: string | null;
  /** The best score so far: 1 once a prediction has come true, else 0. */
  readonly score: number;
  /** Whether a run has ended well. */
  readonly completed: boolean;
  readonly result: Result | null;
}

/**
 * A report without its samples and without what the page does not show. Numbers have four significant digits, and three where
 * the state would be too long otherwise.
 */
export interface Result extends Pick<Report, 'params' | 'started' | 'claims' | 'answers_agree'> {
  readonly machine: Pick<Report['machine'], 'cores' | 'isolated' | 'clockResolutionMs' | 'build'>;
  /** What came true of a prediction. */
  readonly outcome: Outcome | null;
  /** The fitted curves, without their points. */
  readonly curves: readonly Omit<Curve, 'points'>[];
  /** Names of the rows' fields. `samples` is the number of samples. */
  readonly fields: readonly string[];
  /** The values of each row, in the order of `fields`; `null` where a row has no such field. */
  readonly rows: readonly (readonly unknown[])[];
  /** How many rows there was no room for. */
  readonly left_out: number;
}

/** The output of a run, as a lab shows it. */
export interface RunOutput {
  readonly report: Report;
  readonly curves: readonly Curve[];
  readonly outcome: Outcome | undefined;
}

/** What of a run goes into a state. */
interface Extent {
  readonly digits: number;
  /** Whether what only charts show goes in. */
  readonly charts: boolean;
}

/** From everything to the least. */
const EXTENTS: readonly Extent[] = [
  { digits: 4, charts: true }, { digits: 4, charts: false }, { digits: 3, charts: false },
];

/** The longest parameter that is kept; only programs are longer. */
const PARAMETER_MAX = 200;

/** The longest query that is kept. */
const QUERY_MAX = 1_500;

/** Makes a state, with as much of the run as there is room for. */
export function makeState(lab: Lab, done: Omit<State, 'kosut' | 'result'>, run: RunOutput | undefined): State {
  const query = done.query.length <= QUERY_MAX ? done.query : withoutLong(done.query);
  const state: State = { kosut: VERSION, ...done, query, result: null };
  const fits = (result: Result): boolean => JSON.stringify({ ...state, result }).length <= STATE_MAX;
  if (run === undefined) {
    return state;
  }
  for (const extent of EXTENTS) {
    const result = makeResult(lab, run, run.report.rows, extent);
    if (fits(result)) {
      return { ...state, result };
    }
  }
  for (let rows = half(run.report.rows); rows.length > 2; rows = half(rows)) {
    const result = makeResult(lab, run, rows, EXTENTS[EXTENTS.length - 1]!);
    if (fits(result)) {
      return { ...state, result };
    }
  }
  return state;
}

/** Every second row. The first and the last stay: labs compare with the one, and go up to the other. */
function half(rows: readonly Row[]): readonly Row[] {
  return rows.filter((_, index) => index % 2 === 0 || index === rows.length - 1);
}

function withoutLong(query: string): string {
  return query.split('&').filter((parameter) => parameter.length <= PARAMETER_MAX).join('&').slice(0, QUERY_MAX);
}

function makeResult(lab: Lab, run: RunOutput, rows: readonly Row[], { digits, charts }: Extent): Result {
  const { report, curves, outcome } = run;
  const { cores, isolated, clockResolutionMs, build } = report.machine;
  const fields = ['samples', ...fieldsShown(lab, report, charts)];
  const values = rows.map((row) => fields.map((field) =>
    field === 'samples' ? sampleCount(row) : row[field as keyof Row] ?? null));
  const params = Object.entries(report.params).filter(([, value]) => String(value).length <= PARAMETER_MAX);
  const result: Result = {
    started: report.started,
    params: Object.fromEntries(params),
    machine: { cores, isolated, clockResolutionMs, build },
    claims: report.claims,
    answers_agree: report.answers_agree,
    outcome: outcome ?? null,
    curves: curves.map(({ family, model, serialFraction, coherency }) => ({ family, model, serialFraction, coherency })),
    fields,
    rows: values,
    left_out: report.rows.length - rows.length,
  };
  return rounded(result, digits) as Result;
}

/** Rounds all numbers that are not whole. */
function rounded(value: unknown, digits: number): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
  }
  if (Array.isArray(value)) {
    return value.map((item) => rounded(item, digits));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rounded(item, digits)]))
    : value;
}

/** Names of the fields that the page reads of a report's rows to show it, found by showing it to a watcher. */
function fieldsShown(lab: Lab, report: Report, charts: boolean): readonly string[] {
  const read = new Set<string>(['label', 'topology', 'median_ms', 'ci95_ms']);
  const watch = (row: Row): Row => new Proxy(row, {
    get: (target, name) => {
      if (typeof name === 'string' && Object.hasOwn(target, name)) {
        read.add(name);
      }
      return Reflect.get(target, name) as unknown;
    },
  });
  const watched: Report = { ...report, rows: report.rows.map(watch) };
  for (const row of watched.rows) {
    lab.rowName?.(row);
    for (const column of lab.columns) {
      column.value(row);
      column.interval?.(row);
      column.times?.(row);
    }
    for (const { id } of watched.claims) {
      lab.states?.(id, row, watched);
    }
  }
  lab.judges?.(watched);
  if (charts) {
    drawn(lab, watched);
  }
  read.delete('samples_ms');
  return [...read];
}

/** Reads what the charts of a lab draw. */
function drawn({ chart }: Lab, report: Report): void {
  for (const one of typeof chart === 'object' ? chart : []) {
    if (one.kind === 'bars') {
      one.bars(report);
    } else {
      one.series(report);
    }
  }
}
