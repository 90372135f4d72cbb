/** `<kosut-units>`: the work itself, painted unit by unit as the lanes finish it, in the colour of the lane. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Event as LabEvent, Painted } from '../../../pkg/plain/kosut';
import { currentPalette, familyOf, watchPalette, type Palette } from '../../draw/palette';
import { laneInk, Raster, trueInk, type Ink, type Unit } from './raster';
import './units.css';
import { styles } from '../../draw/styles';

/** More lanes have no legend: their tints stand beside their names in the picture of the machine. */
const LEGEND_LANES = 16;

/** The most milliseconds of painting in one frame. */
const PAINT_MS = 6;

type Cluster = Extract<LabEvent, { type: 'cluster' }>;

/** What the reader reads. */
export interface UnitsLabels {
  /** The picture in words, for who cannot see it. */
  readonly picture: string;
  /** A lane of a cluster; both count from 1. */
  lane(process: number, lane: number): string;
}

declare global {
  interface HTMLElementTagNameMap {
    'kosut-units': KosutUnits;
  }
}

export class KosutUnits extends LitElement {
  static override properties = {
    labels: { attribute: false },
    tint: { type: String },
  };

  declare labels: UnitsLabels | undefined;
  /** Colours that tell the lane, or the picture's own. */
  declare tint: 'lane' | 'picture';
  #cluster: Cluster | undefined;
  #raster: Raster | undefined;
  #inks = new Map<number, Ink>();
  #mixed = '';
  #palette: Palette | undefined;
  /** What each unit showed last, in the order in which it came. Bars of a later round are others: all rounds are kept. */
  #units = new Map<number, Unit>();
  /** Which of them are not painted yet; what a unit showed before its last is never painted. */
  #waiting = new Set<number>();
  #frame = 0;
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.tint = 'lane';
  }

  /** A cluster is there: an empty picture. */
  reset(cluster: Cluster): void {
    this.#cluster = cluster;
    this.#units = new Map();
    this.#repaint();
    this.requestUpdate();
  }

  /** Units were finished. */
  add(units: readonly Painted[]): void {
    const threads = this.#cluster?.threads ?? 1;
    for (const { unit, process, lane, preview } of units) {
      const key = this.#cluster?.picture.kind === 'bars' ? this.#units.size : unit;
      this.#units.delete(key);
      this.#units.set(key, { index: unit, lane: process * threads + lane, preview });
      this.#waiting.add(key);
    }
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  /** The picture as a PNG file, of everything that was finished until now. */
  toBlob(): Promise<Blob> {
    this.#paint(Infinity);
    return new Promise((resolve, reject) => {
      const failed = (): void => reject(new Error('there is no picture'));
      const canvas = this.#canvas;
      if (canvas === null) failed();
      else canvas.toBlob((blob) => (blob === null ? failed() : resolve(blob)), 'image/png');
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchPalette(() => {
      this.#repaint();
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('tint')) this.#repaint();
  }

  protected override updated(): void {
    this.#paint();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { labels } = this;
    const cluster = this.#cluster;
    const raster = this.#raster;
    if (labels === undefined || cluster === undefined || raster === undefined) return nothing;
    const { width, height } = raster.image;
    const { picture } = cluster;
    const cells = picture.kind === 'tiles' ? `${100 / picture.columns}% ${100 / picture.rows}%` : '';
    return html`
      <canvas class="units-picture" data-kind=${picture.kind} role="img" aria-label=${labels.picture} width=${width}
        height=${height} ${styles({ 'background-size': cells })} ?data-coarse=${width < 256}></canvas>
      ${this.tint === 'lane' ? this.#legend(labels, cluster) : nothing}
    `;
  }

  #legend(labels: UnitsLabels, cluster: Cluster): TemplateResult | typeof nothing {
    const { processes, threads } = cluster;
    if (processes * threads > LEGEND_LANES) return nothing;
    const entries = Array.from({ length: processes * threads }, (_, lane) => {
      const swatch = ref(this.#sample(this.#ink(lane, cluster)));
      const name = labels.lane(Math.floor(lane / threads) + 1, (lane % threads) + 1);
      return html`<li><canvas aria-hidden="true" width="36" height="22" ${swatch}></canvas>${name}</li>`;
    });
    return html`<ul class="legend units-legend">${entries}</ul>`;
  }

  /** Paints a swatch with an ink. */
  #sample(ink: Ink): (element: Element | undefined) => void {
    return (element) => {
      if (!(element instanceof HTMLCanvasElement)) return;
      const { width, height } = element;
      const raster = new Raster({ kind: 'tiles', columns: 1, rows: 1, edge: width, coloured: false });
      raster.paint({ index: 0, lane: 0, preview: new Uint8Array(width * width).fill(105) }, ink);
      element.getContext('2d')?.putImageData(raster.image, 0, 0, 0, 0, width, height);
    };
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.querySelector('.units-picture');
  }

  /** The ink of a lane, mixed at its first use; the next sample of the same topology uses it again. */
  #ink(lane: number, cluster: Cluster): Ink {
    const palette = currentPalette();
    const mixed = `${cluster.topology} ${this.tint}`;
    if (this.#mixed !== mixed || this.#palette !== palette) {
      this.#inks = new Map();
      this.#mixed = mixed;
      this.#palette = palette;
    }
    const known = this.#inks.get(this.tint === 'lane' ? lane : 0);
    if (known !== undefined) return known;
    const tint = palette.tint(cluster, Math.floor(lane / cluster.threads), lane % cluster.threads);
    const ink = this.tint === 'lane' ? laneInk(tint, familyOf(cluster), lane) : trueInk();
    this.#inks.set(this.tint === 'lane' ? lane : 0, ink);
    return ink;
  }

  /** Begins the picture anew, with the colours as they are now. */
  #repaint(): void {
    const cluster = this.#cluster;
    if (cluster === undefined) return;
    this.#raster = new Raster(cluster.picture);
    this.#waiting = new Set(this.#units.keys());
    this.#canvas?.getContext('2d')?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  /** Paints finished units for a few milliseconds, and the rest in the next frames. */
  #paint(budget_ms = PAINT_MS): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const context = this.#canvas?.getContext('2d') ?? null;
    const raster = this.#raster;
    const cluster = this.#cluster;
    if (context === null || raster === undefined || cluster === undefined) return;
    const end = performance.now() + budget_ms;
    for (const key of this.#waiting) {
      const unit = this.#units.get(key);
      if (unit !== undefined) raster.paint(unit, this.#ink(unit.lane, cluster));
      this.#waiting.delete(key);
      if (performance.now() > end) break;
    }
    raster.flush(context);
    if (this.#waiting.size > 0) this.#frame = requestAnimationFrame(() => this.#paint());
  }
}

customElements.define('kosut-units', KosutUnits);
