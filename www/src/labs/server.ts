/** The lab `server`: a pool of lanes serves many clients, until there are too many of them. */
import type { Bar, BarsChart, LinesChart, Series } from '../draw/chart/data';
import type { Family } from '../runtime/contract';
import { intervalOf, numberOf, textOf } from '../runtime/report';
import type { Report, Row } from '../runtime/report';
import type { Lab, Outcome, Said } from './lab';

/** Up to so many times one lane's throughput, nobody would speak of many clients at once. */
const SAME_BELOW = 1.5;

/** From this share of the lanes on, all of them serve. */
const ALL_FROM = 0.75;

function familyOf(row: Row): Family {
  const family = textOf(row, 'family');
  return family === 'threads' || family === 'processes' || family === 'mixed' ? family : 'serial';
}

function rowName(row: Row): Said {
  return { key: `server-row-${familyOf(row)}`, args: { lanes: numberOf(row, 'workers') ?? 1 } };
}

/** How many times as many requests the threads answer as one lane does. */
function outcome(report: Report): Outcome | undefined {
  const row = report.rows.find((candidate) => familyOf(candidate) === 'threads');
  const ratio = row === undefined ? undefined : numberOf(row, 'over_one');
  const lanes = row === undefined ? undefined : numberOf(row, 'workers');
  if (ratio === undefined || lanes === undefined) {
    return undefined;
  }
  const option = ratio < SAME_BELOW
    ? 'same'
    : ratio >= ALL_FROM * lanes
    ? 'lanes'
    : ratio <= Math.max(report.machine.cores, 2) * 1.1
    ? 'cores'
    : 'between';
  return { option, args: { ratio, lanes, cores: report.machine.cores } };
}

function bars(name: string, kind: BarsChart['axis']['kind'], field: string): BarsChart {
  return {
    name,
    kind: 'bars',
    axis: { label: `chart-server-${name}-axis`, scale: 'linear', kind },
    bars: (report): Bar[] =>
      report.rows.flatMap((row) => {
        const value = numberOf(row, field);
        const [low, high] = intervalOf(row, `${field}_ci95`) ?? [];
        const { key, args } = rowName(row);
        return value === undefined ? [] : [{
          name: key,
          ...(args === undefined ? {} : { args }),
          family: familyOf(row),
          value,
          ...(low === undefined || high === undefined ? {} : { low, high }),
        }];
      }),
  };
}

/** One rate that was tried, as the report has it. */
interface Tried {
  readonly rate_per_s: number;
  readonly p95_ms: number;
}

function isTried(value: unknown): value is Tried {
  return typeof value === 'object' && value !== null && 'rate_per_s' in value && 'p95_ms' in value
    && typeof value.rate_per_s === 'number' && typeof value.p95_ms === 'number';
}

/** What clients wait for their answer, against how many of them come. */
const latency: LinesChart = {
  name: 'latency',
  kind: 'lines',
  x: { label: 'chart-server-rate', scale: 'linear', kind: 'per-second' },
  y: { label: 'chart-server-p95', scale: 'linear', kind: 'milliseconds' },
  series: (report): Series[] =>
    report.rows.flatMap((row) => {
      const tried: unknown = row['rates_tried'];
      const points = Array.isArray(tried)
        ? tried.filter(isTried).map(({ rate_per_s: x, p95_ms: y }) => ({ x, y })).sort((one, other) => one.x - other.x)
        : [];
      const { key, args } = rowName(row);
      const named = { name: key, ...(args === undefined ? {} : { args }), family: familyOf(row) };
      return points.length === 0 ? [] : [{ ...named, points }];
    }),
};

export const server: Lab = {
  id: 'server',
  claims: ['when.threads.server'],
  prediction: {
    options: ['same', 'cores', 'between', 'lanes'],
    asked: (values) => values.get('arrivals') !== 'clicks',
    args: (values) => ({
      lanes: values.get('workers') ?? '', compute: values.get('compute') ?? '', wait: values.get('wait') ?? '',
    }),
    outcome,
  },
  columns: [
    {
      name: 'throughput',
      kind: 'per-second',
      value: (row) => numberOf(row, 'throughput_per_s'),
      interval: (row) => intervalOf(row, 'throughput_per_s_ci95'),
    },
    { name: 'kept-up', kind: 'per-second', value: (row) => numberOf(row, 'kept_up_per_s') },
    { name: 'served', kind: 'count', value: (row) => numberOf(row, 'served') },
    { name: 'rejected', kind: 'count', value: (row) => numberOf(row, 'rejected') },
    { name: 'p50', kind: 'milliseconds', value: (row) => numberOf(row, 'p50_ms') },
    { name: 'p95', kind: 'milliseconds', value: (row) => numberOf(row, 'p95_ms') },
    { name: 'p99', kind: 'milliseconds', value: (row) => numberOf(row, 'p99_ms') },
    { name: 'ideal', kind: 'milliseconds', value: (row) => numberOf(row, 'ideal_p95_ms') },
    { name: 'utilisation', kind: 'share', value: (row) => numberOf(row, 'utilisation') },
    { name: 'memory', kind: 'bytes', value: (row) => numberOf(row, 'memory_bytes') },
  ],
  rowName,
  chart: [
    bars('throughput', 'per-second', 'throughput_per_s'),
    latency,
    bars('rejected', 'count', 'rejected'),
    bars('memory', 'bytes', 'memory_bytes'),
  ],
  states: () => ['throughput', 'memory'],
  view: { tag: 'kosut-server', load: async () => import('./server/view') },
  rust: () => ['workloads/serve.rs', 'workloads/serve/', 'labs/server/front.rs', 'labs/server/front/'],
  native: true,
  python: 'server.py',
  pythonFields: ['workers', 'rate', 'compute', 'wait', 'queue', 'window', 'seed'],
  judges: (report) => report.rows.some((row) => textOf(row, 'kind') === 'pool'),
};
