/** `<kosut-pad>`: a sheet to draw a digit on, by pointer or by keys, and what the trained network takes it for. */
import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import type { Message } from '../../runtime/contract';
import { Failure } from '../../runtime/failure';
import { explain } from '../failure';
import { LightElement } from '../../draw/light';
import { currentPalette, watchPalette } from '../../draw/palette';
import { Drawing, EDGE } from './drawing';
import type { Place } from './drawing';
import { scores } from './scores';

type Recognised = Extract<Message, { type: 'recognised' }>;

/** Asks a network about a drawing. */
export type Recognise = (drawing: Uint8Array) => Promise<Recognised>;

/** Pixels of the sheet for each cell of the drawing. */
const CELL = 10;

/** How far an arrow key goes, and with Shift. */
const STEP = 1;
const STRIDE = 4;

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Pads that there were: their parts have names of their own. */
let pads = 0;

/** See the module's description. */
export class PadElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    recognise: { attribute: false },
    off: { attribute: false },
    answer: { state: true },
    said: { state: true },
  };

  declare texts: Strings;
  declare recognise: Recognise;
  /** Why nothing can be drawn now. */
  declare off: string | undefined;
  private declare answer: Recognised | Failure | undefined;
  /** What the keys have just done. */
  private declare said: string;

  readonly #keys = `pad-keys-${pads += 1}`;
  readonly #drawing = new Drawing();
  /** Where the pointer's stroke is. */
  #pointer: Place | undefined;
  /** The cell that the keys are at, and whether they draw. */
  #cursor = { x: EDGE / 2, y: EDGE / 4 };
  #penDown = false;
  #byKeys = false;
  #asked = 0;
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.said = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchPalette(() => this.#paint());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
  }

  /** A network of another run has not seen this drawing. */
  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('off') && this.off !== undefined) {
      this.#clear();
    }
  }

  protected override updated(): void {
    this.#paint();
  }

  protected override render(): TemplateResult {
    const { texts, off } = this;
    const on = off === undefined;
    return html`
      <section class="pad" aria-label=${texts.text('pad')}>
        <p><strong>${texts.text('pad')}</strong> ${off ?? texts.text('pad-about')}</p>
        <div class="pad-parts">
          <div class="pad-sheet">
            <canvas width=${EDGE * CELL} height=${EDGE * CELL} role="application" aria-label=${texts.text('pad-sheet')}
              aria-describedby=${this.#keys} aria-disabled=${!on} tabindex=${on ? 0 : -1}
              @pointerdown=${this.#pointerDown} @pointermove=${this.#pointerMove} @pointerup=${this.#pointerUp}
              @pointercancel=${this.#pointerUp} @keydown=${this.#key} @blur=${this.#left}></canvas>
            <button type="button" data-action="clear-pad" ?disabled=${!on} @click=${() => this.#clear()}>
              ${texts.text('pad-clear')}
            </button>
            <p class="hint" id=${this.#keys}>${texts.text('pad-keys')}</p>
            <p class="visually-hidden" aria-live="polite">${this.said}</p>
          </div>
          <div class="pad-answer">
            <p role="status">${this.#answer()}</p>
            ${this.answer === undefined || this.answer instanceof Failure || this.answer.digit === undefined
              ? null
              : scores(texts, this.answer.scores, this.answer.digit)}
          </div>
        </div>
      </section>`;
  }

  #answer(): string {
    const { texts, answer, off } = this;
    if (off !== undefined) {
      return '';
    }
    if (answer instanceof Failure) {
      return explain(texts, answer);
    }
    const digit = answer?.digit;
    return digit === undefined
      ? texts.text('pad-empty')
      : texts.text('pad-answer', { digit, word: texts.text(`digit-${digit}`) });
  }

  #clear(): void {
    this.#drawing.clear();
    this.#asked += 1;
    this.#penDown = false;
    this.answer = undefined;
    this.said = '';
    this.#paint();
  }

  async #ask(): Promise<void> {
    const asked = this.#asked += 1;
    let answer: Recognised | Failure;
    try {
      answer = await this.recognise(this.#drawing.cells.slice());
    } catch (thrown) {
      answer = Failure.from(thrown);
    }
    if (asked === this.#asked) {
      this.answer = answer;
    }
  }

  // --- The pointer ---

  #place({ clientX, clientY }: PointerEvent, canvas: HTMLElement): Place {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { x: ((clientX - left) / width) * EDGE, y: ((clientY - top) / height) * EDGE };
  }

  readonly #pointerDown = (event: PointerEvent): void => {
    const canvas = event.currentTarget as HTMLCanvasElement;
    if (this.off !== undefined || event.button !== 0) {
      return;
    }
    canvas.setPointerCapture(event.pointerId);
    this.#byKeys = false;
    this.#pointer = this.#place(event, canvas);
    this.#drawing.stroke(this.#pointer, this.#pointer);
    this.#paint();
  };

  readonly #pointerMove = (event: PointerEvent): void => {
    const canvas = event.currentTarget as HTMLCanvasElement;
    if (this.#pointer === undefined) {
      return;
    }
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const each of passed.length > 0 ? passed : [event]) {
      const place = this.#place(each, canvas);
      this.#drawing.stroke(this.#pointer, place);
      this.#pointer = place;
    }
    this.#paint();
  };

  readonly #pointerUp = (): void => {
    if (this.#pointer !== undefined) {
      this.#pointer = undefined;
      void this.#ask();
    }
  };

  // --- The keys ---

  readonly #key = (event: KeyboardEvent): void => {
    if (this.off !== undefined || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) {
      event.preventDefault();
      this.#move(arrow, event.shiftKey ? STRIDE : STEP);
    } else if (event.key === ' ') {
      event.preventDefault();
      this.#toggle();
    }
  };

  #move([dx, dy]: readonly [number, number], step: number): void {
    const onSheet = (value: number): number => Math.min(EDGE - 1, Math.max(0, value));
    const from = this.#middle;
    this.#cursor = { x: onSheet(this.#cursor.x + dx * step), y: onSheet(this.#cursor.y + dy * step) };
    this.#byKeys = true;
    if (this.#penDown) {
      this.#drawing.stroke(from, this.#middle);
    }
    this.#say('pad-at');
  }

  #toggle(): void {
    this.#penDown = !this.#penDown;
    this.#byKeys = true;
    if (this.#penDown) {
      this.#drawing.stroke(this.#middle, this.#middle);
      this.#say('pad-pen-down');
    } else {
      this.#say('pad-pen-up');
      void this.#ask();
    }
  }

  /** Leaving the sheet lifts the pen. */
  readonly #left = (): void => {
    if (this.#penDown) {
      this.#toggle();
    }
    this.#byKeys = false;
    this.#paint();
  };

  get #middle(): Place {
    return { x: this.#cursor.x + 0.5, y: this.#cursor.y + 0.5 };
  }

  #say(key: string): void {
    const { x, y } = this.#cursor;
    this.said = this.texts.text(key, { column: x + 1, row: y + 1 });
    this.#paint();
  }

  #paint(): void {
    const context = this.querySelector('canvas')?.getContext('2d') ?? null;
    if (context === null) {
      return;
    }
    const palette = currentPalette();
    context.clearRect(0, 0, EDGE * CELL, EDGE * CELL);
    context.fillStyle = palette.css('line', 0.5);
    for (let cell = 4; cell < EDGE; cell += 4) {
      context.fillRect(cell * CELL, 0, 1, EDGE * CELL);
      context.fillRect(0, cell * CELL, EDGE * CELL, 1);
    }
    context.fillStyle = palette.css('ink', this.off === undefined ? 1 : 0.4);
    this.#drawing.cells.forEach((ink, index) => {
      if (ink === 1) {
        context.fillRect((index % EDGE) * CELL, Math.floor(index / EDGE) * CELL, CELL, CELL);
      }
    });
    if (this.#byKeys) {
      context.strokeStyle = palette.css('accent');
      context.lineWidth = this.#penDown ? 5 : 2;
      context.strokeRect((this.#cursor.x - 1) * CELL, (this.#cursor.y - 1) * CELL, 3 * CELL, 3 * CELL);
    }
  }
}

customElements.define('kosut-pad', PadElement);
