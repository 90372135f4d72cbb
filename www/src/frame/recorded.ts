/** Measurements of the native program on one machine: an operating system's numbers, for comparison with the browser's. */
import { withUnit } from '../draw/format';
import type { ColumnKind } from '../draw/format';
import type { Arguments, Strings } from '../l10n';
import recorded from './recorded.json';

/** Returns the variables of the messages `native-<lab>`. */
export function recordedNumbers(texts: Strings): Arguments {
  const written = (kind: ColumnKind, value: number): string => withUnit(texts, kind, value);
  return {
    processor: recorded.processor,
    cores: recorded.cores,
    system: recorded.system,
    program: recorded.program,
    date: new Intl.DateTimeFormat(texts.language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(recorded.date)),
    handOffThreads: written('milliseconds', recorded.handOffThreadsMs),
    handOffProcesses: written('milliseconds', recorded.handOffProcessesMs),
    startThreads: written('milliseconds', recorded.startThreadsMs),
    startProcesses: written('milliseconds', recorded.startProcessesMs),
    thread: written('bytes', recorded.threadBytes),
    process: written('bytes', recorded.processBytes),
  };
}
