/** The lab `speedup`: the same work on one worker and on several, as threads, as processes and as both. */
import { intervalOf, numberOf, numbersOf } from '../runtime/report';
import type { Report } from '../runtime/report';
import type { Lab, Outcome } from './lab';

/** Below this, nobody would speak of *faster*. */
const FASTER_FROM = 1.2;

/** From this share of the ideal on, the promise counts as kept. */
const NEARLY_IDEAL = 0.85;

/** Below this, the extra workers did harm. */
const SLOWER_BELOW = 0.95;

/** The speed-up of the fastest way of working with several workers, and which answer it makes true. */
function outcome(report: Report): Outcome | undefined {
  const rows = report.rows.map((row) => ({
    workers: numberOf(row, 'workers') ?? 1,
    speedup: numberOf(row, 'speedup') ?? 0,
  }));
  const most = Math.max(...rows.map(({ workers }) => workers));
  if (most < 2) {
    return undefined;
  }
  const value = Math.max(...rows.filter(({ workers }) => workers === most).map(({ speedup }) => speedup));
  if (value < SLOWER_BELOW) {
    return { option: 'slower', args: { value } };
  }
  if (value < FASTER_FROM) {
    return { option: 'same', args: { value } };
  }
  return { option: value < NEARLY_IDEAL * most ? 'some' : 'ideal', args: { value } };
}

/** A kernel is a file, or a file and a folder. */
function kernelFiles(kernel: string): string[] {
  return [`kernels/${kernel}.rs`, `kernels/${kernel}/`];
}

export const speedup: Lab = {
  id: 'speedup',
  claims: ['processes.parallel'],
  prediction: {
    options: ['ideal', 'some', 'same', 'slower'],
    // One worker is no faster than itself.
    asked: (values) => Number(values.get('workers') ?? 0) > 1,
    args: (values) => ({ workers: values.get('workers') ?? '' }),
    outcome,
  },
  columns: [
    { name: 'time', kind: 'milliseconds', value: (row) => row.median_ms, interval: (row) => row.ci95_ms },
    {
      name: 'speedup',
      kind: 'ratio',
      value: (row) => numberOf(row, 'speedup'),
      interval: (row) => intervalOf(row, 'speedup_ci95'),
    },
    { name: 'spawn', kind: 'milliseconds', value: (row) => numberOf(row, 'spawn_ms') },
    { name: 'sent', kind: 'bytes', value: (row) => numberOf(row, 'sent_bytes') },
    { name: 'received', kind: 'bytes', value: (row) => numberOf(row, 'received_bytes') },
    {
      name: 'step',
      kind: 'bytes',
      value: (row) => numberOf(row, 'bytes_per_round'),
      times: (row) => numberOf(row, 'rounds'),
    },
    { name: 'busy', kind: 'share', value: (row) => numbersOf(row, 'busy_share') },
  ],
  chart: 'speedup',
  rust: (values) => kernelFiles(values.get('kernel') ?? ''),
  native: true,
  resets: { kernel: ['size'] },
  replaced: { text: ['size', 'seed'], pixels: ['seed'] },
  edgeField: 'size',
  kernelField: 'kernel',
  datasets: { train: 'digits' },
  python: 'speedup.py',
  pythonFields: ['kernel', 'size', 'seed', 'workers', 'schedule'],
};
