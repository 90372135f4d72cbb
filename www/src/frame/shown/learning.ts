/** How well a network does, epoch by epoch. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import type { Shown } from '../../runtime/contract';
import { line } from './line';

export type Learning = Extract<Shown, { learning: unknown }>['learning'];

/** The best and the worst that the chart shows; guessing gets one digit in ten right. */
const ALL = 1;
const NONE = 0;

function accuracy(texts: Strings, { right, of }: Learning): string {
  return texts.percent((right.at(-1) ?? 0) / (of || 1), 1);
}

/** What is shown of a network that learns. */
export function learning(texts: Strings, shown: Learning): TemplateResult {
  const { right, of } = shown;
  const epochs = right.length;
  const values = { accuracy: accuracy(texts, shown), of: texts.number(of), epochs };
  const first = texts.percent((right[0] ?? 0) / (of || 1), 1);
  const points = right.map((count, epoch) => ({ x: epoch + 1, y: count / (of || 1) }));
  const view = { left: 1, right: Math.max(2, epochs), bottom: NONE, top: ALL };
  return html`
    <p class="shown-value"><strong>${values.accuracy}</strong></p>
    <p>${texts.text('shown-learning-about', values)}</p>
    ${epochs === 0 ? null : html`
      <figure class="shown-chart">
        <div class="shown-axis">
          ${[ALL, (ALL + NONE) / 2, NONE].map((share) => html`<span>${texts.percent(share)}</span>`)}
        </div>
        ${line(points, view, texts.text('shown-learning-chart', { first, ...values }))}
        <figcaption>${texts.text('shown-learning-axis', { epochs })}</figcaption>
      </figure>`}`;
}

/** The same in one sentence. */
export function learningSaid(texts: Strings, shown: Learning): string {
  const values = { accuracy: accuracy(texts, shown), of: texts.number(shown.of), epochs: shown.right.length };
  return `${values.accuracy} ${texts.text('shown-learning-about', values)}`;
}
