/**
 * `<kosut-lab lab="speedup" lang="en">`: one experiment. Until it has drawn itself, the text between its tags stands.
 * Fires `kosut-report` when a run has ended well, and `kosut-change` when the reader has changed what a course page keeps.
 */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { isLanguage, strings, type Language, type Strings } from '../l10n';
import type { LabHost, LabView } from '../labs/lab';
import { findLab } from '../labs/registry';
import { conductor } from '../runtime/client';
import type { RunEvent } from '../runtime/contract';
import type { Failure } from '../runtime/failure';
import { isolate, type Isolation } from '../runtime/isolation';
import type { Report } from '../runtime/report';
import { actions } from './actions';
import { embedUrl, showInAddress, type Part } from './address';
import { claim } from './claim';
import './code';
import { controls } from './controls';
import { LightElement } from '../draw/light';
import { near } from './near';
import { addressNotice, arrivalNotice, clockNotice, isolationNotice, linkNotice, runNotice } from './notices';
import { asks, optionOf, predict } from './predict';
import type { Prediction } from './predict';
import { progress } from './progress';
import { recordedNumbers } from './recorded';
import { readState, restored } from './restore';
import './result';
import type { Download } from './result';
import { Session } from './session';
import type { Recognise } from './shown/pad';
import './stage';
import type { StageElement } from './stage';
import { makeState, type State } from './state';
import { Takeaway } from './takeaway';

/** How long the experiment's program may take to arrive before the reader sees that it is late, in milliseconds. */
const LATE_MS = 8_000;

/** Asks the network that the last run of the page trained. */
const recognise: Recognise = (drawing) => conductor.recognise(drawing);

/** See the module's description. */
export class LabElement extends LightElement {
  static override properties = {
    name: { attribute: 'lab' },
    headingLevel: { attribute: 'heading-level', type: Number },
    lang: {},
    problem: { attribute: false },
    isolation: { state: true },
    prediction: { state: true },
    view: { state: true },
    arrival: { state: true },
  };

  declare name: string;
  /** Level of the lab's heading in the outline of its page. */
  declare headingLevel: number;
  /** Whether it begins at once, and not only when the reader comes near: it is all there is on its page. */
  eager = false;
  /** What is not shown. */
  hiddenParts: readonly Part[] = [];
  /** Parameters from the page's address, for the first time. */
  declare query: string;
  /** Whether to run as soon as that is possible. */
  declare autorun: boolean;
  /** What is wrong with the page's own parameters: nothing runs until the reader has chosen. */
  declare problem: Failure | undefined;
  private declare isolation: Isolation | undefined;
  private declare prediction: Prediction;
  private declare view: LabView | undefined;
  private declare arrival: 'late' | 'no-view' | undefined;

  #texts: Strings | undefined;
  #session: Session | undefined;
  #opened = false;
  /** What a course page has kept, until the lab shows it. */
  #pending: State | undefined;
  /** Whether the reader has done something: what was kept comes too late then. */
  #touched = false;
  /** The best score so far. */
  #score = 0;
  /** Whether a run has ended well, here or on an earlier visit. */
  #completed = false;
  /** Settled when the lab's view is there or cannot be: what a run tells before would be lost. */
  #viewing: Promise<void> = Promise.resolve();
  /** Asked for with every event of a run, of which there can be thousands in a second. */
  #stageFound: StageElement | null = null;
  readonly #host: LabHost = {
    kill: (process) => this.#session?.kill(process),
    ask: async (question) => await this.#session?.ask(question) ?? '',
    run: () => this.#run(),
    stop: () => this.#session?.stop(),
    set: async (values) => await this.#session?.parameters.set(values) ?? false,
  };
  readonly #takeaway = new Takeaway(() => this.requestUpdate());

  constructor() {
    super();
    this.headingLevel = 3;
  }

  get #language(): Language {
    return isLanguage(this.lang) ? this.lang : 'en';
  }

  get #stage(): StageElement | null {
    return this.#stageFound ??= this.querySelector('kosut-stage');
  }

  /** What a course page keeps: with it, {@link restore} brings the lab back to where it is. */
  get state(): State {
    const session = this.#session;
    if (!session) {
      throw new Error(`there is no lab ${this.name}`);
    }
    const { lab, parameters, report, curves, outcome } = session;
    const prediction = optionOf(this.prediction) ?? null;
    const done = { query: parameters.query, prediction, score: this.#score, completed: this.#completed };
    return makeState(lab, done, report && { report, curves, outcome });
  }

  /**
   * Takes what a course page has kept. Once the reader has done something, only the score is taken. Returns a sentence about what
   * is wrong with it.
   */
  restore(kept: unknown): string | undefined {
    const lab = findLab(this.name);
    const state = lab && readState(lab, kept);
    if (!state || typeof state === 'string') {
      return state || undefined;
    }
    this.#score = Math.max(this.#score, state.score);
    this.#completed ||= state.completed;
    if (!this.#touched) {
      this.#pending = state;
      this.#applyPending();
    }
    return undefined;
  }

  /** Shows what a course page has kept, as soon as there is something that can. */
  #applyPending(): void {
    const [state, session] = [this.#pending, this.#session];
    if (!state || !session) {
      return;
    }
    this.#pending = undefined;
    this.query = state.query;
    this.prediction = state.prediction === null ? undefined : { option: state.prediction };
    if (state.result) {
      this.autorun = false;
      session.restore(restored(session.lab, state.result));
    }
    if (this.#opened) {
      void session.parameters.open(state.query);
    }
  }

  #predict(prediction: Prediction): void {
    this.prediction = prediction;
    this.#change();
  }

  /** The reader has changed what a course page keeps. */
  #change(): void {
    this.#touched = true;
    this.dispatchEvent(new Event('kosut-change'));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#session?.dispose();
  }

  /** A box of its own, so that the text between the tags stays until there is something better. */
  protected override createRenderRoot(): HTMLElement {
    const box = document.createElement('div');
    box.className = 'lab';
    return box;
  }

  protected override async scheduleUpdate(): Promise<void> {
    this.#texts ??= await strings(this.#language);
    super.scheduleUpdate();
  }

  protected override firstUpdated(): void {
    this.replaceChildren(this.renderRoot);
    this.#applyPending();
    void this.#open();
  }

  protected override render(): TemplateResult {
    const texts = this.#texts;
    const session = this.#session ??= this.#start();
    if (!texts || !session) {
      throw new Error(`there is no lab ${this.name}`);
    }
    const { lab, parameters, state, report } = session;
    const { drafts } = parameters;
    const { named, linked } = parameters;
    const shows = (part: Part): boolean => !this.hiddenParts.includes(part);
    const ownPage = embedUrl(lab.id, this.#language, linked.values).href;
    return html`
      ${shows('claim') ? claim(texts, lab, this.headingLevel) : null}
      ${isolationNotice(texts, this.isolation, ownPage)}
      ${arrivalNotice(texts, this.arrival)}
      ${clockNotice(texts, conductor.clock, session.parameters.clockedMs)}
      ${addressNotice(texts, this.problem, session, () => this.#reset())}
      ${shows('prediction') ? predict(texts, session, this.prediction, (prediction) => this.#predict(prediction)) : null}
      ${shows('controls') ? controls(texts, session, state === 'running') : null}
      ${actions(texts, {
        running: state === 'running',
        valid: parameters.invalid === undefined && this.problem === undefined,
        ready: session.own.settled,
        prominent: this.prediction !== undefined || !shows('prediction') || !asks(session),
        run: () => this.#run(),
        stop: () => session.stop(),
        reset: () => this.#reset(),
        copyLink: () => void this.#takeaway.link(texts, session),
        embed: () => void this.#takeaway.embed(texts, session),
      })}
      ${this.#takeaway.render(texts, lab.id)}
      ${linkNotice(texts, linked)}
      ${progress(texts, state === 'running', session.progress, session.share)}
      ${runNotice(texts, session)}
      <kosut-stage
        .texts=${texts} .lab=${lab} .host=${this.#host} .view=${this.view} .recognise=${recognise}
        .phase=${state} .values=${drafts} .report=${session.restored ? undefined : report}
        @kosut-kill=${({ detail }: CustomEvent<{ process: number }>) => session.kill(detail.process)}
      ></kosut-stage>
      ${report
        ? html`
          <kosut-result
            .texts=${texts} .lab=${lab} .report=${report} .curves=${session.curves} .pictured=${session.pictured}
            .fields=${session.parameters.fields} .restored=${session.restored}
            @kosut-download=${({ detail }: CustomEvent<Download>) => this.#download(detail, session)}
          ></kosut-result>`
        : null}
      <div class="lab-real"><h3 aria-level=${this.headingLevel + 1}>${texts.text('real')}</h3><p>${texts.text(`real-${lab.id}`)}</p>
        ${texts.has(`native-${lab.id}`) ? html`<p>${texts.text(`native-${lab.id}`, recordedNumbers(texts))}</p>` : null}
      </div>
      ${shows('code')
        ? html`<kosut-code .texts=${texts} .lab=${lab} .values=${named} .file=${session.own.file?.name}></kosut-code>`
        : null}`;
  }

  #start(): Session | undefined {
    const lab = findLab(this.name);
    if (!lab) {
      return undefined;
    }
    const session = new Session(lab, conductor, {
      changed: () => this.#changed(),
      chosen: () => {
        showInAddress(lab.id, session.parameters.linked.values);
        // The next run will be another one than that which was predicted.
        this.prediction = session.stale ? undefined : this.prediction;
        this.#change();
      },
      event: (event: RunEvent) => this.#stage?.event(event),
      finished: (report) => {
        const predicted = session.outcome && optionOf(this.prediction) === session.outcome.option;
        this.#score = Math.max(this.#score, predicted ? 1 : 0);
        this.#completed = true;
        this.dispatchEvent(new CustomEvent('kosut-report', { detail: { report } }));
      },
    });
    return session;
  }

  async #open(): Promise<void> {
    if (!this.eager) {
      await near(this);
    }
    this.#viewing = this.#bringView();
    this.isolation = await isolate();
    if (this.isolation.state === 'reloading' || !this.isConnected) {
      return;
    }
    this.#opened = true;
    await this.#openParameters();
    if (this.autorun && !this.problem && !this.#session?.parameters.invalid) {
      await this.#viewing;
      this.#touched = true;
      await this.#session?.run();
    }
  }

  /** Opens the parameters. The answer needs the experiment's program; when that is late, the lab says so. */
  async #openParameters(): Promise<void> {
    const timer = setTimeout(() => { this.arrival ??= 'late'; }, LATE_MS);
    await this.#session?.parameters.open(this.query ?? '');
    clearTimeout(timer);
    this.arrival = this.arrival === 'late' ? undefined : this.arrival;
  }

  #run(): void {
    if (this.#session?.parameters.invalid === undefined && this.problem === undefined) {
      this.#touched = true;
      void this.#viewing.then(() => this.#session?.run());
    }
  }

  /** Makes what only this lab shows, when its code has come. Without it the lab still runs. */
  async #bringView(): Promise<void> {
    const view = this.#session?.lab.view;
    try {
      await view?.load();
    } catch (thrown) {
      console.error(`the view of ${this.name}:`, thrown);
      this.arrival = 'no-view';
      return;
    }
    if (view) {
      this.view = document.createElement(view.tag) as LabView;
      await this.updateComplete;
    }
  }

  #download(form: Download, session: Session): void {
    void this.#takeaway.download(form, session, this.#stage);
  }

  #changed(): void {
    if (this.#session && this.#session.state !== 'running') {
      this.#stage?.end(this.#session.failure);
    }
    this.requestUpdate();
  }

  #reset(): void {
    this.problem = undefined;
    this.prediction = undefined;
    this.#takeaway.forget();
    this.#session?.reset();
    this.#change();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kosut-lab': LabElement;
  }
  interface HTMLElementEventMap {
    'kosut-report': CustomEvent<{ readonly report: Report }>;
  }
}

customElements.define('kosut-lab', LabElement);
