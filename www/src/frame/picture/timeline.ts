/** What is known of each lane's time. */
import type { Activity, Span } from '../../../pkg/plain/kosut';
import type { Shape } from '../../draw/palette';

/** A stretch of time on a lane; `end` is infinite while it lasts. */
export interface Stretch {
  readonly activity: Activity;
  readonly start: number;
  end: number;
  /** Milliseconds in between in which the lane did something else, too short to be seen. */
  gaps: number;
}

/** How much of its time a lane was running. */
export interface LaneShare {
  /** Index of the process, from 0. */
  readonly process: number;
  /** Index of the lane in its process, from 0. */
  readonly lane: number;
  /** 0 to 1. */
  readonly share: number;
}

/** One lane's stretches, in the order of their starts. */
export class Lane {
  readonly stretches: Stretch[] = [];
  /** When its process crashed. */
  crashedAt: number | undefined;
  /** The earliest time from which the drawing is out of date. */
  dirtyFrom = 0;

  constructor(
    readonly process: number,
    readonly lane: number,
  ) {}

  /** What it is doing, if anything. */
  get activity(): Activity | undefined {
    const last = this.stretches.at(-1);
    return last?.end === Infinity ? last.activity : undefined;
  }

  add(span: Span): void {
    const start = span.startMs;
    const end = span.endMs ?? Infinity;
    this.dirtyFrom = Math.min(this.dirtyFrom, start);
    let index = this.stretches.length;
    for (let previous = this.stretches[index - 1]; index > 0 && previous !== undefined; ) {
      // What lasted comes again when it has ended.
      if (previous.start === start && previous.activity === span.activity) {
        previous.end = end;
        previous.gaps = span.gapsMs;
        return;
      }
      if (previous.start <= start) break;
      index -= 1;
      previous = this.stretches[index - 1];
    }
    this.stretches.splice(index, 0, { activity: span.activity, start, end, gaps: span.gapsMs });
  }

  /** Ends what lasts. */
  close(at: number): void {
    for (const stretch of this.stretches.filter(({ end }) => end === Infinity)) {
      stretch.end = Math.max(at, stretch.start);
      this.dirtyFrom = Math.min(this.dirtyFrom, stretch.start);
    }
  }

  /** Milliseconds of running until now. */
  running(now: number): number {
    const runs = this.stretches.filter(({ activity }) => activity === 'run');
    return runs.reduce((sum, { start, end, gaps }) => sum + Math.max(0, Math.min(end, now) - start - gaps), 0);
  }
}

/** All lanes of a machine. A lane does one thing at a time: its stretches do not overlap. */
export class Timeline {
  readonly lanes: readonly Lane[];
  /** Every activity that was seen. */
  readonly activities = new Set<Activity>();
  /** The earliest start: the left end of the drawing. */
  origin = Infinity;
  #end = 0;
  #newsAt = 0;
  #heardAt = 0;

  constructor(
    readonly shape: Shape,
    private live: boolean,
  ) {
    this.lanes = Array.from(
      { length: shape.processes * shape.threads },
      (_, index) => new Lane(Math.floor(index / shape.threads), index % shape.threads),
    );
  }

  /** Whether the drawing changes while no news comes. */
  get growing(): boolean {
    return this.live && this.lanes.some((lane) => lane.activity !== undefined);
  }

  /** Now, on the clock of the run. Between two pieces of news it runs on only while the run is shown live. */
  get now(): number {
    return this.live ? this.#newsAt + (performance.now() - this.#heardAt) : this.#newsAt;
  }

  /** Milliseconds from the left end to the last thing that is known. */
  get length(): number {
    const lasting = this.lanes.some((lane) => lane.activity !== undefined);
    return Math.max(0, (lasting ? this.now : this.#end) - this.origin);
  }

  /** Takes in news; tells whether the left end moved, so that all must be drawn again. */
  add(spans: readonly Span[], now: number): boolean {
    const before = this.origin;
    this.#newsAt = Math.max(this.#newsAt, now);
    this.#heardAt = performance.now();
    for (const span of spans) {
      this.lanes[span.process * this.shape.threads + span.lane]?.add(span);
      this.activities.add(span.activity);
      this.origin = Math.min(this.origin, span.startMs);
      this.#end = Math.max(this.#end, span.endMs ?? span.startMs);
    }
    return this.origin < before;
  }

  /** Marks the lanes of a process as crashed now. */
  crash(process: number): void {
    const now = this.now;
    this.origin = Math.min(this.origin, now);
    this.#end = Math.max(this.#end, now);
    for (const lane of this.lanes.filter((candidate) => candidate.process === process)) {
      lane.close(now);
      lane.crashedAt ??= now;
      lane.dirtyFrom = Math.min(lane.dirtyFrom, lane.crashedAt);
    }
  }

  /** Stops the clock at the last news: nothing more will come. */
  stop(): void {
    this.live = false;
    if (this.lanes.some((lane) => lane.activity !== undefined)) this.#end = Math.max(this.#end, this.#newsAt);
    for (const lane of this.lanes) lane.close(this.#newsAt);
  }

  /** How busy each lane was from the left end until now. */
  shares(): LaneShare[] {
    const length = this.length;
    return this.lanes.map((lane) => ({
      process: lane.process,
      lane: lane.lane,
      share: length > 0 ? Math.min(1, lane.running(this.now) / length) : 0,
    }));
  }
}
