/** `<kosut-shown>`: what there is to see of the answer besides the picture, while it comes about and in the end. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import type { RunEvent, Shown } from '../../runtime/contract';
import { LightElement } from '../../draw/light';
import { estimate, estimateSaid } from './estimate';
import { learning, learningSaid } from './learning';
import { search, searchSaid } from './search';
import { Trail } from './trail';
import { words, wordsSaid } from './words';

type ShownEvent = Extract<RunEvent, { type: 'shown' }>;

/** See the module's description. */
export class ShownElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    phase: { attribute: false },
  };

  declare texts: Strings;
  /** Where the run is: its answer is read aloud when it has ended well. */
  declare phase: 'idle' | 'running' | 'finished' | 'failed';

  #event: ShownEvent | undefined;
  #trail = new Trail();

  /** A run begins; what the one before showed stands until there is something new, so that the page does not jump. */
  begin(): void {
    this.#trail.clear();
  }

  /** Another kernel's run begins: what was shown has nothing to do with it. */
  clear(): void {
    this.begin();
    this.#event = undefined;
    this.requestUpdate();
  }

  /** Something is known. */
  show(event: ShownEvent): void {
    this.#event = event;
    if ('estimate' in event.shown) {
      this.#trail.add(event.shown.estimate);
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const event = this.#event;
    if (event === undefined) {
      return nothing;
    }
    const { texts, phase } = this;
    const { shown, last } = event;
    // Only the end is read aloud: what changes many times a second is not to be listened to.
    const said = phase === 'finished' && last ? this.#said(shown) : '';
    return html`
      <section class="shown" aria-label=${texts.text('shown')} data-kind=${Object.keys(shown)[0] ?? ''}>
        <p class="shown-state"><span class="badge" data-basis=${last ? 'measured' : 'modelled'}>
          ${texts.text(last ? 'shown-last' : 'shown-so-far')}
        </span></p>
        ${this.#body(event)}
        <p class="visually-hidden" role="status">${said}</p>
      </section>`;
  }

  #body({ shown, perSecond }: ShownEvent): TemplateResult {
    if ('estimate' in shown) {
      return estimate(this.texts, shown.estimate, this.#trail);
    }
    if ('words' in shown) {
      return words(this.texts, shown.words);
    }
    return 'learning' in shown
      ? learning(this.texts, shown.learning)
      : search(this.texts, shown.search, perSecond ?? undefined);
  }

  #said(shown: Shown): string {
    if ('estimate' in shown) {
      return estimateSaid(this.texts, shown.estimate);
    }
    if ('words' in shown) {
      return wordsSaid(this.texts, shown.words);
    }
    return 'learning' in shown ? learningSaid(this.texts, shown.learning) : searchSaid(this.texts, shown.search);
  }
}

customElements.define('kosut-shown', ShownElement);
