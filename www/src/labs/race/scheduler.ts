/**
 * The game of being the scheduler: small threads whose steps the reader puts in order. Rust explores all orders at once
 * and answers with every state, so that stepping only follows an index.
 */
import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { LightElement } from '../../draw/light';
import type { Strings } from '../../l10n';
import type { RaceEnd, RaceExploration, RaceFix, RaceQuestion, RaceScene, RaceState } from '../../runtime/contract';
import type { LabHost } from '../lab';

/** What can be played in each scene: threads and rounds. Rust's `SIZES`. */
const SIZES: Readonly<Record<RaceScene, readonly (readonly [number, number])[]>> = {
  counter: [[2, 1], [2, 2], [3, 1]],
  bank: [[2, 1]],
  seat: [[2, 1], [3, 1]],
};
const SCENES: readonly RaceScene[] = ['counter', 'bank', 'seat'];
const FIXES: readonly RaceFix[] = ['none', 'lock', 'atomic'];

/** How long each step of a schedule that plays by itself is seen. */
const STEP_MS = 900;

/** The threads' names. */
const NAMES = 'ABC';

function isExploration(value: unknown): value is RaceExploration {
  return typeof value === 'object' && value !== null && 'states' in value && 'ends' in value;
}

/** `<kosut-scheduler>`. */
export class SchedulerElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    host: { attribute: false },
    scene: { attribute: false },
    question: { state: true },
    explored: { state: true },
    failed: { state: true },
    path: { state: true },
    script: { state: true },
  };

  declare texts: Strings;
  declare host: LabHost;
  /** The scene that the controls show. */
  declare scene: string | undefined;
  declare question: RaceQuestion;
  declare explored: RaceExploration | undefined;
  declare failed: boolean;
  /** The states that were passed, from the beginning to now, and the thread that took the step to each but the first. */
  declare path: readonly { readonly state: number; readonly thread?: number }[];
  /** The order that is played, if one is. */
  declare script: readonly number[] | undefined;

  #timer: number | undefined;

  constructor() {
    super();
    this.question = { scene: 'counter', fix: 'none', threads: 2, rounds: 1 };
    this.failed = false;
    this.path = [{ state: 0 }];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pause();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const scene = SCENES.find((known) => known === this.scene);
    if (changed.has('scene') && scene !== undefined && scene !== this.question.scene) {
      this.#choose({ scene, threads: 2, rounds: 1 });
    } else if (this.explored === undefined && !this.failed && changed.has('host')) {
      this.#choose({});
    }
  }

  protected override render(): TemplateResult {
    const { texts, explored } = this;
    return html`
      <section class="race-scheduler" aria-labelledby="race-scheduler-title">
        <h3 id="race-scheduler-title">${texts.text('scheduler')} <span class="race-tag">${texts.text('scheduler-simulated')}</span></h3>
        <p>${texts.text('scheduler-about')}</p>
        ${this.#choices()}
        ${this.failed ? html`<p>${texts.text('scheduler-failed')}
          <button type="button" @click=${() => { this.#choose({}); }}>${texts.text('scheduler-again')}</button></p>` : null}
        ${explored === undefined ? null : this.#board(explored)}
      </section>`;
  }

  #choices(): TemplateResult {
    const { texts, question } = this;
    const sizes = SIZES[question.scene];
    const select = (name: string, options: readonly string[], chosen: string, choose: (index: number) => void): TemplateResult => html`
      <label class="race-choice">
        <span>${texts.text(`scheduler-${name}`)}</span>
        <select data-choice=${name} @change=${(event: Event) => {
          if (event.target instanceof HTMLSelectElement) choose(event.target.selectedIndex);
        }}>${options.map((option) => html`<option value=${option} ?selected=${option === chosen}>${
          texts.text(`scheduler-${name}-${option}`)}</option>`)}</select>
      </label>`;
    const size = ([threads, rounds]: readonly [number, number]): string => `${threads}x${rounds}`;
    return html`
      <div class="race-choices">
        ${select('fix', FIXES, question.fix, (index) => { this.#choose({ fix: FIXES[index] ?? 'none' }); })}
        ${select('size', sizes.map(size), size([question.threads, question.rounds]), (index) => {
          const [threads, rounds] = sizes[index] ?? [2, 1];
          this.#choose({ threads, rounds });
        })}
      </div>`;
  }

  #board(explored: RaceExploration): TemplateResult {
    const { texts } = this;
    const state = this.#state(explored);
    const by = this.path.at(-1)?.thread;
    return html`
      <div class="race-board">
        <dl class="race-memory">
          <dt>${texts.text('scheduler-memory')}</dt>
          ${explored.variables.map((name, index) => html`
            <dd><code>${name}</code> <strong>${texts.number(state.values[index] ?? 0)}</strong></dd>`)}
          ${this.question.fix === 'lock' ? html`
            <dd><code>lock</code> <strong>${typeof state.owner === 'number'
              ? NAMES[state.owner] : texts.text('scheduler-free')}</strong></dd>` : null}
        </dl>
        <div class="race-threads">
          ${explored.code.map((code, thread) => this.#thread(code, state, thread, by === thread))}
        </div>
        <p class="race-verdict" role="status">${this.#verdict(explored, state)}</p>
        <div class="lab-actions">
          <button type="button" data-scheduler="undo" ?disabled=${this.path.length < 2} @click=${() => { this.#undo(); }}>
            ${texts.text('scheduler-undo')}</button>
          <button type="button" data-scheduler="restart" ?disabled=${this.path.length < 2} @click=${() => { this.#restart(); }}>
            ${texts.text('scheduler-restart')}</button>
          ${this.script === undefined ? null : this.#player(this.script)}
        </div>
      </div>
      ${this.#ends(explored)}`;
  }

  #thread(code: readonly string[], state: RaceState, thread: number, moved: boolean): TemplateResult {
    const { texts } = this;
    const line = state.lines[thread] ?? 0;
    const register = state.registers[thread];
    const done = line >= code.length;
    const able = typeof state.next[thread] === 'number';
    const name = NAMES[thread] ?? '';
    const where = done ? 'scheduler-done' : able ? 'scheduler-ready' : 'scheduler-blocked';
    return html`
      <div class="race-thread" ?data-moved=${moved}>
        <h4>${texts.text('scheduler-thread', { name })} <span class="race-said">${texts.text(where)}</span></h4>
        <ol>${code.map((text, index) => html`
          <li aria-current=${index === line ? 'step' : 'false'}>
            <span aria-hidden="true">${index === line ? '▶' : ''}</span><code>${text}</code></li>`)}</ol>
        <p class="race-register"><code>r</code> = ${typeof register === 'number' ? texts.number(register) : '–'}</p>
        <button type="button" class="primary" data-thread=${thread} ?disabled=${!able}
          @click=${() => { this.#pause(); this.script = undefined; this.#step(thread); }}>
          ${texts.text('scheduler-next', { name })}</button>
      </div>`;
  }

  #verdict(explored: RaceExploration, state: RaceState): TemplateResult | string {
    const { texts } = this;
    const { expected } = explored;
    const { outcome } = state;
    if (typeof outcome !== 'number') {
      return texts.text('scheduler-steps', { count: this.path.length - 1 });
    }
    const args = { outcome: texts.number(outcome), expected: texts.number(expected) };
    const { scene } = this.question;
    return outcome === expected
      ? html`<span class="race-right">✓ ${texts.text(`scheduler-holds-${scene}`, args)}</span>`
      : html`<strong class="race-wrong">✗ ${texts.text(`scheduler-broken-${scene}`, args)}</strong>`;
  }

  #player(script: readonly number[]): TemplateResult {
    const { texts } = this;
    const left = script.length - (this.path.length - 1);
    const playing = this.#timer !== undefined;
    return html`
      <button type="button" data-scheduler="forward" ?disabled=${left <= 0} @click=${() => { this.#pause(); this.#forward(); }}>
        ${texts.text('scheduler-forward', { left })}</button>
      <button type="button" data-scheduler="auto" aria-pressed=${playing ? 'true' : 'false'} ?disabled=${left <= 0}
        @click=${() => { if (playing) this.#pause(); else this.#auto(); }}>${texts.text('scheduler-auto')}</button>`;
  }

  #ends({ ends, interleavings }: RaceExploration): TemplateResult {
    const { texts } = this;
    const { scene } = this.question;
    const play = ({ outcome }: RaceEnd): string => texts.text('scheduler-play', { outcome: texts.number(outcome) });
    const row = (end: RaceEnd): TemplateResult => html`
      <tr>
        <th scope="row">${texts.number(end.outcome)}</th>
        <td>${texts.number(end.interleavings)}</td>
        <td>${texts.percent(end.interleavings / interleavings, 1)}</td>
        <td class=${end.holds ? 'race-right' : 'race-wrong'}>${end.holds ? '✓' : '✗'} ${
          texts.text(end.holds ? 'scheduler-right' : 'scheduler-wrong')}</td>
        <td><button type="button" data-play=${end.outcome} aria-label=${play(end)} title=${play(end)}
          @click=${() => { this.#play(end); }}>▶</button></td>
      </tr>`;
    return html`
      <div class="race-ends">
        <table>
          <caption>${texts.text('scheduler-ends', { count: texts.number(interleavings) })}</caption>
          <thead><tr>
            <th scope="col">${texts.text(`scheduler-outcome-${scene}`)}</th>
            <th scope="col">${texts.text('scheduler-orders')}</th>
            <th scope="col">${texts.text('scheduler-share')}</th>
            <th scope="col">${texts.text('scheduler-judged')}</th>
            <th scope="col">${texts.text('scheduler-show')}</th>
          </tr></thead>
          <tbody>${ends.map(row)}</tbody>
        </table>
      </div>`;
  }

  #state({ states }: RaceExploration): RaceState {
    const state = states[this.path.at(-1)?.state ?? 0];
    if (state === undefined) {
      throw new Error('a step led out of what was explored');
    }
    return state;
  }

  /** Asks for another puzzle. */
  #choose(change: Partial<RaceQuestion>): void {
    const question = { ...this.question, ...change };
    this.question = question;
    this.failed = false;
    this.#restart();
    this.script = undefined;
    this.explored = undefined;
    this.host.ask(JSON.stringify(question)).then(
      (answer) => {
        const explored: unknown = JSON.parse(answer);
        // The reader may have chosen another one meanwhile.
        if (this.question === question && isExploration(explored)) {
          this.explored = explored;
        }
      },
      () => { this.failed = this.question === question; },
    );
  }

  #step(thread: number): void {
    const next = this.explored && this.#state(this.explored).next[thread];
    if (typeof next === 'number') {
      this.path = [...this.path, { state: next, thread }];
    }
  }

  #undo(): void {
    this.#pause();
    this.path = this.path.slice(0, -1);
  }

  #restart(): void {
    this.#pause();
    this.path = [{ state: 0 }];
  }

  /** Sets an order up to be played. Whoever likes things to move sees it run by itself. */
  #play(end: RaceEnd): void {
    this.#restart();
    this.script = end.schedule;
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#auto();
    }
  }

  #forward(): void {
    const thread = this.script?.[this.path.length - 1];
    if (thread === undefined) {
      this.#pause();
    } else {
      this.#step(thread);
    }
  }

  #auto(): void {
    this.#pause();
    this.#timer = setInterval(() => {
      this.#forward();
      if (this.path.length > (this.script?.length ?? 0)) {
        this.#pause();
      }
    }, STEP_MS);
    this.requestUpdate();
  }

  #pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.requestUpdate();
  }
}

customElements.define('kosut-scheduler', SchedulerElement);
