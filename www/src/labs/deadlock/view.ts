/** `<kosut-deadlock>`: the table, what it comes to in words, and the button that ends what is frozen. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { withUnit } from '../../draw/format';
import { LightElement } from '../../draw/light';
import type { Strings } from '../../l10n';
import type { DeadlockLive, RunEvent } from '../../runtime/contract';
import type { Report } from '../../runtime/report';
import type { LabHost, LabView, RunState, Values } from '../lab';
import { legend, table } from './table';
import './view.css';

/** A table before anybody has sat down. */
const NOBODY: DeadlockLive = {
  way: 'naive', stage: 'running', nowMs: 0, seats: [], holders: [], edges: [], circle: [],
  frozenMs: undefined, freedMs: undefined,
};

export class DeadlockView extends LightElement implements LabView {
  static override properties = {
    texts: { attribute: false },
    phase: { attribute: false },
    values: { attribute: false },
    report: { attribute: false },
    live: { state: true },
    ending: { state: true },
  };

  declare texts: Strings;
  declare phase: RunState;
  declare values: Values;
  declare report: Report | undefined;
  declare host: LabHost;
  /** The last moment that was told. */
  private declare live: DeadlockLive | undefined;
  /** Whether the reader has pressed the button. */
  private declare ending: boolean;

  constructor() {
    super();
    this.ending = false;
  }

  event(event: RunEvent): void {
    if (event.type === 'deadlock') {
      // An update is drawn once a frame, however many moments there were.
      this.live = event.live;
      this.ending &&= event.live.stage === 'frozen';
    }
  }

  reset(): void {
    this.live = undefined;
    this.ending = false;
  }

  protected override render(): TemplateResult {
    const told = this.live ?? this.#empty;
    const live: DeadlockLive = this.#stopped ? { ...told, stage: 'ended' } : told;
    return html`
      <div class="dinner" data-stage=${live.stage} data-way=${live.way}>
        <div class="dinner-drawing">${table(this.texts, live)}</div>
        <div class="dinner-words">
          <p class="dinner-way"><strong>${this.live === undefined ? nothing : this.texts.text(`deadlock-way-${live.way}`)}</strong></p>
          <p class="dinner-stage" role="status">${this.#stage()}</p>
          ${live.circle.length > 0 ? html`<p class="dinner-circle">${this.#circle(live)}</p>` : nothing}
          ${live.stage === 'frozen' ? this.#button() : nothing}
          ${legend(this.texts, live)}
        </div>
      </div>`;
  }

  /** Whether the run ended while something was frozen: that has ended with it, and there is nothing left to end. */
  get #stopped(): boolean {
    return this.live?.stage === 'frozen' && this.phase !== 'running';
  }

  /** As many seats as the controls say, all empty. */
  get #empty(): DeadlockLive {
    const post = this.values?.get('scene') === 'messages';
    const count = post ? 2 : Number(this.values?.get('philosophers') ?? 0);
    if (!Number.isInteger(count) || count < 2 || count > 16) {
      return NOBODY;
    }
    return {
      ...NOBODY,
      way: post ? 'both-wait' : 'naive',
      seats: Array.from({ length: count }, () => ({ state: 'away' as const, count: 0 })),
      holders: post ? [] : Array.from({ length: count }, () => undefined),
    };
  }

  /** What it comes to, in one sentence. It changes when the stage does, not with every meal: it is read out. */
  #stage(): string {
    const { texts, live } = this;
    if (live === undefined) {
      return texts.text('deadlock-stage-empty');
    }
    const time = (ms: number | undefined | null): string => withUnit(texts, 'milliseconds', ms ?? 0);
    const post = live.holders.length === 0 ? '-post' : '';
    switch (live.stage) {
      case 'frozen':
        return texts.text(this.#stopped ? 'deadlock-stage-stopped' : 'deadlock-stage-frozen', {
          after: time(live.frozenMs),
        });
      case 'ended': {
        const freed = live.freedMs ?? undefined;
        const key = freed === undefined ? 'deadlock-stage-ended-by-reader' : 'deadlock-stage-ended';
        return texts.text(key, { after: time(live.frozenMs), freed: time(freed) });
      }
      case 'done':
        return texts.text(`deadlock-stage-done${post}`, { time: time(live.nowMs) });
      default:
        return texts.text(`deadlock-stage-running${post}`);
    }
  }

  #circle({ circle }: DeadlockLive): string {
    return circle
      .map((one, index) => this.texts.text('deadlock-waits', {
        one: one + 1, other: (circle[(index + 1) % circle.length] ?? 0) + 1,
      }))
      .join(', ');
  }

  #button(): TemplateResult {
    const end = (): void => {
      this.ending = true;
      this.host.kill(0);
    };
    return html`
      <button type="button" class="dinner-end" data-action="end-process" ?disabled=${this.ending} @click=${end}>
        ${this.texts.text(this.ending ? 'deadlock-ending' : 'deadlock-end')}
      </button>`;
  }
}

customElements.define('kosut-deadlock', DeadlockView);
