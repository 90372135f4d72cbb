/**
 * `<kosut-machine>`: the picture that is the same everywhere. A box is a memory, a lane is a flow of control; beside
 * each lane its time grows while it runs.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Event as LabEvent } from '../../../pkg/plain/kosut';
import './machine.css';
import { axis } from './axis';
import { box } from './box';
import { activityKey } from './key';
import type { MachineLabels } from './labels';
import { familyOf, watchPalette } from '../../draw/palette';
import { Scale, ticks } from './scale';
import { Screen } from './screen';
import { Timeline, type LaneShare } from './timeline';
import { styles } from '../../draw/styles';

export type { LaneShare, MachineLabels } from './labels';

/** Least distance of two ticks in CSS pixels, and the most ticks besides 0. */
const TICK_DISTANCE = 72;
const TICKS = 6;

/** Above so many boxes of one lane each, a box's head stands on its lane. */
const TALL_BOXES = 4;

declare global {
  interface HTMLElementTagNameMap {
    'kosut-machine': KosutMachine;
  }
  interface HTMLElementEventMap {
    'kosut-kill': CustomEvent<{ process: number }>;
  }
}

export class KosutMachine extends LitElement {
  static override properties = {
    lang: { type: String },
    labels: { attribute: false },
    killable: { type: Boolean },
    running: { state: true },
  };

  declare labels: MachineLabels | undefined;
  /** Whether the reader may end a process of a run. */
  declare killable: boolean;
  private declare running: boolean;
  #timeline: Timeline | undefined;
  #measured: Timeline | undefined;
  #shares: readonly LaneShare[] = [];
  #crashes = new Map<number, string>();
  /** Height that the machines of a run have needed, in CSS pixels: kept, so that the page does not jump. */
  #tallest = 0;
  readonly #scale = new Scale();
  readonly #screen = new Screen(this.#scale, () => this.requestUpdate());
  readonly #resized = new ResizeObserver(() => {
    this.#measure();
    this.requestUpdate();
  });
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.killable = true;
    this.running = false;
  }

  /** A cluster is there: draws its machine, empty. */
  reset(cluster: Extract<LabEvent, { type: 'cluster' }>): void {
    if (!this.running) {
      this.#scale.restart();
      this.#tallest = 0;
    } else if (this.#timeline !== undefined) this.#scale.fit(this.#timeline.length);
    this.#timeline = new Timeline({ processes: cluster.processes, threads: cluster.threads }, cluster.live);
    this.#crashes = new Map();
    this.#shares = [];
    this.running = true;
    this.requestUpdate();
  }

  /** Shows what the lanes did. */
  lanes(event: Extract<LabEvent, { type: 'lanes' }>): void {
    const timeline = this.#timeline;
    if (timeline === undefined) return;
    const known = timeline.activities.size;
    const moved = timeline.add(event.spans, event.nowMs);
    const grew = this.#scale.grow(timeline.length);
    if (grew || timeline.activities.size > known) this.requestUpdate();
    this.#redraw(moved || grew);
  }

  /** A process died; `reason` is shown in its box. */
  crash(process: number, reason: string): void {
    this.#timeline?.crash(process);
    this.#crashes.set(process, reason);
    this.requestUpdate();
    this.#redraw(false);
  }

  /** Nothing runs any more: what is drawn is final. */
  idle(): void {
    this.running = false;
    if (this.#timeline === undefined) return;
    this.#timeline.stop();
    this.#shares = this.#timeline.shares();
    this.#scale.fit(this.#timeline.length);
    this.requestUpdate();
    this.#redraw(true);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchPalette(() => {
      this.requestUpdate();
      if (this.#canvas !== null) this.#screen.recolour(this.#canvas);
    });
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#resized.disconnect();
    this.#screen.stop();
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#canvas === null) return;
    this.#resized.observe(this.#canvas);
    if (this.#timeline !== this.#measured) this.#measure();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { labels } = this;
    const timeline = this.#timeline;
    if (labels === undefined || timeline === undefined) return nothing;
    const { processes, threads } = timeline.shape;
    const { range } = this.#scale;
    const times = ticks(range, Math.min(TICKS, Math.max(1, Math.floor(this.#screen.width / TICK_DISTANCE))));
    const density = processes * threads <= 4 ? 'roomy' : processes * threads <= 16 ? 'dense' : 'tight';
    const compact = threads === 1 && processes > TALL_BOXES;
    const family = familyOf(timeline.shape);
    const longest = Math.max(labels.processLabel(processes).length, labels.laneLabel(threads).length);
    const sizes = styles({
      '--machine-step': `${(100 * (times[1] ?? range)) / range}%`,
      '--machine-letters': String(longest),
      'min-block-size': this.running ? `${this.#tallest}px` : '',
    });
    return html`
      <div class="machine-scroll" role="group" tabindex="0" aria-label=${labels.picture} ?data-compact=${compact}
        ${sizes}>
        <div class="machine-body" data-family=${family} data-density=${density}>
          ${Array.from({ length: processes }, (_, process) => box(labels, {
            process,
            threads,
            shares: this.#shares.slice(process * threads, (process + 1) * threads),
            reason: this.#crashes.get(process),
            kill: this.killable ? () => this.#kill(process) : undefined,
            running: this.running,
          }))}
          <canvas role="img" aria-label=${this.running ? labels.picture : labels.summary(this.#shares)}></canvas>
        </div>
        ${axis(this.lang || 'en', times, range)}
      </div>
      ${activityKey(labels.activities, timeline, this.#crashes.size > 0)}
    `;
  }

  #kill(process: number): void {
    this.dispatchEvent(new CustomEvent('kosut-kill', { detail: { process }, bubbles: true, composed: true }));
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.querySelector('.machine-body > canvas');
  }

  #measure(): void {
    const timeline = this.#timeline;
    if (timeline === undefined || this.#canvas === null) return;
    this.#measured = timeline;
    const scroll = this.querySelector<HTMLElement>('.machine-scroll');
    if (this.running && scroll !== null) this.#tallest = Math.max(this.#tallest, scroll.offsetHeight);
    this.#screen.measure(timeline, this.#canvas, this.querySelectorAll('.machine-track'));
  }

  #redraw(everything: boolean): void {
    // The lanes of a machine that is not on the page yet are drawn when they are measured.
    if (this.#timeline !== this.#measured || this.#canvas === null) return;
    if (everything) this.#screen.invalidate(this.#canvas);
    else this.#screen.request(this.#canvas);
  }
}

customElements.define('kosut-machine', KosutMachine);
