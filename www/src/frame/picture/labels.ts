/** What a reader reads in the picture of a machine. The frame gives it, in the page's language. */
import type { Activity } from '../../../pkg/plain/kosut';
import type { LaneShare } from './timeline';

export type { LaneShare } from './timeline';

/** Numbers of processes and lanes count from 1. */
export interface MachineLabels {
  /** Names the picture. */
  readonly picture: string;
  processLabel(process: number): string;
  /** Of a box whose memory several lanes share. */
  readonly memoryShared: string;
  /** Of a box with one lane. */
  readonly memoryOwn: string;
  laneLabel(lane: number): string;
  endProcess(process: number): string;
  /** A share of time, 0 to 1. */
  busy(share: number): string;
  /** The whole picture in words, for who cannot see it. Indices in the shares count from 0. */
  summary(shares: readonly LaneShare[]): string;
  readonly activities: Readonly<Record<Activity | 'crashed', string>>;
}
