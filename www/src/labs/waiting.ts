/** The lab `waiting`: jobs that wait, one after another, on threads, on processes, and in one lane with an event loop. */
import type { Bar, BarsChart } from '../draw/chart/data';
import type { Family } from '../runtime/contract';
import { intervalOf, numberOf, textOf } from '../runtime/report';
import type { Report, Row } from '../runtime/report';
import type { Lab, Outcome, Said } from './lab';

const EVENT_LOOP = 'event-loop';

/** A speed-up up to this is *no faster*; from that share of the number of threads on it is *as many times*. */
const HARDLY = 1.3;
const NEARLY_ALL = 0.6;

/** The ways of working have their colours; the event loop has none of its own. */
function familyOf(row: Row): Family | undefined {
  const family = textOf(row, 'family');
  if (textOf(row, 'way') === EVENT_LOOP) {
    return undefined;
  }
  return family === 'serial' || family === 'threads' || family === 'processes' ? family : undefined;
}

function rowName(row: Row): Said {
  const way = textOf(row, 'way') === EVENT_LOOP ? EVENT_LOOP : (textOf(row, 'family') ?? 'serial');
  return { key: `waiting-way-${way}`, args: { workers: numberOf(row, 'workers') ?? 1 } };
}

/** How many times as fast the threads were. */
function outcome(report: Report): Outcome | undefined {
  const threads = report.rows.find((row) => textOf(row, 'family') === 'threads');
  const value = threads && numberOf(threads, 'speedup');
  const workers = threads && numberOf(threads, 'workers');
  const jobs = threads && numberOf(threads, 'jobs');
  if (value === undefined || workers === undefined || jobs === undefined) {
    return undefined;
  }
  const most = Math.min(workers, jobs);
  const option = value <= HARDLY
    ? 'no'
    : value >= NEARLY_ALL * most && most > report.machine.cores ? 'workers' : 'cores';
  return { option, args: { value } };
}

function bars(name: string, field: (row: Row) => number | undefined, bounded: boolean): BarsChart {
  return {
    name,
    kind: 'bars',
    axis: { label: `chart-waiting-${name}-axis`, scale: 'linear', kind: name === 'time' ? 'milliseconds' : 'bytes' },
    bars: (report): Bar[] => report.rows.flatMap((row) => {
      const value = field(row);
      const family = familyOf(row);
      const { key, args } = rowName(row);
      const [low, high] = row.ci95_ms;
      return value === undefined
        ? []
        : [{
          name: key,
          ...(args === undefined ? {} : { args }),
          ...(family === undefined ? {} : { family }),
          value,
          ...(bounded ? { low, high } : {}),
        }];
    }),
  };
}

export const waiting: Lab = {
  id: 'waiting',
  claims: ['when.threads.io'],
  prediction: {
    options: ['no', 'cores', 'workers'],
    asked: (values) => values.get('kind') === 'network' || values.get('kind') === 'timer',
    args: (values) => ({ jobs: values.get('jobs') ?? '', workers: values.get('workers') ?? '' }),
    outcome,
  },
  columns: [
    { name: 'for', kind: 'word', value: (row) => `waiting-for-${textOf(row, 'waits_for') ?? 'request'}` },
    { name: 'time', kind: 'milliseconds', value: (row) => row.median_ms, interval: (row) => row.ci95_ms },
    {
      name: 'speedup',
      kind: 'number',
      value: (row) => numberOf(row, 'speedup'),
      interval: (row) => intervalOf(row, 'speedup_ci95'),
    },
    { name: 'at-once', kind: 'number', value: (row) => numberOf(row, 'waits_at_once') },
    { name: 'memory', kind: 'bytes', value: (row) => numberOf(row, 'memory_bytes') },
    { name: 'spawn', kind: 'milliseconds', value: (row) => numberOf(row, 'spawn_ms') },
    { name: 'meanwhile', kind: 'count', value: (row) => numberOf(row, 'blocks_meanwhile') },
  ],
  rowName,
  chart: [
    bars('time', (row) => row.median_ms, true),
    bars('memory', (row) => numberOf(row, 'memory_bytes'), false),
  ],
  states: () => ['time', 'memory'],
  waits: true,
  view: { tag: 'kosut-waiting', load: () => import('./waiting/view') },
  rust: (values) => (values.get('kind') === 'input'
    ? ['workloads/waits.rs', 'workloads/lanes/blocking.rs', 'labs/waiting/line.rs']
    : ['workloads/waits.rs', 'workloads/lanes/blocking.rs', 'labs/waiting/deal.rs']),
  native: true,
  judges: ({ params }) => params['kind'] !== 'input',
  python: 'waiting.py',
  pythonFields: ['jobs', 'workers', 'delay', 'samples'],
};
