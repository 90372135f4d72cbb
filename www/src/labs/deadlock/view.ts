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
    const live = this.#shown;
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

  /** The last moment that was told. Who stops the run ends what is frozen, and there is nothing left to end. */
  get #shown(): DeadlockLive {
    const live = this.live ?? this.#empty;
    return live.stage === 'frozen' && this.phase !== 'running' ? { ...live, stage: 'ended', freedMs: undefined } : live;
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
    const { texts } = this;
    if (this.live === undefined) {
      return texts.text('deadlock-stage-empty');
    }
    const live = this.#shown;
    const time = (ms: number | undefined | null): string => withUnit(texts, 'milliseconds', ms ?? 0);
    const post = live.holders.length === 0 ? '-post' : '';
    switch (live.stage) {
      case 'frozen':
        return texts.text('deadlock-stage-frozen', { after: time(live.frozenMs) });
      case 'ended': {
        if (this.live.stage === 'frozen') {
          return texts.text('deadlock-stage-stopped', { after: time(live.frozenMs) });
        }
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
