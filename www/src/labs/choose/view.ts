/** `<kosut-choose>`: what is recommended and why, what each topology would take, and what was measured of it. */
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { interval, topologyName, withUnit } from '../../draw/format';
import { LightElement } from '../../draw/light';
import { familyOf } from '../../draw/palette';
import type { Strings } from '../../l10n';
import type { ChooseLive, ChoosePrediction, ChooseReason, RunEvent } from '../../runtime/contract';
import type { Report } from '../../runtime/report';
import type { LabHost, LabView, RunState, Values } from '../lab';
import './view.css';
import { styles } from '../../draw/styles';

/** How a reason's number is written. */
const KINDS: Readonly<Record<string, 'share' | 'times' | 'milliseconds' | 'bytes' | 'count'>> = {
  'survive': 'count', 'io-bound': 'share', 'cpu-bound': 'times', 'too-small': 'times', 'data-in-place': 'bytes',
  'messages-dear': 'share', 'messages-cheap': 'share', 'shared-lock': 'count', 'shared-sent': 'milliseconds',
  'start-cheap': 'milliseconds', 'less-memory': 'times', 'close-call': 'times',
};

const MIB = 1_048_576;

/** Constants that are shown, in this order, with how they are written and how many of that unit one is. */
const COSTS: readonly (readonly [name: string, kind: 'milliseconds' | 'bytes', size: number])[] = [
  ['startProcessMs', 'milliseconds', 1], ['startMs', 'milliseconds', 1], ['pieceMs', 'milliseconds', 1],
  ['mibMs', 'milliseconds', 1], ['dispatchMs', 'milliseconds', 1], ['lockMs', 'milliseconds', 1],
  ['waitMoreMs', 'milliseconds', 1], ['processBytes', 'bytes', 1], ['processBytesThreads', 'bytes', 1],
  ['moreBytes', 'bytes', 1],
];

function familyName({ topology }: ChoosePrediction): ReturnType<typeof familyOf> {
  const [processes = 1, threads = 1] = topology.split('x').map(Number);
  return familyOf({ processes, threads });
}

export class ChooseView extends LightElement implements LabView {
  static override properties = {
    texts: { attribute: false },
    phase: { attribute: false },
    values: { attribute: false },
    report: { attribute: false },
    live: { state: true },
  };

  declare texts: Strings;
  declare phase: RunState;
  declare values: Values;
  declare report: Report | undefined;
  declare host: LabHost;
  private declare live: ChooseLive | undefined;
  /** The values that the shown advice is for. */
  #asked = '';

  event(event: RunEvent): void {
    if (event.type === 'choose') {
      this.live = event.live;
      this.#asked = this.#query();
    }
  }

  reset(): void {
    // What is known stays until the run knows better: nothing flickers.
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.phase !== 'running' && changed.has('values')) {
      void this.#ask();
    }
  }

  protected override render(): TemplateResult {
    const { texts, live, phase } = this;
    const chosen = live?.advice.candidates[live.advice.recommended];
    if (live === undefined || chosen === undefined) {
      const key = phase === 'running' ? 'choose-calibrating' : 'choose-nothing-yet';
      return html`<p class="choose-nothing">${texts.text(key)}</p>`;
    }
    const args = { topology: topologyName(chosen.topology), number: live.job, of: live.of };
    return html`
      <section class="choose-advice" data-family=${familyName(chosen)}>
        <p class="choose-chosen" aria-live="polite">
          ${live.of > 1 ? html`<span>${texts.text('choose-job', args)}</span>` : nothing}
          <strong>${texts.text(`choose-chosen-${familyName(chosen)}`, args)}</strong>
          <span>${texts.text('choose-takes', { time: withUnit(texts, 'milliseconds', chosen.timeMs) })}</span>
        </p>
        ${live.advice.reasons.length === 0
          ? nothing
          : html`
            <h4>${texts.text('choose-why')}</h4>
            <ul class="choose-reasons">${live.advice.reasons.map((reason) => html`
              <li data-reason=${reason.code}>${this.#reason(reason)}</li>`)}</ul>`}
      </section>
      ${this.#candidates(live)}
      ${phase === 'running' || this.#isProved(live) ? nothing : html`
        <p class="choose-prove">
          <button type="button" data-action="prove" @click=${() => this.host.run()}>${texts.text('choose-prove')}</button>
          <span>${texts.text('choose-prove-about')}</span>
        </p>`}
      <details class="choose-costs">
        <summary>${texts.text('choose-costs')}</summary>
        <dl>${COSTS.map((cost) => this.#cost(live, ...cost))}</dl>
      </details>`;
  }

  #isProved({ measuredMs }: ChooseLive): boolean {
    return measuredMs.every((measured) => typeof measured === 'number');
  }

  #query(): string {
    return new URLSearchParams([...this.values]).toString();
  }

  /** What would come of the values that are set now; nothing changes while they are not valid. */
  async #ask(): Promise<void> {
    const query = this.#query();
    if (query === this.#asked || this.values.get('jobs') !== '1') {
      return;
    }
    this.#asked = query;
    try {
      const answer = JSON.parse(await this.host.ask(JSON.stringify({ query }))) as ChooseLive | null;
      if (answer !== null && query === this.#asked) {
        this.live = answer;
      }
    } catch {
      // The controls say what is wrong with the values.
    }
  }

  #reason({ code, value, other }: ChooseReason): string {
    const { texts } = this;
    const kind = KINDS[code];
    const size = code === 'data-in-place' ? MIB : 1;
    const shown = kind === 'count' ? Math.round(value) : value * size;
    return texts.text(`choose-reason-${code}`, {
      value: kind === undefined ? '' : kind === 'times' ? texts.number(value, 2) : withUnit(texts, kind, shown),
      number: Math.round(value),
      other: topologyName(other),
    });
  }

  /** Bars on one scale: predicted above, measured below, each with its number. */
  #candidates(live: ChooseLive): TemplateResult {
    const { texts } = this;
    const { candidates, recommended } = live.advice;
    const most = Math.max(...candidates.map(({ timeMs }) => timeMs), ...live.measuredMs.map((ms) => ms ?? 0), 1e-9);
    const width = (ms: number): Record<string, string> => ({ 'inline-size': `${(100 * ms) / most}%` });
    const time = (ms: number): string => withUnit(texts, 'milliseconds', ms);
    return html`
      <ul class="choose-candidates">
        ${candidates.map((candidate, index) => {
          const measured = live.measuredMs[index];
          const { topology, timeMs, intervalMs, memoryBytes, suits } = candidate;
          return html`
            <li data-family=${familyName(candidate)} ?data-chosen=${index === recommended} ?data-unsuited=${!suits}>
              <p class="choose-name">
                ${topologyName(topology)}
                ${index === recommended ? html`<strong>★ ${texts.text('choose-recommended')}</strong>` : nothing}
                ${suits ? nothing : html`<em>${texts.text('choose-unsuited')}</em>`}
              </p>
              <p class="choose-bar" data-what="predicted">
                <span class="choose-track" aria-hidden="true"><span ${styles(width(timeMs))}></span></span>
                <span>${texts.text('choose-predicted', {
                  time: time(timeMs), interval: interval(texts, 'milliseconds', [intervalMs[0], intervalMs[1]], timeMs),
                })}</span>
              </p>
              <p class="choose-bar" data-what="measured">
                <span class="choose-track" aria-hidden="true"><span ${styles(width(measured ?? 0))}></span></span>
                <span>${typeof measured === 'number'
                  ? texts.text('choose-measured', { time: time(measured) })
                  : texts.text('choose-not-measured')}</span>
              </p>
              <p class="choose-memory">${texts.text('choose-memory', { memory: withUnit(texts, 'bytes', memoryBytes) })}</p>
            </li>`;
        })}
      </ul>`;
  }

  #cost(
    { costs }: ChooseLive,
    name: string,
    kind: 'milliseconds' | 'bytes',
    size: number,
  ): TemplateResult | typeof nothing {
    const value = costs[name];
    return value === undefined
      ? nothing
      : html`<div><dt>${this.texts.text(`choose-cost-${name}`)}</dt><dd>${withUnit(this.texts, kind, value * size)}</dd></div>`;
  }
}

customElements.define('kosut-choose', ChooseView);
