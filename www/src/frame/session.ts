/**
 * The run of one lab on the page, and what came of it.
 *
 * ```text
 * idle ── run ──▶ running ──▶ finished
 *  ▲                │  └────▶ failed       from every state, run and reset work
 *  └───── stop ─────┘
 * ```
 */
import type { Lab, Outcome, RunState } from '../labs/lab';
import { answering } from '../runtime/capabilities/service-worker';
import type { ConductorClient } from '../runtime/client';
import type { Curve, Format, RunEvent } from '../runtime/contract';
import { Failure } from '../runtime/failure';
import { parseReport } from '../runtime/report';
import type { Report } from '../runtime/report';
import { OwnFile } from './own-file';
import { Parameters } from './parameters';
import type { ParametersWatcher } from './parameters';
import type { Restored } from './restore';

export type Progress = Extract<RunEvent, { type: 'progress' }>;

/** How often progress is drawn at most: often enough for the eye, seldom enough to leave the cores to the work. */
const PROGRESS_EVERY_MS = 100;

/** Whom a session tells what happens. */
export interface SessionWatcher extends Omit<ParametersWatcher, 'failed'> {
  /** Something happened in the run. */
  event(event: RunEvent): void;
  /** The run has ended well. */
  finished(report: Report): void;
}

/** See the module's description. */
export class Session {
  readonly parameters: Parameters;
  /** The reader's own file. */
  readonly own: OwnFile;
  state: RunState = 'idle';
  /** Why the last run, or loading the conductor, failed. */
  failure: Failure | undefined;
  progress: Progress | undefined;
  /** The share of the run that is done, 0 to 1. It never shrinks, though a run can turn out to need more steps. */
  share = 0;
  report: Report | undefined;
  curves: readonly Curve[] = [];
  /** What came true of a prediction in that run, if it can tell. */
  outcome: Outcome | undefined;
  /** Set when the report is not of a run in this page, but one that a course page has kept. */
  restored: Restored | undefined;
  /** Whether the reader has chosen other values since the report: then it answers an old question. */
  stale = false;
  /** Whether the last run painted units: a picture to take away. */
  pictured = false;
  /** Whether the tab was hidden during the last run, which makes its times doubtful. */
  wasHidden = false;

  #drawnAt = 0;

  constructor(
    readonly lab: Lab,
    readonly conductor: ConductorClient,
    readonly watcher: SessionWatcher,
  ) {
    this.own = new OwnFile(() => {
      this.stale = this.report !== undefined;
      watcher.changed();
    });
    this.parameters = new Parameters(lab, conductor, {
      changed: () => {
        this.#fit();
        watcher.changed();
      },
      chosen: (values) => {
        this.stale = this.report !== undefined;
        watcher.chosen(values);
      },
      failed: (failure) => {
        // A run that is under way says itself what becomes of it.
        if (this.state !== 'running') {
          this.state = 'failed';
          this.failure = failure;
        }
      },
    });
  }

  /** Runs the lab; does nothing while it runs already. */
  async run(): Promise<void> {
    if (this.state === 'running' || !this.own.settled) {
      return;
    }
    if (this.conductor.running) {
      // Another lab of the page runs. What this one has shown until now stays.
      this.failure = Failure.busy();
      this.watcher.changed();
      return;
    }
    this.#clear('running');
    // As long as nobody knows what can be set, that is still to be heard: perhaps the run was asked for at once.
    if (this.parameters.fields.length > 0) {
      this.parameters.settle();
    }
    this.wasHidden = document.hidden;
    document.addEventListener('visibilitychange', this.#noteHidden);
    this.watcher.changed();
    try {
      const { lab, parameters, own } = this;
      if (lab.waits) {
        await answering();
      }
      const answer = await this.conductor.run(lab.id, parameters.query, own.data, (event) => this.#hear(event));
      this.report = parseReport(answer.report);
      this.curves = answer.curves;
      this.outcome = this.lab.prediction.outcome(this.report);
      this.state = 'finished';
      this.watcher.finished(this.report);
    } catch (thrown) {
      this.#end(Failure.from(thrown));
    } finally {
      document.removeEventListener('visibilitychange', this.#noteHidden);
    }
    this.watcher.changed();
    if (this.parameters.fields.length === 0) {
      // The conductor could not be loaded before, and perhaps can be now.
      await this.parameters.check();
    }
  }

  /** Stops the run, if there is one. */
  stop(): void {
    if (this.state === 'running') {
      this.conductor.stop();
    }
  }

  /** Ends one process of the run from outside. */
  kill(process: number): void {
    if (this.state === 'running') {
      this.conductor.kill(process);
    }
  }

  /** Asks the lab's Rust something. */
  async ask(question: string): Promise<string> {
    const { answer } = await this.conductor.ask(this.lab.id, question);
    return answer;
  }

  /** Shows a run that a course page has kept. */
  restore(run: Restored): void {
    this.#clear('idle');
    this.restored = run;
    this.report = run.report;
    this.curves = run.curves;
    this.outcome = run.outcome;
    this.watcher.changed();
  }

  /** Everything as it was in the beginning: defaults and no result. */
  reset(): void {
    this.#clear('idle');
    this.own.drop();
    this.parameters.reset();
  }

  /** The last run as a file. */
  async export(format: Format): Promise<File> {
    const { text, fileName } = await this.conductor.export(this.lab.id, format);
    return new File([text], fileName, { type: format === 'csv' ? 'text/csv' : 'application/json' });
  }

  /** Ends what is under way. */
  dispose(): void {
    this.parameters.settle();
    this.own.drop();
    this.stop();
  }

  /** What a file must be follows the kernel, and a picture's edge the size, once they are valid. */
  #fit(): void {
    const { file, values, invalid } = this.parameters;
    if (invalid !== undefined) {
      return;
    }
    if (file?.holds === 'text') {
      this.own.fit({ holds: 'text', max: file.max });
    } else if (file?.holds === 'pixels') {
      this.own.fit({ holds: 'pixels', max: Number(values.get(this.lab.edgeField ?? '') ?? file.max) });
    } else {
      this.own.fit(undefined);
    }
  }

  #clear(state: 'idle' | 'running'): void {
    this.state = state;
    this.failure = undefined;
    this.progress = undefined;
    this.share = 0;
    this.report = undefined;
    this.curves = [];
    this.outcome = undefined;
    this.restored = undefined;
    this.stale = false;
    this.pictured = false;
    this.wasHidden = false;
  }

  #end(failure: Failure): void {
    if (this.parameters.refuse(failure)) {
      this.state = 'idle';
    } else {
      this.failure = failure;
      this.state = failure.code === 'cancelled' ? 'idle' : 'failed';
    }
  }

  #hear(event: RunEvent): void {
    this.watcher.event(event);
    this.pictured ||= event.type === 'cluster' && event.units > 0;
    if (event.type !== 'progress') {
      return;
    }
    const phaseChanged = event.phase !== this.progress?.phase;
    this.progress = event;
    this.share = Math.max(this.share, event.done / Math.max(event.total, 1));
    if (phaseChanged || performance.now() - this.#drawnAt >= PROGRESS_EVERY_MS) {
      this.#drawnAt = performance.now();
      this.watcher.changed();
    }
  }

  readonly #noteHidden = (): void => {
    this.wasHidden ||= document.hidden;
  };
}
