/**
 * `<kosut-python-stepper>`: the program instruction by instruction. The reader decides which thread goes on, as far as the
 * lock allows it. Rust takes all steps from the beginning each time, so that going back is taking fewer.
 *
 * Fires `kosut-stepped` with where the threads are, and `kosut-fault` when the text is no program.
 */
import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { LightElement } from '../../draw/light';
import type { Strings } from '../../l10n';
import type { GilFault, GilFunction, GilSnapshot } from '../../runtime/contract';
import type { LabHost, Values } from '../lab';
import { check, steps } from './answers';
import type { Steps } from './answers';
import type { LineMark } from './codemirror';
import { card, variables } from './lane';
import './stepper.css';

/** The lock, and when its holder looks whether others want it. */
const RULES = ['loops-and-calls', 'instructions', 'free'] as const;
type Rule = (typeof RULES)[number];

/** How many instructions are taken at once. */
const MANY = 100;

/** Values that say nothing that the program's text does not. */
const IS_DEFINITION = /^<(?:function|module|class|built-in)/u;

/** What the controls of the lab say. */
export function ruleOf(values: Values): Rule {
  if (values.get('gil') === 'off') {
    return 'free';
  }
  return values.get('checks') === 'instructions' ? 'instructions' : 'loops-and-calls';
}

export class PythonStepperElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    host: { attribute: false },
    source: { attribute: false },
    rule: { attribute: false },
    snapshot: { state: true },
    failed: { state: true },
    last: { state: true },
  };

  declare texts: Strings;
  declare host: LabHost;
  /** The program as it is in the editor. */
  declare source: string;
  /** What the lab's controls say of the lock. */
  declare rule: Rule;
  /** How things stand; nothing before the first answer. */
  private declare snapshot: GilSnapshot | undefined;
  private declare failed: boolean;
  /** The last step, in words. */
  private declare last: string;

  /** The text that is being stepped through. */
  #started: string | undefined;
  #listing: readonly GilFunction[] = [];
  /** Counts questions: only the last one's answer counts. */
  #asked = 0;

  constructor() {
    super();
    this.failed = false;
    this.last = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('rule')) {
      void this.#start();
    }
  }

  protected override updated(): void {
    // Each list of instructions shows the one that comes next. The page itself stays where it is.
    for (const list of this.querySelectorAll<HTMLElement>('.python-listing')) {
      const next = list.querySelector<HTMLElement>('[aria-current=step]');
      if (next) {
        list.scrollTop = next.offsetTop - list.clientHeight / 2;
      }
    }
  }

  protected override render(): TemplateResult {
    const { texts, snapshot } = this;
    const choose = (event: Event): void => {
      const { value } = event.currentTarget as HTMLSelectElement;
      void this.host.set(value === 'free' ? { gil: 'off' } : { gil: 'on', checks: value });
    };
    return html`
      <section class="python-stepper" aria-labelledby="python-stepper-title">
        <h4 id="python-stepper-title">${texts.text('gil-steps')}</h4>
        <p class="python-about">${texts.text('gil-steps-about')}</p>
        <div class="field">
          <label for="python-rule">${texts.text('gil-rule')}</label>
          <select id="python-rule" .value=${this.rule} @change=${choose}>
            ${RULES.map((rule) => html`
              <option value=${rule} ?selected=${rule === this.rule}>${texts.text(`gil-rule-${rule}`)}</option>`)}
          </select>
        </div>
        ${this.failed ? html`
          <p role="alert">${texts.text('gil-steps-failed')}
            <button type="button" data-step="again" @click=${() => void this.#start()}>
              ${texts.text('scheduler-again')}</button></p>` : null}
        ${snapshot === undefined ? null : this.#board(snapshot)}
      </section>`;
  }

  #board(snapshot: GilSnapshot): TemplateResult {
    const { texts } = this;
    const { taken, over, output, errors, globals } = snapshot;
    const stale = this.#started !== this.source;
    const none = taken.length === 0;
    const button = (name: string, off: boolean, act: () => void): TemplateResult => html`
      <button type="button" data-step=${name} aria-disabled=${off ? 'true' : 'false'}
        @click=${() => { if (!off) act(); }}>
        ${texts.text(`gil-step-${name}`, { count: MANY })}</button>`;
    return html`
      <div class="python-board">
        ${stale ? html`<p class="hint" role="status">${texts.text('gil-steps-stale')}</p>` : null}
        <div class="lab-actions">
          ${button('back', none, () => void this.#go({ steps: taken.slice(0, -1) }))}
          ${button('restart', none && !stale, () => void this.#start())}
          ${button('many', over, () => void this.#many(snapshot))}
        </div>
        <p class="python-lock-line">${this.#lock(snapshot)}</p>
        <p class="python-last" role="status">
          ${over ? texts.text('gil-step-over', { count: taken.length }) : this.last}</p>
        <div class="python-lanes">
          ${snapshot.lanes.map((lane) => card(texts, {
            lane,
            listing: this.#listing,
            source: this.#started ?? '',
            holds: snapshot.holder === lane.lane,
            moved: taken.at(-1) === lane.lane,
            next: () => void this.#go({ steps: [...taken, lane.lane] }),
            line: () => void this.#go({ steps: [...taken], goOn: { lane: lane.lane } }),
          }))}
        </div>
        ${variables(texts, 'globals', globals.filter(({ value }) => !IS_DEFINITION.test(value)))}
        ${output === '' && errors === '' ? null : html`
          <div>
            <h5>${texts.text('gil-output')}</h5>
            <div class="python-output" tabindex="0" role="group" aria-label=${texts.text('gil-output')}
              ><span>${output}</span>${errors === '' ? null : html`<strong class="python-error">${errors}</strong>`}</div>
          </div>`}
      </div>`;
  }

  /** Who has the lock, in words. */
  #lock({ holder, lanes }: GilSnapshot): TemplateResult {
    const { texts } = this;
    if (this.rule === 'free') {
      return html`${texts.text('gil-lock-none')}`;
    }
    const name = holder === null ? undefined : lanes.find(({ lane }) => lane === holder)?.name;
    return name === undefined
      ? html`<span aria-hidden="true">○</span> ${texts.text('gil-lock-free')}`
      : html`<span aria-hidden="true">●</span> ${texts.text('gil-lock-held-by', { name })}`;
  }

  /** From the beginning, with the text that is in the editor now. */
  async #start(): Promise<void> {
    const source = this.#started = this.source;
    this.failed = false;
    this.last = this.texts.text('gil-step-none');
    const asked = this.#asked += 1;
    try {
      const found = await check(this.host, source);
      if (asked !== this.#asked) {
        return;
      }
      if (!found.ok) {
        this.#tell(found);
        return;
      }
      this.#listing = found.listing;
      await this.#go({ steps: [] });
    } catch {
      this.failed = asked === this.#asked;
    }
  }

  /** Asks how things stand after these steps, and gives the answer unless something else was asked meanwhile. */
  async #go(question: Pick<Steps, 'steps' | 'goOn'>): Promise<GilSnapshot | undefined> {
    const asked = this.#asked += 1;
    const before = this.snapshot;
    const checks = this.rule === 'instructions' ? 'instructions' : 'loops-and-calls';
    try {
      const source = this.#started ?? '';
      const found = await steps(this.host, { source, gil: this.rule !== 'free', checks, ...question });
      if (asked !== this.#asked) {
        return undefined;
      }
      if (!found.ok) {
        this.#tell(found);
        return undefined;
      }
      this.failed = false;
      this.snapshot = found;
      this.last = this.#words(before, found);
      this.#mark(found);
      return found;
    } catch {
      this.failed = asked === this.#asked;
      return undefined;
    }
  }

  /** Many steps: the thread that went last goes on as long as it may, then the next one that may. */
  async #many(from: GilSnapshot): Promise<void> {
    const end = from.taken.length + MANY;
    let now: GilSnapshot | undefined = from;
    while (now && !now.over && now.taken.length < end) {
      const able: readonly number[] = now.lanes.filter(({ mayStep }) => mayStep).map(({ lane }) => lane);
      const last = now.taken.at(-1) ?? 0;
      const lane: number | undefined = able.includes(last) ? last : able.find((other) => other > last) ?? able[0];
      if (lane === undefined) {
        return;
      }
      const { length } = now.taken;
      now = await this.#go({ steps: [...now.taken, ...Array<number>(end - length).fill(lane)] });
      if (now && now.taken.length <= length) {
        return;
      }
    }
  }

  #words(before: GilSnapshot | undefined, { taken }: GilSnapshot): string {
    const { texts } = this;
    const last = taken.at(-1);
    if (last === undefined) {
      return texts.text('gil-step-none');
    }
    const count = taken.length;
    const lane = before?.lanes.find((known) => known.lane === last);
    return lane !== undefined && before?.taken.length === count - 1
      ? texts.text('gil-step-done', { count, name: lane.name, instruction: lane.instruction })
      : texts.text('gil-step-count', { count });
  }

  #mark({ lanes }: GilSnapshot): void {
    const marks = lanes
      .filter(({ state, line }) => state !== 'done' && line > 0)
      .map(({ line, lane }) => ({ line, word: `▸${lane + 1}` }));
    this.dispatchEvent(new CustomEvent<readonly LineMark[]>('kosut-stepped', { detail: marks }));
  }

  #tell(fault: GilFault): void {
    this.snapshot = undefined;
    this.dispatchEvent(new CustomEvent<GilFault>('kosut-fault', { detail: fault }));
  }
}

customElements.define('kosut-python-stepper', PythonStepperElement);
