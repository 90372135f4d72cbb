/**
 * The run of all labs, one after another, and what came of it. What was measured stays, whatever happens then.
 *
 * ```text
 * idle ── run ──▶ running ──▶ finished        stopped ── resume ──▶ running: with what is missing
 *                   └───────▶ stopped         from every state but running, run begins anew
 * ```
 */
import type { ConductorClient } from '../../runtime/client';
import type { EverythingLive, EverythingQuestion, RunEvent } from '../../runtime/contract';
import { Failure } from '../../runtime/failure';
import { parseCombined } from '../../runtime/report';
import type { Combined } from '../../runtime/report';

/** How often progress is drawn at most: the cores are for the work. */
const DRAWN_EVERY_MS = 250;

/** What *Run everything* is called where labs have names. */
const NAME = 'everything';

/** See the module's description. */
export class EverythingRun {
  state: 'idle' | 'running' | 'stopped' | 'finished' = 'idle';
  /** The plan, and what was measured of it. */
  combined: Combined | undefined;
  live: EverythingLive | undefined;
  /** Why the last run ended early, or nothing can be run. */
  failure: Failure | undefined;
  /** Whether the tab was hidden meanwhile, which makes the times doubtful. */
  wasHidden = false;

  /** The report as text, as Rust wrote it. */
  #text = '';
  #drawnAt = 0;

  constructor(readonly conductor: ConductorClient, readonly changed: () => void) {}

  /** Whether anything was measured. */
  get measured(): boolean {
    return (this.combined?.labs.length ?? 0) > 0;
  }

  /** The parameters cannot be run. */
  get refused(): boolean {
    return this.combined === undefined;
  }

  /** Finds out what would be run. */
  async plan(query: string): Promise<void> {
    try {
      this.#take(await this.#ask({ kind: 'plan', query }));
      this.failure = undefined;
    } catch (thrown) {
      this.combined = undefined;
      this.failure = Failure.from(thrown);
    }
    this.changed();
  }

  /** Runs what is missing; everything where nothing is, or when `again` says so. */
  async run(query: string, again: boolean): Promise<void> {
    if (this.state === 'running') {
      return;
    }
    if (this.conductor.running) {
      // A lab of the page runs.
      this.failure = Failure.busy();
      this.changed();
      return;
    }
    const soFar = this.measured && !again ? this.#text : undefined;
    this.state = 'running';
    this.failure = this.live = undefined;
    this.wasHidden = document.hidden || (soFar !== undefined && this.wasHidden);
    document.addEventListener('visibilitychange', this.#noteHidden);
    this.changed();
    try {
      const { report } = await this.conductor.everything(query, soFar, (event) => this.#hear(event));
      this.#take(report);
      this.state = 'finished';
    } catch (thrown) {
      this.failure = Failure.from(thrown);
      this.state = this.measured ? 'stopped' : 'idle';
    } finally {
      document.removeEventListener('visibilitychange', this.#noteHidden);
    }
    this.changed();
  }

  /** Stops the run, if there is one; what was measured stays. */
  stop(): void {
    if (this.state === 'running') {
      this.conductor.stop();
    }
  }

  /** The report as a file. */
  async file(form: 'json' | 'csv'): Promise<File> {
    const csv = async (): Promise<string> => JSON.parse(await this.#ask({ kind: 'csv', report: this.#text })) as string;
    const text = form === 'csv' ? await csv() : this.#text;
    return new File([text], `kosut-${NAME}.${form}`, { type: form === 'csv' ? 'text/csv' : 'application/json' });
  }

  async #ask(question: EverythingQuestion): Promise<string> {
    const { answer } = await this.conductor.ask(NAME, JSON.stringify(question));
    return answer;
  }

  #take(text: string): void {
    this.combined = parseCombined(text);
    this.#text = text;
  }

  #hear(event: RunEvent): void {
    if (event.type === 'so-far') {
      this.#take(event.report);
      this.changed();
    } else if (event.type === 'everything') {
      const another = event.live.lab !== this.live?.lab;
      this.live = event.live;
      if (another || performance.now() - this.#drawnAt >= DRAWN_EVERY_MS) {
        this.#drawnAt = performance.now();
        this.changed();
      }
    }
  }

  readonly #noteHidden = (): void => {
    this.wasHidden ||= document.hidden;
  };
}
