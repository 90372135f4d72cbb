/** What only this lab shows: the two numbers that run apart, and the game of being the scheduler. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { LightElement } from '../../draw/light';
import type { Strings } from '../../l10n';
import type { RaceLive, RaceVariant, RunEvent } from '../../runtime/contract';
import type { Report } from '../../runtime/report';
import type { LabHost, LabView, RunState, Values } from '../lab';
import { numbers } from './numbers';
import './scheduler';
import './race.css';

/** `<kosut-race>`. */
export class RaceElement extends LightElement implements LabView {
  static override properties = {
    texts: { attribute: false },
    phase: { attribute: false },
    values: { attribute: false },
    report: { attribute: false },
    host: { attribute: false },
  };

  declare texts: Strings;
  declare phase: RunState;
  declare values: Values;
  declare report: Report | undefined;
  declare host: LabHost;

  /** The last that was seen of each way, in the order in which they first ran. */
  readonly #seen = new Map<RaceVariant, RaceLive>();

  event(event: RunEvent): void {
    if (event.type === 'race') {
      this.#seen.set(event.live.variant, event.live);
      // Lit draws at most once for all that comes before the next task; Rust tells it once a frame.
      this.requestUpdate();
    }
  }

  reset(): void {
    this.#seen.clear();
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    return html`
      ${numbers(this.texts, [...this.#seen.values()])}
      <kosut-scheduler .texts=${this.texts} .host=${this.host} .scene=${this.values.get('scene')}></kosut-scheduler>`;
  }
}

customElements.define('kosut-race', RaceElement);
