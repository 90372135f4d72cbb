/** The lab `race`: lanes that write to the same data, with care and without. */
import type { Bar, BarsChart } from '../draw/chart/data';
import type { Family } from '../runtime/contract';
import { intervalOf, numberOf } from '../runtime/report';
import type { Report, Row } from '../runtime/report';
import type { Lab, Outcome, Said } from './lab';

/** Less than this lost is *a little*: nobody would see it without counting. */
const LITTLE_BELOW = 0.01;

function textOf(row: Row, field: string): string {
  const value = row[field];
  return typeof value === 'string' ? value : '';
}

function rowName(row: Row): Said {
  return { key: `race-way-${textOf(row, 'way')}` };
}

function familyOf(row: Row): Family {
  return textOf(row, 'way') === 'processes' ? 'processes' : 'threads';
}

/** The share that was lost without care, and which answer it makes true. */
function outcome(report: Report): Outcome | undefined {
  const row = report.rows.find((candidate) => candidate.label === 'unsynchronised');
  const share = row && numberOf(row, 'lost_share');
  if (share === undefined) {
    return undefined;
  }
  const args = { percent: 100 * share };
  if (share <= 0) {
    return { option: 'nothing', args };
  }
  return { option: share < LITTLE_BELOW ? 'little' : share < 0.5 ? 'much' : 'most', args };
}

function chart(name: string, kind: BarsChart['axis']['kind'], scale: 'linear' | 'log', field: string): BarsChart {
  return {
    name,
    kind: 'bars',
    axis: { label: `chart-race-${name}-axis`, scale, kind },
    bars: (report): Bar[] => report.rows.map((row) => {
      const [low, high] = intervalOf(row, `${field}_ci95`) ?? [];
      const { key: label } = rowName(row);
      const value = numberOf(row, field) ?? 0;
      return {
        name: label,
        family: familyOf(row),
        value,
        ...(low === undefined || high === undefined ? {} : { low, high }),
      };
    }),
  };
}

export const race: Lab = {
  id: 'race',
  claims: ['threads.race'],
  prediction: {
    options: ['nothing', 'little', 'much', 'most'],
    args: (values) => ({ lanes: values.get('lanes') ?? '' }),
    outcome,
  },
  columns: [
    { name: 'expected', kind: 'count', value: (row) => numberOf(row, 'expected') },
    { name: 'found', kind: 'count', value: (row) => numberOf(row, 'found') },
    { name: 'lost', kind: 'count', value: (row) => numberOf(row, 'lost') },
    {
      name: 'share',
      kind: 'share',
      value: (row) => numberOf(row, 'lost_share'),
      interval: (row) => intervalOf(row, 'lost_share_ci95'),
    },
    {
      name: 'cost',
      kind: 'nanoseconds',
      value: (row) => numberOf(row, 'ns_per_operation'),
      interval: (row) => intervalOf(row, 'ns_per_operation_ci95'),
    },
    { name: 'time', kind: 'milliseconds', value: (row) => row.median_ms, interval: (row) => row.ci95_ms },
  ],
  rowName,
  chart: [
    chart('cost', 'nanoseconds', 'log', 'ns_per_operation'),
    chart('lost', 'share', 'linear', 'lost_share'),
  ],
  states: (_claim, row) => (textOf(row, 'way') === 'unsynchronised' ? ['expected', 'found', 'lost'] : []),
  view: { tag: 'kosut-race', load: async () => import('./race/view') },
  rust: (values) => ['workloads/race.rs', `workloads/race/${values.get('scene') ?? 'counter'}.rs`],
  native: true,
  resets: { scene: ['rounds'] },
  python: 'race.py',
  pythonFields: ['rounds', 'lanes'],
};
