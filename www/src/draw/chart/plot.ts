/** From a report's rows to what a chart draws: points with intervals, the ideal, fitted curves. */
import type { Curve, Family } from '../../../pkg/plain/kosut';
import { intervalOf, numberOf, type Row } from '../../runtime/report';
import { familyOf } from '../palette';

/** What stands on the chart's vertical axis. */
export type Mode = 'speedup' | 'time';

/** One thing measured. */
export interface Point {
  readonly family: Family;
  readonly workers: number;
  readonly value: number;
  /** Its 95 % interval. */
  readonly interval: readonly [low: number, high: number] | undefined;
}

/** A line of the chart. */
export interface Line {
  /** `ideal`, or the model that was fitted. */
  readonly model: string;
  readonly family: Family | undefined;
  readonly points: readonly (readonly [workers: number, value: number])[];
}

/** All that is drawn. */
export interface Plot {
  readonly points: readonly Point[];
  readonly lines: readonly Line[];
  /** The largest number of workers. */
  readonly workers: number;
  /** The upper end of the vertical axis. */
  readonly top: number;
}

/** Points from which the ideal line is drawn between two numbers of workers, as it is no straight line in time. */
const IDEAL_STEPS = 64;

/** Room above the highest thing, as a share of it. */
const HEADROOM = 1.08;

/** The chart of these rows and curves. Without a row of one lane, time has neither ideal nor curves. */
export function plot(rows: readonly Row[], curves: readonly Curve[], mode: Mode): Plot {
  const points = rows.flatMap((row) => pointOf(row, mode) ?? []);
  const workers = Math.max(2, ...points.map((point) => point.workers));
  const serial = rows.find((row) => row.topology === '1x1')?.median_ms;
  const lines = [{ model: 'ideal', family: undefined, points: ideal(workers) }, ...curves].flatMap((line) => {
    const within = line.points.filter(([at]) => at >= 1 && at <= workers);
    if (mode === 'speedup') return { ...line, points: within };
    if (serial === undefined) return [];
    return { ...line, points: within.map(([at, speedup]) => [at, serial / speedup] as const) };
  });
  const highest = Math.max(
    ...points.map(({ value, interval }) => interval?.[1] ?? value),
    ...lines.flatMap((line) => line.points.map(([, value]) => value)),
    mode === 'speedup' ? workers : 0,
  );
  return { points, lines, workers, top: highest > 0 ? highest * HEADROOM : 1 };
}

function pointOf(row: Row, mode: Mode): Point | undefined {
  const [processes = NaN, threads = NaN] = row.topology.split('x').map(Number);
  const value = mode === 'time' ? row.median_ms : numberOf(row, 'speedup');
  if (value === undefined || !Number.isInteger(processes * threads)) return undefined;
  const interval = mode === 'time' ? row.ci95_ms : intervalOf(row, 'speedup_ci95');
  return { family: familyOf({ processes, threads }), workers: processes * threads, value, interval };
}

function ideal(workers: number): [number, number][] {
  return Array.from({ length: IDEAL_STEPS + 1 }, (_, step) => {
    const at = 1 + ((workers - 1) * step) / IDEAL_STEPS;
    return [at, at];
  });
}
