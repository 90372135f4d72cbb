/** The lab `gil`: work on threads under Python's lock, without it and on processes; and the reader's own programs. */
import type { Bar } from '../draw/chart/data';
import type { Family } from '../runtime/contract';
import { intervalOf, numberOf, sampleCount, textOf } from '../runtime/report';
import type { Report, Row } from '../runtime/report';
import type { Lab, Outcome, Said } from './lab';

/** Less than this is *the same*: nobody would start threads for it. */
const FASTER_FROM = 1.15;

/** Below this, it is clearly *slower*. */
const SLOWER_BELOW = 0.85;

/** From this share of the number of workers on, it is *as many times as fast as there are workers*. */
const NEARLY = 0.8;

function rowName(row: Row): Said {
  return { key: `gil-row-${row.label}` };
}

function rowOf(report: Report, label: string): Row | undefined {
  return report.rows.find((row) => row.label === label);
}

/** How many times as fast the threads under the lock were as one after another, on work that computes. */
function outcome(report: Report): Outcome | undefined {
  const row = rowOf(report, 'cpu-gil');
  const value = row && numberOf(row, 'speedup');
  const workers = row && numberOf(row, 'workers');
  if (value === undefined || workers === undefined) {
    return undefined;
  }
  if (value < FASTER_FROM) {
    return { option: value < SLOWER_BELOW ? 'slower' : 'same', args: { value } };
  }
  return { option: value < NEARLY * workers ? 'some' : 'ideal', args: { value } };
}

function familyOf(way: string): Family {
  return way === 'processes' ? 'processes' : 'threads';
}

function bars(report: Report): readonly Bar[] {
  return report.rows.flatMap((row): readonly Bar[] => {
    const value = numberOf(row, 'speedup');
    const way = textOf(row, 'way') ?? '';
    if (value === undefined || way === 'serial') {
      return [];
    }
    const [low, high] = intervalOf(row, 'speedup_ci95') ?? [];
    return [{
      name: `gil-way-${way}`,
      group: `gil-kind-${textOf(row, 'kind') ?? ''}`,
      family: familyOf(way),
      value,
      ...(low === undefined || high === undefined ? {} : { low, high }),
    }];
  });
}

export const gil: Lab = {
  id: 'gil',
  claims: ['threads.gil', 'processes.gil', 'when.processes.cpu', 'when.processes.cores'],
  prediction: {
    options: ['ideal', 'some', 'same', 'slower'],
    asked: (values) => values.get('mode') !== 'program',
    args: (values) => ({ workers: values.get('workers') ?? '' }),
    outcome,
  },
  rowName,
  columns: [
    { name: 'workers', kind: 'count', value: (row) => numberOf(row, 'workers') },
    {
      name: 'time',
      kind: 'milliseconds',
      value: (row) => row.median_ms,
      interval: (row) => (sampleCount(row) > 1 ? row.ci95_ms : undefined),
    },
    {
      name: 'speedup',
      kind: 'ratio',
      value: (row) => numberOf(row, 'speedup'),
      interval: (row) => intervalOf(row, 'speedup_ci95'),
    },
    { name: 'switches', kind: 'count', value: (row) => numberOf(row, 'switches') },
    { name: 'start', kind: 'milliseconds', value: (row) => numberOf(row, 'start_ms') },
  ],
  chart: [
    {
      name: 'speedup',
      kind: 'bars',
      axis: { label: 'chart-gil-axis', scale: 'linear', kind: 'ratio' },
      mark: 1,
      bars,
    },
  ],
  states: (claim, row) => {
    const ways = claim === 'threads.gil' ? ['gil', 'free'] : ['gil', 'processes'];
    return textOf(row, 'kind') === 'cpu' && ways.includes(textOf(row, 'way') ?? '') ? ['time'] : [];
  },
  judges: (report) => report.params['mode'] !== 'program',
  view: { tag: 'kosut-gil', load: async () => import('./gil/view') },
  rust: () => [
    'python/gil.rs',
    'python/threads.rs',
    'python/lane.rs',
    'python/lane/dispatch.rs',
    'workloads/python.rs',
    'labs/gil/trials.rs',
  ],
  native: true,
  python: 'gil.py',
  pythonFields: ['workers', 'size', 'wait', 'samples'],
};
