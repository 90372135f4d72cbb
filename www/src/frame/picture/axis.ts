/** The axis of time below a machine: ticks with their units, as the page's language writes them. */
import { html, type TemplateResult } from 'lit';
import { tickLabel } from './scale';
import { styles } from '../../draw/styles';

/** An axis with ticks at these times, in milliseconds, on a range as long as a track. */
export function axis(lang: string, times: readonly number[], range: number): TemplateResult {
  const label = tickLabel(lang, range);
  const tick = (time: number): TemplateResult =>
    html`<span ${styles({ left: `${(100 * time) / range}%` })}>${label(time)}</span>`;
  return html`<div class="machine-axis" aria-hidden="true"><div>${times.map(tick)}</div></div>`;
}
