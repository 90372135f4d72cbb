/** The lab `crash`: one lane commits a fault. What is lost, and who goes on? */
import type { Bar } from '../draw/chart/data';
import type { AxisKind, BarsChart } from '../draw/chart/data';
import type { Family } from '../runtime/contract';
import { numberOf } from '../runtime/report';
import type { Report, Row } from '../runtime/report';
import type { Lab, Outcome, Said } from './lab';

function faultOf(row: Row): string {
  const value = row['fault'];
  return typeof value === 'string' ? value : 'none';
}

function familyOf(row: Row): Family {
  return row.topology.startsWith('1x') ? 'threads' : 'processes';
}

function rowName(row: Row): Said {
  const key = `crash-row-${familyOf(row)}`;
  return { key, args: { fault: faultOf(row) } };
}

/** Rows of runs with a fault in them. */
function struck(report: Report): readonly Row[] {
  return report.rows.filter((row) => faultOf(row) !== 'none');
}

function sum(rows: readonly Row[], field: string): number {
  return rows.reduce((total, row) => total + (numberOf(row, field) ?? 0), 0);
}

/** Whom the faults harmed: lanes beside the one that was struck, or processes beside its process. */
function outcome(report: Report): Outcome | undefined {
  const of = (family: Family): readonly Row[] => struck(report).filter((row) => familyOf(row) === family);
  const [threads, processes] = [of('threads'), of('processes')];
  if (threads.length === 0 || processes.length === 0) {
    return undefined;
  }
  const args = { threads: sum(threads, 'tiles_of_others'), processes: sum(processes, 'tiles_of_others') };
  const option = args.threads > 0
    ? (args.processes > 0 ? 'both' : 'threads')
    : (args.processes > 0 ? 'processes' : 'neither');
  return { option, args };
}

/** For each fault a bar of each topology. */
function chart(name: string, kind: AxisKind, scale: 'linear' | 'log', field: string): BarsChart {
  return {
    name,
    kind: 'bars',
    axis: { label: `chart-crash-${name}-axis`, scale, kind },
    bars: (report): Bar[] => {
      const perRun = kind === 'number';
      return struck(report).flatMap((row) => {
        const value = numberOf(row, field);
        const runs = perRun ? (numberOf(row, 'runs') ?? 1) : 1;
        return value === undefined
          ? []
          : [{
            name: `crash-way-${familyOf(row)}`,
            group: `crash-fault-${faultOf(row)}`,
            family: familyOf(row),
            value: value / runs,
          }];
      });
    },
  };
}

export const crash: Lab = {
  id: 'crash',
  claims: ['processes.isolation'],
  prediction: {
    options: ['threads', 'processes', 'both', 'neither'],
    outcome,
  },
  columns: [
    { name: 'lost', kind: 'count', value: (row) => numberOf(row, 'tiles_lost') },
    { name: 'cut-off', kind: 'count', value: (row) => numberOf(row, 'tiles_cut_off') },
    { name: 'wrong', kind: 'count', value: (row) => numberOf(row, 'tiles_wrong') },
    { name: 'redone', kind: 'count', value: (row) => numberOf(row, 'tiles_redone') },
    { name: 'others', kind: 'count', value: (row) => numberOf(row, 'tiles_of_others') },
    { name: 'noticed', kind: 'milliseconds', value: (row) => numberOf(row, 'noticed_ms') },
    { name: 'recovered', kind: 'milliseconds', value: (row) => numberOf(row, 'recovered_ms') },
    { name: 'time', kind: 'milliseconds', value: (row) => row.median_ms, interval: (row) => row.ci95_ms },
  ],
  rowName,
  chart: [
    chart('redone', 'number', 'linear', 'tiles_redone'),
    chart('recovered', 'milliseconds', 'linear', 'recovered_ms'),
  ],
  states: (_claim, row) => (numberOf(row, 'tiles_redone') === 0 ? [] : ['redone']),
  view: { tag: 'kosut-crash', load: async () => import('./crash/view') },
  rust: () => ['workloads/tiles/fault.rs', 'workloads/tiles.rs', 'cluster/supervisor.rs', 'labs/crash/trial.rs'],
  native: true,
  python: 'crash.py',
  pythonFields: ['fault', 'workers'],
};
