/** Bars below each other: a name, a bar with the whiskers of its interval, and the value in words at the end. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import { withUnit } from '../format';
import type { Bar, BarsChart } from './data';
import { styles } from '../styles';

/** Room beyond the longest bar or whisker of a linear axis, as a share of it. */
const HEADROOM = 1.04;

/** From a value to its place on the track, 0 to 100; and how many decades a logarithmic track has. */
interface Track {
  readonly decades: number;
  place(value: number): number;
}

function track({ axis: { scale }, mark }: BarsChart, bars: readonly Bar[]): Track {
  const shown = bars.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const all = (mark === undefined ? shown : [...shown, mark]).filter(Number.isFinite);
  const percent = (share: number): number => 100 * Math.min(1, Math.max(0, share));
  const highest = Math.max(0, ...all);
  const positive = all.filter((value) => value > 0);
  if (scale === 'linear' || positive.length === 0) {
    const top = highest > 0 ? highest * HEADROOM : 1;
    return { decades: 0, place: (value) => percent(value / top) };
  }
  // The shortest bar keeps a fifth of a decade or more, so that it can be seen.
  const from = Math.floor(Math.log10(Math.min(...positive)) - 0.2);
  const decades = Math.max(1, Math.ceil(Math.log10(highest)) - from);
  return { decades, place: (value) => (value > 0 ? percent((Math.log10(value) - from) / decades) : 0) };
}

function bar(texts: Strings, { axis: { kind }, mark }: BarsChart, { place }: Track, of: Bar): TemplateResult {
  const { value, low, high } = of;
  const line = mark === undefined
    ? nothing
    : html`<span class="bar-mark" ${styles({ 'inset-inline-start': `${place(mark)}%` })}></span>`;
  const whisker = low === undefined || high === undefined || !(high > low)
    ? nothing
    : html`<span class="bar-whisker" ${styles({
      'inset-inline-start': `${place(low)}%`, 'inline-size': `${place(high) - place(low)}%`,
    })}></span>`;
  return html`
    <li class="bar" data-family=${of.family ?? nothing}>
      <span class="bar-name">${texts.text(of.name, of.args)}</span>
      <span class="bar-track">
        <span class="bar-fill" ${styles({ 'inline-size': `${place(value)}%` })}></span>
        ${whisker}
        ${line}
      </span>
      <span class="bar-value">${withUnit(texts, kind, value)}</span>
    </li>`;
}

/** The chart; who listens reads the table beside it. */
export function barChart(texts: Strings, chart: BarsChart, bars: readonly Bar[]): TemplateResult {
  const { axis } = chart;
  const on = track(chart, bars);
  const label = texts.text(axis.label);
  return html`
    <div class="bars" aria-hidden="true" data-scale=${axis.scale}
      ${styles({ '--decade': on.decades > 0 ? `${100 / on.decades}%` : '100%' })}>
      <ul>
        ${bars.map((one, index) => [
          // A group's name stands above the first of its bars.
          one.group === undefined || one.group === bars[index - 1]?.group
            ? nothing
            : html`<li class="bar-group">${texts.text(one.group)}</li>`,
          bar(texts, chart, on, one),
        ])}
      </ul>
      <p class="bars-axis">${on.decades > 0 ? texts.text('chart-log', { label }) : label}</p>
    </div>`;
}
