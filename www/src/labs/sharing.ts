/** The lab `sharing`: a payload to a worker and back, by reference and by messages, from one byte to 64 MiB. */
import type { Series } from '../draw/chart/data';
import { numberOf, intervalOf, textOf } from '../runtime/report';
import type { Report, Row } from '../runtime/report';
import type { Lab, Outcome } from './lab';

const WAYS = ['reference', 'ring', 'clone', 'transfer', 'serialised'] as const;

/** The payload that the question is about. */
const ASKED_BYTES = 65_536;

/** Sharing is judged from this payload on. */
const SHARED_FROM_BYTES = 1_024;

/** Below this, nobody would speak of *dearer*. */
const DEARER_FROM = 1.5;
const TENFOLD = 10;
const HUNDREDFOLD = 100;

/** How many times as long as by reference the serialised message took. */
function outcome(report: Report): Outcome | undefined {
  const rows = report.rows.filter((row) => numberOf(row, 'payload_bytes') === ASKED_BYTES);
  const serialised = rows.find((row) => textOf(row, 'way') === 'serialised');
  const value = serialised === undefined ? undefined : numberOf(serialised, 'times_reference');
  if (value === undefined) {
    return undefined;
  }
  if (value < DEARER_FROM) {
    return { option: 'same', args: { value } };
  }
  if (value < TENFOLD) {
    return { option: 'some', args: { value } };
  }
  return { option: value < HUNDREDFOLD ? 'tens' : 'hundreds', args: { value } };
}

/** A line for each way that was measured. */
function series(report: Report, point: (row: Row) => { y: number; low?: number; high?: number }): readonly Series[] {
  return WAYS.map((way) => {
    const rows = report.rows.filter((row) => textOf(row, 'way') === way);
    const points = rows.map((row) => ({ x: numberOf(row, 'payload_bytes') ?? 0, ...point(row) }));
    return { name: `sharing-way-${way}`, points };
  }).filter(({ points }) => points.length > 0);
}

const payload = { label: 'chart-sharing-payload', scale: 'log', kind: 'bytes' } as const;

export const sharing: Lab = {
  id: 'sharing',
  claims: ['threads.sharing', 'processes.ipc'],
  prediction: { options: ['same', 'some', 'tens', 'hundreds'], outcome },
  rowName: (row) => ({ key: `sharing-way-${textOf(row, 'way') ?? ''}` }),
  columns: [
    { name: 'payload', kind: 'bytes', value: (row) => numberOf(row, 'payload_bytes') },
    { name: 'trip', kind: 'milliseconds', value: (row) => row.median_ms, interval: (row) => row.ci95_ms },
    {
      name: 'times',
      kind: 'ratio',
      value: (row) => numberOf(row, 'times_reference'),
      interval: (row) => intervalOf(row, 'times_reference_ci95'),
    },
    { name: 'additions', kind: 'count', value: (row) => numberOf(row, 'additions') },
    { name: 'throughput', kind: 'bytes', value: (row) => numberOf(row, 'bytes_per_second') },
    { name: 'copied', kind: 'bytes', value: (row) => numberOf(row, 'copied_bytes') },
    { name: 'crossover', kind: 'bytes', value: (row) => numberOf(row, 'reference_clearly_cheaper_from_bytes') },
    { name: 'overtakes', kind: 'bytes', value: (row) => numberOf(row, 'cheaper_than_clone_from_bytes') },
    { name: 'lines', kind: 'count', value: (row) => numberOf(row, 'lines_of_code') },
  ],
  chart: [
    {
      name: 'latency',
      kind: 'lines',
      x: payload,
      y: { label: 'chart-sharing-trip', scale: 'log', kind: 'milliseconds' },
      series: (report) => series(report, (row) => ({ y: row.median_ms, low: row.ci95_ms[0], high: row.ci95_ms[1] })),
    },
    {
      name: 'throughput',
      kind: 'lines',
      x: payload,
      y: { label: 'chart-sharing-per-second', scale: 'log', kind: 'bytes' },
      series: (report) => series(report, (row) => ({ y: numberOf(row, 'bytes_per_second') ?? 0 })),
    },
  ],
  states: (claim, row) => {
    const way = textOf(row, 'way') ?? '';
    const payload = numberOf(row, 'payload_bytes') ?? 0;
    if (claim === 'processes.ipc') {
      return payload === ASKED_BYTES && ['reference', 'serialised'].includes(way) ? ['trip'] : [];
    }
    return payload >= SHARED_FROM_BYTES && ['clone', 'serialised'].includes(way) ? ['payload', 'times'] : [];
  },
  machine: false,
  rust: () => [
    'workloads/payload.rs',
    'workloads/payload/',
    'cluster/parcel.rs',
    'cluster/web/parcel.rs',
    'labs/sharing.rs',
    'labs/sharing/',
  ],
  native: true,
  python: 'sharing.py',
  pythonFields: ['largest', 'samples'],
};
