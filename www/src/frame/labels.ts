/** The texts of the pictures and charts, which know no language themselves. */
import type { Strings } from '../l10n';
import type { Activity, Family } from '../runtime/contract';
import type { ChartLabels } from '../draw/chart/speedup-chart';
import type { LaneShare, MachineLabels } from './picture/machine';
import type { UnitsLabels } from './picture/units';

/** For `<kosut-machine>`. */
export function machineLabels(texts: Strings): MachineLabels {
  const activity = (name: Activity | 'crashed'): string => texts.text(`activity-${name}`);
  const lane = ({ process, lane, share }: LaneShare): string => texts.text('machine-summary-lane', {
    process: process + 1,
    lane: lane + 1,
    share: texts.percent(share),
  });
  return {
    picture: texts.text('machine-picture'),
    processLabel: (process) => texts.text('machine-process', { process }),
    memoryShared: texts.text('machine-memory-shared'),
    memoryOwn: texts.text('machine-memory-own'),
    laneLabel: (lane) => texts.text('machine-lane', { lane }),
    endProcess: (process) => texts.text('machine-end-process', { process }),
    busy: (share) => texts.percent(share),
    summary: (shares) => [texts.text('machine-summary'), ...shares.map(lane)].join(' '),
    activities: {
      run: activity('run'),
      wait: activity('wait'),
      lock: activity('lock'),
      message: activity('message'),
      io: activity('io'),
      crashed: activity('crashed'),
    },
  };
}

/** For `<kosut-units>`. */
export function unitsLabels(texts: Strings): UnitsLabels {
  return {
    picture: texts.text('units-picture'),
    lane: (process, lane) => texts.text('units-lane', { process, lane }),
  };
}

/** For `<kosut-speedup-chart>`. */
export function chartLabels(texts: Strings): ChartLabels {
  const family = (name: Family): string => texts.text(`family-${name}`);
  return {
    workers: texts.text('chart-workers'),
    speedup: texts.text('chart-speedup'),
    time: texts.text('chart-time'),
    ideal: texts.text('chart-ideal'),
    families: {
      serial: family('serial'),
      threads: family('threads'),
      processes: family('processes'),
      mixed: family('mixed'),
    },
    curve: (name, model) => texts.text(`chart-curve-${model}`, { family: family(name) }),
  };
}
