/** The lab `switching`: what handing a turn on costs between threads and between processes, many lanes, and starts. */
import type { Bar, Series } from '../draw/chart/data';
import { familyOf } from '../draw/palette';
import type { Family } from '../runtime/contract';
import { intervalOf, numberOf, numbersOf } from '../runtime/report';
import type { Report, Row } from '../runtime/report';
import type { Lab, Outcome, Said } from './lab';

/** From these ratios on, the next answer is true. */
const OPTIONS: readonly (readonly [from: number, option: string])[] = [
  [20, 'much'],
  [5, 'ten'],
  [1.5, 'some'],
  [0, 'same'],
];

function outcome(report: Report): Outcome | undefined {
  const ratio = report.claims.find(({ id }) => id === 'threads.switching')?.ratio ?? undefined;
  const option = OPTIONS.find(([from]) => ratio !== undefined && ratio >= from)?.[1];
  return ratio === undefined || option === undefined ? undefined : { option, args: { value: ratio } };
}

function isKind(kind: 'way' | 'busy' | 'start'): (row: Row) => boolean {
  return (row) => row['kind'] === kind;
}

function word(row: Row, field: string): string {
  const value = row[field];
  return typeof value === 'string' ? value : '';
}

function rowName(row: Row): Said {
  switch (row['kind']) {
    case 'way':
      return { key: `switching-way-${word(row, 'way')}` };
    case 'start':
      return { key: `switching-start-${row.topology}` };
    default:
      return { key: 'switching-busy', args: { lanes: numberOf(row, 'lanes') ?? 1 } };
  }
}

function family(row: Row): Family {
  const [processes = 1, threads = 1] = row.topology.split('x').map(Number);
  return familyOf({ processes, threads });
}

/** One way's histogram: the share of all its times that each bin holds, from its left edge on. */
function distribution(row: Row): Series {
  const edges = numbersOf(row, 'edges_us') ?? [];
  const counts = numbersOf(row, 'counts') ?? [];
  const all = counts.reduce((sum, count) => sum + count, 0) || 1;
  const points = counts.map((count, bin) => ({ x: edges[bin] ?? 0, y: count / all }));
  const [first, last] = [edges[0], edges.at(-1)];
  // It begins and ends at nothing, so that a way whose times are all alike is a bar and not a dot.
  return {
    name: `switching-way-${word(row, 'way')}`,
    points: first === undefined || last === undefined ? [] : [{ x: first, y: 0 }, ...points, { x: last, y: 0 }],
  };
}

/** Time against lanes; one lane is the beginning of both families. */
function busy(report: Report): Series[] {
  const rows = report.rows.filter(isKind('busy'));
  return (['threads', 'processes'] as const).map((of) => ({
    name: `family-${of}`,
    family: of,
    points: rows.filter((row) => ['serial', of].includes(word(row, 'family'))).map((row) => ({
      x: numberOf(row, 'lanes') ?? 1, y: row.median_ms, low: row.ci95_ms[0], high: row.ci95_ms[1],
    })),
  })).filter(({ points }) => points.length > 1);
}

function bars(report: Report, kind: 'way' | 'start', scale: number): Bar[] {
  return report.rows.filter(isKind(kind)).map((row) => {
    const [low, high] = row.ci95_ms;
    return {
      name: rowName(row).key, family: family(row), value: row.median_ms * scale, low: low * scale, high: high * scale
    };
  });
}

/** Milliseconds to microseconds. */
const US_PER_MS = 1e3;

export const switching: Lab = {
  id: 'switching',
  claims: ['threads.switching', 'processes.switching'],
  prediction: { options: ['same', 'some', 'ten', 'much'], outcome },
  rowName,
  columns: [
    {
      name: 'time',
      kind: 'microseconds',
      value: (row) => row.median_ms * US_PER_MS,
      interval: (row) => [row.ci95_ms[0] * US_PER_MS, row.ci95_ms[1] * US_PER_MS],
    },
    { name: 'p50', kind: 'microseconds', value: (row) => numberOf(row, 'p50_us') },
    { name: 'p99', kind: 'microseconds', value: (row) => numberOf(row, 'p99_us') },
    { name: 'group', kind: 'count', value: (row) => numberOf(row, 'round_trips_per_time') },
    {
      name: 'bare',
      kind: 'ratio',
      value: (row) => numberOf(row, 'over_bare'),
      interval: (row) => intervalOf(row, 'over_bare_ci95'),
    },
    { name: 'best', kind: 'ratio', value: (row) => numberOf(row, 'over_best') },
  ],
  chart: [
    {
      name: 'ways',
      kind: 'bars',
      axis: { label: 'chart-axis-hand-off', scale: 'log', kind: 'microseconds' },
      bars: (report) => bars(report, 'way', US_PER_MS),
    },
    {
      name: 'times',
      kind: 'steps',
      x: { label: 'chart-axis-hand-off', scale: 'log', kind: 'microseconds' },
      y: { label: 'chart-axis-share', scale: 'linear', kind: 'share' },
      series: (report) => report.rows.filter(isKind('way')).map(distribution),
    },
    {
      name: 'busy',
      kind: 'lines',
      x: { label: 'chart-axis-lanes', scale: 'log', kind: 'count' },
      y: { label: 'chart-axis-busy', scale: 'linear', kind: 'milliseconds' },
      series: busy,
    },
    {
      name: 'starts',
      kind: 'bars',
      axis: { label: 'chart-axis-start', scale: 'log', kind: 'milliseconds' },
      bars: (report) => bars(report, 'start', 1),
    },
  ],
  states: (claim, row) => {
    const ways = claim === 'threads.switching' ? ['condvar', 'direct'] : ['atomics', 'direct'];
    if (!ways.includes(word(row, 'way'))) {
      return [];
    }
    return claim === 'threads.switching' ? ['time'] : ['p50'];
  },
  rust: () => [
    'workloads/hand_off.rs',
    'workloads/hand_off/baton.rs',
    'cluster/web/rally.rs',
    'labs/switching.rs',
    'labs/switching/',
  ],
  native: true,
  python: 'switching.py',
  pythonFields: ['count', 'samples'],
};
