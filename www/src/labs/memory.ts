/** The lab `memory`: what threads and processes take of memory when all of them read the same data set. */
import type { Family } from '../runtime/contract';
import { intervalOf, numberOf, numbersOf, textOf } from '../runtime/report';
import type { Report, Row } from '../runtime/report';
import type { Lab, Outcome } from './lab';

const MIB = 1_048_576;

/** Up to this share of the data set beside the copy, a process is said to take *a copy more*. */
const LITTLE_BESIDE = 1.25;

/** Below this share, nobody would speak of a copy. */
const COPY_FROM = 0.75;

/** What a process more took, compared with the data set. */
function outcome(report: Report): Outcome | undefined {
  const row = report.rows.find((candidate) => textOf(candidate, 'family') === 'processes');
  const bytes = row === undefined ? undefined : numberOf(row, 'bytes_per_worker');
  const data = row === undefined ? undefined : numberOf(row, 'data_bytes');
  if (bytes === undefined || data === undefined) {
    return undefined;
  }
  const share = bytes / data;
  const option = share < COPY_FROM ? 'little' : share <= LITTLE_BESIDE ? 'copy' : 'more';
  return { option, args: { value: bytes / MIB } };
}

/** A family's line; one after another is where that of the processes begins. */
function line(report: Report, family: Family): { name: string; family: Family; points: { x: number; y: number }[] } {
  const belongs = (row: Row): boolean => {
    const own = textOf(row, 'family');
    return own === family || (family === 'processes' && own === 'serial');
  };
  const points = report.rows.filter(belongs).map((row) => {
    const [low, high] = intervalOf(row, 'memory_bytes_ci95') ?? [];
    return {
      x: numberOf(row, 'workers') ?? 0,
      y: numberOf(row, 'memory_bytes') ?? 0,
      ...(low === undefined || high === undefined ? {} : { low, high }),
    };
  });
  return { name: `chart-memory-${family}`, family, points };
}

export const memory: Lab = {
  id: 'memory',
  claims: ['threads.memory', 'processes.memory'],
  prediction: {
    options: ['little', 'copy', 'more'],
    args: (values) => ({ data: values.get('data') ?? '' }),
    outcome,
  },
  columns: [
    {
      name: 'memory',
      kind: 'bytes',
      value: (row) => numberOf(row, 'memory_bytes'),
      interval: (row) => intervalOf(row, 'memory_bytes_ci95'),
    },
    { name: 'each', kind: 'bytes', value: (row) => numbersOf(row, 'process_bytes') },
    {
      name: 'worker',
      kind: 'bytes',
      value: (row) => numberOf(row, 'bytes_per_worker'),
      interval: (row) => intervalOf(row, 'bytes_per_worker_ci95'),
    },
    {
      name: 'bare-worker',
      kind: 'bytes',
      value: (row) => numberOf(row, 'bare_bytes_per_worker'),
      interval: (row) => intervalOf(row, 'bare_bytes_per_worker_ci95'),
    },
    { name: 'copies', kind: 'count', value: (row) => numberOf(row, 'copies_of_data') },
    { name: 'shipped', kind: 'bytes', value: (row) => numberOf(row, 'shipped_bytes') },
    { name: 'read', kind: 'milliseconds', value: (row) => row.median_ms, interval: (row) => row.ci95_ms },
    { name: 'conductor', kind: 'bytes', value: (row) => numberOf(row, 'conductor_bytes') },
  ],
  chart: [
    {
      name: 'total',
      kind: 'lines',
      x: { label: 'chart-workers', scale: 'linear', kind: 'count' },
      y: { label: 'chart-memory-bytes', scale: 'linear', kind: 'bytes' },
      series: (report) =>
        (['threads', 'processes'] as const)
          .map((family) => line(report, family))
          .filter(({ points }) => points.length > 0),
    },
  ],
  states: (claim, row, report) => {
    const workers = (other: Row): number => numberOf(other, 'workers') ?? 1;
    const most = Math.max(...report.rows.map(workers));
    const isOne = claim === 'processes.memory' && workers(row) === 1;
    if (workers(row) !== most && !isOne) {
      return [];
    }
    if (claim === 'threads.memory') {
      return ['bare-worker', 'worker'];
    }
    return textOf(row, 'family') === 'threads' ? [] : ['memory'];
  },
  rust: () => ['workloads/residence.rs', 'labs/memory.rs', 'labs/memory/'],
  native: true,
  python: 'memory.py',
  pythonFields: ['workers', 'data', 'samples'],
};
