/** The lab `deadlock`: philosophers at a round table, and two processes that wait for each other's letter. */
import type { Bar } from '../draw/chart/data';
import { intervalOf, numberOf, textOf } from '../runtime/report';
import type { Report, Row } from '../runtime/report';
import type { Lab, Outcome } from './lab';

/** The strategies, and the two ways of writing letters, by their words in the report. */
function nameOf(row: Row): { readonly key: string } {
  return { key: `deadlock-way-${row.label}` };
}

/** How many of the naive runs froze. */
function outcome(report: Report): Outcome | undefined {
  const naive = report.rows.find(({ label }) => label === 'naive');
  const runs = naive && numberOf(naive, 'runs');
  const frozen = naive && numberOf(naive, 'frozen_runs');
  if (runs === undefined || frozen === undefined) {
    return undefined;
  }
  const option = frozen === 0 ? 'never' : frozen === runs ? 'always' : 'sometimes';
  return { option, args: { frozen, runs } };
}

/** A bar for each strategy of which this is known. */
function bars(report: Report, field: string): readonly Bar[] {
  return report.rows.flatMap((row) => {
    const value = numberOf(row, field);
    const [low, high] = intervalOf(row, `${field}_ci95`) ?? [];
    const bounds = low === undefined || high === undefined ? {} : { low, high };
    return value === undefined ? [] : [{ name: nameOf(row).key, family: 'threads', value, ...bounds }];
  });
}

/** The fairness of the strategies at the table; letters are written in turn, so there is nothing to be fair about. */
function atTheTable(report: Report): Report {
  return { ...report, rows: report.rows.filter((row) => numberOf(row, 'meals') !== undefined) };
}

export const deadlock: Lab = {
  id: 'deadlock',
  claims: ['threads.deadlock'],
  prediction: {
    options: ['never', 'sometimes', 'always'],
    asked: (values) => values.get('scene') !== 'messages',
    args: (values) => ({ philosophers: values.get('philosophers') ?? '', meals: values.get('meals') ?? '' }),
    outcome,
  },
  columns: [
    { name: 'runs', kind: 'count', value: (row) => numberOf(row, 'runs') },
    { name: 'frozen', kind: 'count', value: (row) => numberOf(row, 'frozen_runs') },
    { name: 'time', kind: 'milliseconds', value: (row) => row.median_ms, interval: (row) => row.ci95_ms },
    {
      name: 'rate',
      kind: 'per-second',
      value: (row) => numberOf(row, 'meals_per_second') ?? numberOf(row, 'letters_per_second'),
      interval: (row) => intervalOf(row, 'meals_per_second_ci95') ?? intervalOf(row, 'letters_per_second_ci95'),
    },
    { name: 'fairness', kind: 'share', value: (row) => numberOf(row, 'fairness') },
    { name: 'given-up', kind: 'number', value: (row) => numberOf(row, 'given_up_per_meal') },
    {
      name: 'freeze',
      kind: 'milliseconds',
      value: (row) => numberOf(row, 'time_to_freeze_ms'),
      interval: (row) => intervalOf(row, 'time_to_freeze_range_ms'),
    },
    {
      name: 'free',
      kind: 'milliseconds',
      value: (row) => numberOf(row, 'time_to_free_ms'),
      interval: (row) => intervalOf(row, 'time_to_free_range_ms'),
    },
  ],
  rowName: nameOf,
  chart: [
    {
      name: 'rate',
      kind: 'bars',
      axis: { label: 'chart-deadlock-rate', scale: 'linear', kind: 'per-second' },
      bars: (report) => bars(atTheTable(report), 'meals_per_second'),
    },
    {
      name: 'fairness',
      kind: 'bars',
      axis: { label: 'chart-deadlock-fairness', scale: 'linear', kind: 'share' },
      bars: (report) => bars(atTheTable(report), 'fairness'),
    },
  ],
  states: (_claim, row) => (['naive', 'ordered'].includes(textOf(row, 'strategy') ?? '') ? ['runs', 'frozen', 'time'] : []),
  view: { tag: 'kosut-deadlock', load: () => import('./deadlock/view') },
  rust: (values) => (values.get('scene') === 'messages'
    ? ['workloads/letters.rs', 'workloads/lanes/wait_for.rs', 'labs/deadlock/correspond.rs']
    : ['workloads/philosophers.rs', 'workloads/lanes/locks.rs', 'workloads/lanes/wait_for.rs', 'labs/deadlock/dine.rs']),
  native: true,
  resets: { scene: ['philosophers'] },
  python: 'deadlock.py',
  pythonFields: ['philosophers', 'meals', 'pause'],
};
