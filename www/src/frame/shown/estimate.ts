/** An estimate of π: its digits, its error, and how it got there. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import { line } from './line';
import type { Estimate, Trail } from './trail';

/** Decimals that are shown: the error of the largest run is about as large as the last but three. */
const DECIMALS = 8;

/** A number whose beginning agrees with π, cut where that ends. */
interface Cut {
  readonly agrees: string;
  readonly rest: string;
  /** How many digits agree. */
  readonly digits: number;
}

function cut(texts: Strings, value: number): Cut {
  const written = texts.number(value, DECIMALS);
  const truth = texts.number(Math.PI, DECIMALS);
  let length = 0;
  while (length < written.length && written[length] === truth[length]) {
    length += 1;
  }
  const agrees = written.slice(0, length);
  return { agrees, rest: written.slice(length), digits: agrees.replace(/\D/g, '').length };
}

/** How many decimals of an error say something: two digits of it. */
function decimalsOf(error: number): number {
  return error > 0 ? Math.min(DECIMALS + 2, Math.max(2, 1 - Math.floor(Math.log10(error)))) : 0;
}

function chart(texts: Strings, estimates: readonly Estimate[]): TemplateResult | null {
  const last = estimates.at(-1);
  if (last === undefined || estimates.length < 2) {
    return null;
  }
  // The first estimates are far off: what is seen is what came of it.
  const later = estimates.slice(Math.floor(estimates.length / 4));
  const reach = 1.15 * Math.max(...later.map(({ value, error }) => Math.abs(value - Math.PI) + error));
  const view = { left: 0, right: last.samples, bottom: Math.PI - reach, top: Math.PI + reach };
  const points = estimates.map(({ value, error, samples }) => ({ x: samples, y: value, band: error }));
  const write = (value: number): string => texts.number(value, decimalsOf(reach));
  return html`
    <figure class="shown-chart">
      <div class="shown-axis"><span>${write(view.top)}</span><span>π</span><span>${write(view.bottom)}</span></div>
      ${line(points, view, texts.text('shown-estimate-chart'), Math.PI)}
      <figcaption>${texts.text('shown-estimate-axis', { samples: texts.number(last.samples) })}</figcaption>
    </figure>`;
}

/** What is shown of an estimate. */
export function estimate(texts: Strings, shown: Estimate, trail: Trail): TemplateResult {
  const { agrees, rest, digits } = cut(texts, shown.value);
  const error = texts.number(shown.error, decimalsOf(shown.error));
  return html`
    <p class="shown-value"><strong>${agrees}</strong><span>${rest}</span></p>
    <p>${texts.text('shown-estimate-about', { error, samples: texts.number(shown.samples) })}
      ${texts.text('shown-estimate-agree', { digits })}</p>
    ${chart(texts, trail.estimates)}`;
}

/** The same in one sentence. */
export function estimateSaid(texts: Strings, shown: Estimate): string {
  const { digits } = cut(texts, shown.value);
  return [
    texts.number(shown.value, DECIMALS),
    texts.text('shown-estimate-about', {
      error: texts.number(shown.error, decimalsOf(shown.error)),
      samples: texts.number(shown.samples),
    }),
    texts.text('shown-estimate-agree', { digits }),
  ].join(' ');
}
