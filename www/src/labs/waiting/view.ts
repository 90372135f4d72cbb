/** `<kosut-waiting>`: the line that a lane waits for, and what the others compute meanwhile. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { withUnit } from '../../draw/format';
import { LightElement } from '../../draw/light';
import type { Strings } from '../../l10n';
import type { RunEvent, WaitingLive } from '../../runtime/contract';
import type { Report } from '../../runtime/report';
import type { LabHost, LabView, RunState, Values } from '../lab';
import './view.css';

/** As many characters as a line may have, wherever it goes on its way. */
const LINE_MAX = 200;

export class WaitingView extends LightElement implements LabView {
  static override properties = {
    texts: { attribute: false },
    phase: { attribute: false },
    values: { attribute: false },
    report: { attribute: false },
    live: { state: true },
    sent: { state: true },
    refused: { state: true },
  };

  declare texts: Strings;
  declare phase: RunState;
  declare values: Values;
  declare report: Report | undefined;
  declare host: LabHost;
  /** The last moment that was told. */
  private declare live: WaitingLive | undefined;
  /** Whether a line is on its way. */
  private declare sent: boolean;
  /** Whether nobody took the line. */
  private declare refused: boolean;

  constructor() {
    super();
    this.sent = false;
    this.refused = false;
  }

  event(event: RunEvent): void {
    if (event.type === 'waiting') {
      // An update is drawn once a frame, however many moments there were.
      this.live = event.live;
    }
  }

  reset(): void {
    this.live = undefined;
    this.sent = false;
    this.refused = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.values?.get('kind') !== 'input') {
      return nothing;
    }
    const { texts, live } = this;
    const waits = this.phase === 'running' && live?.stage === 'waiting' && !this.sent;
    return html`
      <div class="waiting" data-stage=${live?.stage ?? 'none'}>
        <form class="waiting-form" @submit=${this.#send}>
          <label for="waiting-line">${texts.text('waiting-line')}</label>
          <span class="waiting-entry">
            <input id="waiting-line" type="text" maxlength=${LINE_MAX} autocomplete="off" ?disabled=${!waits}>
            <button type="submit" data-action="type-line" ?disabled=${!waits}>${texts.text('waiting-send')}</button>
          </span>
        </form>
        <p class="waiting-stage" role="status">${this.#stage()}</p>
        ${live === undefined ? nothing : this.#numbers(live)}
      </div>`;
  }

  /** What it comes to, in one sentence. It changes when the stage does, not with every number: it is read out. */
  #stage(): string {
    const { texts, live } = this;
    if (this.refused) {
      return texts.text('waiting-stage-refused');
    }
    if (live === undefined || (this.phase !== 'running' && live.stage === 'waiting')) {
      const seconds = Number(this.values.get('limit') ?? 0);
      return texts.text(this.phase === 'running' ? 'waiting-stage-starting' : 'waiting-stage-before', { seconds });
    }
    switch (live.stage) {
      case 'typed':
        return texts.text('waiting-stage-typed', { line: live.line ?? '' });
      case 'silent':
        return texts.text('waiting-stage-silent', { time: withUnit(texts, 'milliseconds', live.limitMs) });
      default:
        return texts.text(this.sent ? 'waiting-stage-sent' : 'waiting-stage-waiting', {
          time: withUnit(texts, 'milliseconds', live.limitMs),
        });
    }
  }

  #numbers({ blocks, nowMs, limitMs }: WaitingLive): TemplateResult {
    const { texts } = this;
    const [, ...others] = blocks;
    const all = others.reduce((sum, count) => sum + count, 0);
    return html`
      <dl class="waiting-numbers">
        <dt>${texts.text('waiting-lane-waits')}</dt>
        <dd>
          <progress max=${limitMs} value=${Math.min(nowMs, limitMs)} aria-label=${texts.text('waiting-lane-waits')}>
          </progress>
          ${withUnit(texts, 'milliseconds', nowMs)}
        </dd>
        <dt>${texts.text('waiting-others-compute', { lanes: others.length })}</dt>
        <dd data-blocks=${all}>${texts.text('waiting-blocks', { blocks: all })}</dd>
      </dl>`;
  }

  readonly #send = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = this.querySelector<HTMLInputElement>('#waiting-line');
    if (!field || this.sent || this.phase !== 'running') {
      return;
    }
    this.sent = true;
    this.host.ask(JSON.stringify({ line: field.value })).then(
      () => {
        field.value = '';
      },
      () => {
        this.refused = true;
        this.sent = false;
      },
    );
  };
}

customElements.define('kosut-waiting', WaitingView);
