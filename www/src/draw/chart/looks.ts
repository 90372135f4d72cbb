/** How series are told apart: by colour, by mark and by dashes, so that one of the three suffices. */
import type { Family } from '../../runtime/contract';
import type { Token } from '../palette';
import { outline } from './marks';
import type { Series } from './data';

/** How one series is drawn. */
export interface Look {
  readonly colour: Token;
  /** Outline of its mark in a square from -1 to 1. */
  readonly mark: string;
  /** Dashes of its line in CSS pixels. */
  readonly dashes: readonly number[];
}

const FAMILY_DASHES: Readonly<Record<Family, readonly number[]>> = {
  serial: [2, 4],
  threads: [],
  processes: [9, 4],
  mixed: [9, 3, 2, 3],
};

/** Marks of series that are of no family, or share theirs: none of them is a family's. */
const MARKS: readonly string[] = [
  'M-1.1 -.85H1.1L0 1.2Z',
  'M-.35 -1.1H.35V-.35H1.1V.35H.35V1.1H-.35V.35H-1.1V-.35H-.35Z',
  'M0 -1.15 1.09 -.36 .67 .93H-.67L-1.09 -.36Z',
  'M-1.1 -.6 -.6 -1.1 0 -.5 .6 -1.1 1.1 -.6 .5 0 1.1 .6 .6 1.1 0 .5 -.6 1.1 -1.1 .6 -.5 0Z',
  'M-1.2 -.5H1.2V.5H-1.2Z',
  'M-.5 -1.2H.5V1.2H-.5Z',
  'M0 -1.2 .35 -.35 1.2 0 .35 .35 0 1.2 -.35 .35 -1.2 0 -.35 -.35Z',
  'M-1 -1H1L-1 1Z',
];

const COLOURS: readonly Token[] = ['accent', 'bad', 'unclear', 'ink', 'mixed', 'threads', 'processes', 'ink-soft'];

const DASHES: readonly (readonly number[])[] = [
  [], [8, 4], [2, 4], [8, 3, 2, 3], [14, 4], [4, 4], [14, 3, 2, 3, 2, 3], [2, 2],
];

/** The looks of series that stand in one chart. The first of a family has the family's look. */
export function looks(series: readonly Series[]): Look[] {
  const seen = new Set<Family>();
  let others = 0;
  return series.map(({ family }) => {
    if (family !== undefined && !seen.has(family)) {
      seen.add(family);
      return { colour: family, mark: outline(family), dashes: FAMILY_DASHES[family] };
    }
    const index = others % MARKS.length;
    others += 1;
    return {
      colour: family ?? COLOURS[index] ?? 'ink',
      mark: MARKS[index] ?? '',
      dashes: DASHES[(index + (family === undefined ? 0 : 1)) % DASHES.length] ?? [],
    };
  });
}
