/** What programs print: kept in pieces, so that who listens hears what is new and not all of it again. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Strings } from '../../l10n';

/** Characters that are kept. A program that prints without end would fill the page's memory. */
const KEPT_MAX = 200_000;

/** Characters that are shown: more than anybody reads, and few enough to be drawn in no time. */
const SHOWN_MAX = 20_000;

interface Piece {
  readonly id: number;
  readonly text: string;
  readonly isError: boolean;
}

/** The output of one run. */
export class Transcript {
  #pieces: Piece[] = [];
  #next = 0;
  #length = 0;
  /** Whether the beginning was dropped. */
  #cut = false;

  /** Whether nothing was printed. */
  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Everything that is kept, in the order in which it came. */
  get text(): string {
    return this.#pieces.map(({ text }) => text).join('');
  }

  /** Takes what is new. */
  add(text: string, isError: boolean): void {
    if (text === '') {
      return;
    }
    this.#pieces.push({ id: this.#next, text, isError });
    this.#next += 1;
    this.#length += text.length;
    while (this.#length > KEPT_MAX && this.#pieces.length > 1) {
      this.#length -= this.#pieces.shift()?.text.length ?? 0;
      this.#cut = true;
    }
  }

  clear(): void {
    this.#pieces = [];
    this.#length = 0;
    this.#cut = false;
  }

  /** The last part, as much as is shown. */
  render(texts: Strings): TemplateResult {
    const shown: Piece[] = [];
    let left = SHOWN_MAX;
    for (const piece of this.#pieces.toReversed()) {
      if (left <= 0) {
        break;
      }
      shown.unshift(piece.text.length > left ? { ...piece, text: piece.text.slice(-left) } : piece);
      left -= piece.text.length;
    }
    const cut = this.#cut || this.#length > SHOWN_MAX;
    return html`
      ${cut ? html`<p class="hint">${texts.text('gil-output-cut', { shown: texts.number(SHOWN_MAX) })}</p>` : null}
      <div class="python-output" role="log" aria-label=${texts.text('gil-output')} tabindex="0">${
        repeat(shown, ({ id }) => id, ({ text, isError }) => (isError
          ? html`<strong class="python-error">${text}</strong>`
          : html`<span>${text}</span>`))}</div>`;
  }
}
