/** `<kosut-crash>`: the tiles of the run under way, among threads and among processes, and who was harmed, in words. */
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { withUnit } from '../../draw/format';
import { LightElement } from '../../draw/light';
import type { Strings } from '../../l10n';
import type { CrashLive, CrashTile, RunEvent } from '../../runtime/contract';
import type { Report } from '../../runtime/report';
import type { LabHost, LabView, RunState, Values } from '../lab';
import './view.css';

/** Tiles in a row, and pixels along the edge of a tile's preview. */
const COLUMNS = 8;
const EDGE = 32;

/** What a tile's mark says without colour. */
const SIGNS: Readonly<Record<string, string>> = {
  'waiting': '', 'begun': '…', 'finished': '○', 'done': '', 'lost': '✕', 'cut-off': '½', 'wrong': '≠', 'again': '↻',
};
const MARKS = ['begun', 'finished', 'lost', 'cut-off', 'wrong', 'again'] as const;

type Way = 'threads' | 'processes';
const WAYS: readonly Way[] = ['threads', 'processes'];

function wayOf({ topology }: CrashLive): Way {
  return topology.startsWith('1x') ? 'threads' : 'processes';
}

/** What is to be seen of a tile: what happened to it, until it is under way again; then that it was done twice. */
function markOf({ stage, fate }: CrashTile): string {
  if (fate === null || fate === undefined) {
    return stage;
  }
  return stage === 'waiting' ? fate : stage === 'done' ? 'again' : stage;
}

export class CrashView extends LightElement implements LabView {
  static override properties = {
    texts: { attribute: false },
    phase: { attribute: false },
    values: { attribute: false },
    report: { attribute: false },
    lives: { state: true },
  };

  declare texts: Strings;
  declare phase: RunState;
  declare values: Values;
  declare report: Report | undefined;
  declare host: LabHost;
  /** The last moment of each way of working. */
  private declare lives: Partial<Record<Way, CrashLive>>;
  /** Tiles that were delivered and are not painted yet. */
  readonly #painted: { readonly way: Way; readonly tile: CrashLive['painted'][number] }[] = [];
  /** The runs whose tiles are on the canvases. */
  readonly #shown: Partial<Record<Way, string | undefined>> = {};

  constructor() {
    super();
    this.lives = {};
  }

  event(event: RunEvent): void {
    if (event.type !== 'crash') {
      return;
    }
    const way = wayOf(event.live);
    this.#painted.push(...event.live.painted.map((tile) => ({ way, tile })));
    // An update is drawn once a frame, however many moments there were.
    this.lives = { ...this.lives, [way]: event.live };
  }

  reset(): void {
    this.lives = {};
    this.#painted.length = 0;
  }

  protected override render(): TemplateResult {
    return html`
      <div class="crash-runs">${WAYS.map((way) => this.#run(way))}</div>
      <ul class="crash-legend" aria-hidden="true">
        ${MARKS.map((mark) => html`
          <li><span class="crash-tile" data-mark=${mark}>${SIGNS[mark]}</span> ${this.texts.text(`crash-mark-${mark}`)}</li>`)}
      </ul>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    for (const way of WAYS) {
      const live = this.lives[way];
      const run = live === undefined ? undefined : `${live.number} ${live.fault ?? ''}`;
      if (run !== this.#shown[way]) {
        this.#shown[way] = run;
        const canvas = this.#canvas(way);
        canvas?.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
      }
    }
    for (const { way, tile } of this.#painted.splice(0)) {
      this.#paint(way, tile);
    }
  }

  #canvas(way: Way): HTMLCanvasElement | null {
    return this.querySelector(`canvas[data-way=${way}]`);
  }

  #paint(way: Way, { unit, preview }: CrashLive['painted'][number]): void {
    const context = this.#canvas(way)?.getContext('2d');
    if (context === null || context === undefined || preview.length !== EDGE * EDGE) {
      return;
    }
    const image = context.createImageData(EDGE, EDGE);
    preview.forEach((shade, index) => image.data.set([shade, shade, shade, 255], 4 * index));
    context.putImageData(image, (unit % COLUMNS) * EDGE, Math.floor(unit / COLUMNS) * EDGE);
  }

  #run(way: Way): TemplateResult {
    const { texts } = this;
    const live = this.lives[way];
    const tiles = live?.tiles ?? Array.from({ length: COLUMNS * COLUMNS }, () => ({ stage: 'waiting', fate: null }) as const);
    return html`
      <section class="crash-run" data-way=${way}>
        <h4>${texts.text(`crash-way-${way}`)}</h4>
        <p class="crash-fault">${live === undefined ? nothing : this.#fault(live)}</p>
        <div class="crash-picture" aria-hidden="true">
          <canvas data-way=${way} width=${COLUMNS * EDGE} height=${COLUMNS * EDGE}></canvas>
          <div class="crash-tiles">
            ${tiles.map((tile) => html`<span class="crash-tile" data-mark=${markOf(tile)}>${SIGNS[markOf(tile)]}</span>`)}
          </div>
        </div>
        <p class="crash-words">${live === undefined ? texts.text('crash-nothing-yet') : this.#words(live)}</p>
      </section>`;
  }

  #fault({ fault, number, of }: CrashLive): string {
    const { texts } = this;
    return fault === null || fault === undefined
      ? texts.text('crash-undisturbed')
      : texts.text('crash-number', { number, of, fault: texts.text(`crash-fault-${fault}`) });
  }

  /** Who was harmed, and how long it took. */
  #words(live: CrashLive): string {
    const { texts } = this;
    if (live.fault === null || live.fault === undefined) {
      return texts.text('crash-words-undisturbed');
    }
    const redone = live.tiles.filter(({ fate }) => fate !== null && fate !== undefined).length;
    if (redone === 0) {
      return texts.text('crash-words-before');
    }
    const time = (ms: number | null | undefined): string => withUnit(texts, 'milliseconds', ms ?? 0);
    const key = live.recoveredMs === null || live.recoveredMs === undefined ? 'crash-words-noticed' : 'crash-words-over';
    return texts.text(`${key}-${wayOf(live)}`, {
      redone, others: live.others, noticed: time(live.noticedMs), recovered: time(live.recoveredMs),
    });
  }
}

customElements.define('kosut-crash', CrashView);
