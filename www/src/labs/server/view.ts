/** `<kosut-server>`: each server with its queue and its lanes, as requests wait, are served and leave; and its door. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { topologyName, withUnit } from '../../draw/format';
import { LightElement } from '../../draw/light';
import type { Strings } from '../../l10n';
import type { RunEvent, ServerLane, ServerLive, ServerQueue, ServerSearch } from '../../runtime/contract';
import type { Report } from '../../runtime/report';
import type { LabHost, LabView, RunState, Values } from '../lab';
import './view.css';

/** Requests of the reader's are numbered from here on: `READERS_FIRST` in `workloads/serve.rs`. */
const READERS_FIRST = 1 << 20;

/** What a lane's sign says without colour. */
const SIGNS: Readonly<Record<ServerLane['doing'], string>> = { idle: '', computing: '●', waiting: '…', serving: '◐' };
const LEGEND = ['computing', 'waiting', 'serving', 'idle'] as const;

const SENDS = [1, 20] as const;

type Family = 'serial' | 'threads' | 'processes' | 'mixed';

function familyOf(topology: string): Family {
  const [processes, threads] = topology.split('x').map(Number);
  if (threads === 1) {
    return processes === 1 ? 'serial' : 'processes';
  }
  return processes === 1 ? 'threads' : 'mixed';
}

export class ServerView extends LightElement implements LabView {
  static override properties = {
    texts: { attribute: false },
    phase: { attribute: false },
    values: { attribute: false },
    report: { attribute: false },
    lives: { state: true },
    searches: { state: true },
  };

  declare texts: Strings;
  declare phase: RunState;
  declare values: Values;
  declare report: Report | undefined;
  declare host: LabHost;
  /** The last moment of each server, in the order in which they were opened. */
  private declare lives: ReadonlyMap<string, ServerLive>;
  private declare searches: ReadonlyMap<string, ServerSearch>;

  constructor() {
    super();
    this.lives = new Map();
    this.searches = new Map();
  }

  event(event: RunEvent): void {
    // An update is drawn once a frame, however many moments there were.
    if (event.type === 'server') {
      this.lives = new Map(this.lives).set(event.live.topology, event.live);
    } else if (event.type === 'server-search') {
      this.searches = new Map(this.searches).set(event.search.topology, event.search);
    }
  }

  reset(): void {
    this.lives = new Map();
    this.searches = new Map();
  }

  protected override render(): TemplateResult {
    const { texts } = this;
    const open = this.phase === 'running' && [...this.lives.values()].some((live) => live.open);
    return html`
      <div class="server-door">
        ${SENDS.map((count) => html`
          <button type="button" data-action="send-${count}" ?disabled=${!open} @click=${() => this.#say(`send ${count}`)}>
            ${texts.text('server-send', { count })}
          </button>`)}
        <button type="button" data-action="close" ?disabled=${!open} @click=${() => this.#say('close')}>
          ${texts.text('server-close')}
        </button>
        <p role="status">${texts.text(open ? 'server-open' : 'server-shut')}</p>
      </div>
      ${this.lives.size === 0
        ? html`<p class="server-empty">${texts.text('server-nothing-yet')}</p>`
        : html`<div class="server-all">${[...this.lives.values()].map((live) => this.#server(live))}</div>`}
      <ul class="server-legend" aria-hidden="true">
        ${LEGEND.map((doing) => html`
          <li><span class="server-lane" data-doing=${doing}>${SIGNS[doing]}</span> ${texts.text(`server-doing-${doing}`)}</li>`)}
        <li><span class="server-request" data-reader="true">★</span> ${texts.text('server-yours')}</li>
      </ul>`;
  }

  /** A server that has closed meanwhile does not hear it, and that does no harm. */
  #say(words: string): void {
    void this.host.ask(words).catch(() => undefined);
  }

  #server(live: ServerLive): TemplateResult {
    const { texts } = this;
    const family = familyOf(live.topology);
    return html`
      <section class="server" data-family=${family} data-topology=${live.topology}>
        <h4>
          ${texts.text(`server-row-${family}`, { lanes: live.lanes.length })}
          <small>${topologyName(live.topology)}</small>
        </h4>
        <div class="server-picture" aria-hidden="true">
          ${live.queues.map((queue, index) => html`
            <div class="server-process">
              ${this.#queue(queue)}
              <div class="server-lanes">
                ${live.lanes
                  .filter(({ process }) => live.queues.length === 1 || process === index)
                  .map((lane) => this.#lane(lane))}
              </div>
            </div>`)}
        </div>
        <p class="server-counts">${texts.text('server-counts', {
          arrived: live.arrived, done: live.done, rejected: live.rejected,
        })}</p>
        ${this.#figures(live)} ${this.#search(live.topology)}
      </section>`;
  }

  /** The first to be served stands nearest to the lanes. */
  #queue({ limit, waiting }: ServerQueue): TemplateResult {
    const full = waiting.length >= limit;
    return html`
      <div class="server-queue" data-full=${full ? 'true' : 'false'}>
        <span class="server-queue-count">${this.texts.text('server-queue', { waiting: waiting.length, limit })}</span>
        <span class="server-queue-row">
          ${Array.from({ length: Math.max(limit, waiting.length) }, (_, place) => {
            const request = waiting[place];
            return request === undefined
              ? html`<span class="server-place"></span>`
              : html`<span class="server-request" data-reader=${request >= READERS_FIRST ? 'true' : 'false'}>${
                request >= READERS_FIRST ? '★' : nothing}</span>`;
          })}
        </span>
      </div>`;
  }

  #lane({ doing, request }: ServerLane): TemplateResult {
    const reader = request !== undefined && request !== null && request >= READERS_FIRST;
    return html`<span class="server-lane" data-doing=${doing} data-reader=${reader ? 'true' : 'false'}>${
      reader ? '★' : SIGNS[doing]}</span>`;
  }

  #figures({ figures }: ServerLive): TemplateResult | typeof nothing {
    if (figures === null || figures === undefined) {
      return nothing;
    }
    const { texts } = this;
    const time = (ms: number | null | undefined): string =>
      ms === null || ms === undefined ? '–' : withUnit(texts, 'milliseconds', ms);
    return html`<p class="server-figures">${texts.text('server-figures', {
      throughput: withUnit(texts, 'per-second', figures.throughputPerS),
      p50: time(figures.p50Ms),
      p95: time(figures.p95Ms),
      p99: time(figures.p99Ms),
      busy: texts.percent(figures.utilisation),
    })}</p>`;
  }

  /** The rates that were tried, each with whether the server kept up. */
  #search(topology: string): TemplateResult | typeof nothing {
    const { texts } = this;
    const steps = this.searches.get(topology)?.steps ?? [];
    return steps.length === 0 ? nothing : html`
      <ul class="server-steps">
        ${steps.map((step) => html`
          <li data-kept=${step.kept_up ? 'true' : 'false'}>${texts.text(step.kept_up ? 'server-kept-up' : 'server-gave-way', {
            rate: withUnit(texts, 'per-second', step.rate_per_s, true),
            p95: step.p95_ms === null || step.p95_ms === undefined ? '–' : withUnit(texts, 'milliseconds', step.p95_ms),
            rejected: step.rejected,
          })}</li>`)}
      </ul>`;
  }
}

customElements.define('kosut-server', ServerView);
