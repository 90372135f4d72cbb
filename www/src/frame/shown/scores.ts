/** The ten scores that a network gives a drawing, as bars. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import { styles } from '../../draw/styles';

/** One bar for each digit; the network's answer is marked. */
export function scores(texts: Strings, values: readonly number[], digit: number): TemplateResult {
  const [low, high] = [Math.min(0, ...values), Math.max(...values)];
  // Shares of a whole are written as such; any other score is a number.
  const areShares = low >= 0 && high <= 1;
  const write = (value: number): string => (areShares ? texts.percent(value, 1) : texts.number(value, 2));
  return html`
    <p class="hint">${texts.text('pad-scores')}</p>
    <ol class="shown-bars" start="0" aria-label=${texts.text('pad-scores')}>
      ${values.map((value, index) => html`
        <li value=${index} aria-current=${index === digit} ?data-chosen=${index === digit}
          ${styles({ '--share': String((value - low) / (high - low || 1)) })}>
          <span>${index}</span><span class="count">${write(value)}</span>
        </li>`)}
    </ol>`;
}
