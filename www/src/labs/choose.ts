/** The lab `choose`: a job is described, a topology recommended for it, and the recommendation put to the test. */
import type { Bar } from '../draw/chart/data';
import { familyOf } from '../draw/palette';
import { topologyName } from '../draw/format';
import type { Family } from '../runtime/contract';
import { intervalOf, numberOf, textOf } from '../runtime/report';
import type { Report, Row } from '../runtime/report';
import type { Lab, Outcome, Said } from './lab';

const FAMILIES: readonly Family[] = ['serial', 'threads', 'processes', 'mixed'];

/** Rows of a run with several jobs stand for a job each, not for a topology. */
function isJob(row: Row): boolean {
  return row.label.startsWith('job ');
}

/** The family of the quickest topology that does what the job asks for. */
function outcome(report: Report): Outcome | undefined {
  const suits = report.rows.filter((row) => row['suits'] === true);
  const [best] = suits.toSorted((one, other) => one.median_ms - other.median_ms);
  const option = FAMILIES.find((family) => best !== undefined && textOf(best, 'family') === family);
  return best === undefined || option === undefined ? undefined : { option, args: { value: best.median_ms } };
}

function rowName(row: Row): Said {
  const topology = topologyName(row.topology);
  if (isJob(row)) {
    return { key: 'choose-row-job', args: { number: row.label.replace('job ', ''), topology } };
  }
  const good = row['recommended'] === true ? 'choose-row-chosen' : 'choose-row';
  const key = row['suits'] === false ? 'choose-row-unsuited' : good;
  return { key, args: { topology } };
}

/** Of each topology what was predicted and what was measured. */
function bars(report: Report): Bar[] {
  return report.rows.flatMap((row) => {
    const [processes = 1, threads = 1] = row.topology.split('x').map(Number);
    const family = familyOf({ processes, threads });
    const predicted = numberOf(row, 'predicted_ms');
    const [low, high] = intervalOf(row, 'predicted_interval_ms') ?? [];
    const args = isJob(row) ? { of: row.label.replace('job ', '') } : { of: topologyName(row.topology) };
    const measured = {
      name: 'chart-choose-measured', args, family, value: row.median_ms, low: row.ci95_ms[0], high: row.ci95_ms[1],
    };
    return predicted === undefined
      ? [measured]
      : [
        {
          name: 'chart-choose-predicted',
          args,
          family,
          value: predicted,
          ...(low === undefined || high === undefined ? {} : { low, high }),
        },
        measured,
      ];
  });
}

export const choose: Lab = {
  id: 'choose',
  claims: ['when.choose'],
  prediction: {
    options: ['serial', 'threads', 'processes', 'mixed'],
    asked: (values) => (values.get('jobs') ?? '1') === '1',
    outcome,
  },
  rowName,
  columns: [
    {
      name: 'predicted',
      kind: 'milliseconds',
      value: (row) => numberOf(row, 'predicted_ms'),
      interval: (row) => intervalOf(row, 'predicted_interval_ms'),
    },
    { name: 'measured', kind: 'milliseconds', value: (row) => row.median_ms, interval: (row) => row.ci95_ms },
    { name: 'error', kind: 'share', value: (row) => numberOf(row, 'error_share') },
    { name: 'over', kind: 'ratio', value: (row) => numberOf(row, 'over_best') },
    { name: 'start-predicted', kind: 'milliseconds', value: (row) => numberOf(row, 'predicted_start_ms') },
    { name: 'start', kind: 'milliseconds', value: (row) => numberOf(row, 'start_ms') },
    { name: 'memory-predicted', kind: 'bytes', value: (row) => numberOf(row, 'predicted_memory_bytes') },
    { name: 'memory', kind: 'bytes', value: (row) => numberOf(row, 'memory_bytes') },
    {
      name: 'messages',
      kind: 'bytes',
      value: (row) => (numberOf(row, 'sent_bytes') ?? 0) + (numberOf(row, 'received_bytes') ?? 0),
    },
  ],
  chart: [
    {
      name: 'times',
      kind: 'bars',
      axis: { label: 'chart-choose-axis', scale: 'linear', kind: 'milliseconds' },
      bars,
    },
  ],
  states: () => ['predicted', 'measured'],
  view: { tag: 'kosut-choose', load: async () => import('./choose/view') },
  rust: () => [
    'labs/choose/model.rs',
    'labs/choose/model/simulate.rs',
    'workloads/job.rs',
    'workloads/job/item.rs',
    'labs/choose/play.rs',
  ],
  native: true,
  waits: true,
  python: 'choose.py',
  pythonFields: ['items', 'cpu', 'wait', 'in', 'out', 'shared', 'samples'],
  resets: { preset: ['items', 'cpu', 'wait', 'in', 'out', 'shared', 'survive', 'start'] },
};
