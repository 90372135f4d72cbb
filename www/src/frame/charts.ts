/** A lab's charts, with buttons to switch between several. Their code is loaded when the first result is there. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Chart } from '../draw/chart/data';
import type { Strings } from '../l10n';
import type { Lab } from '../labs/lab';
import type { Curve } from '../runtime/contract';
import type { Report } from '../runtime/report';
import type { ChartLabels } from '../draw/chart/speedup-chart';
import { chartLabels } from './labels';

/** What the chart of the lab `speedup` can show. */
const MODES = ['speedup', 'time'] as const;

/** Made once for each language: a chart is drawn anew when its texts are others. */
const LABELS = new WeakMap<Strings, ChartLabels>();

function labelsOf(texts: Strings): ChartLabels {
  const labels = LABELS.get(texts) ?? chartLabels(texts);
  LABELS.set(texts, labels);
  return labels;
}

/** Loads what draws a lab's charts. */
export async function loadCharts({ chart }: Lab): Promise<void> {
  if (chart === 'speedup') {
    await import('../draw/chart/speedup-chart');
  } else if (chart !== undefined) {
    await import('../draw/chart/chart');
  }
}

/** The chart that is chosen, by its index, and the buttons. */
export function charts(
  texts: Strings,
  lab: Lab,
  report: Report,
  curves: readonly Curve[],
  chosen: number,
  choose: (index: number) => void,
): TemplateResult | null {
  if (lab.chart === undefined || isEmpty(lab.chart, report)) {
    return null;
  }
  const speedup = lab.chart === 'speedup';
  const names = lab.chart === 'speedup'
    ? MODES.map((mode) => `chart-${mode}`)
    : lab.chart.map(({ name }) => `chart-${lab.id}-${name}`);
  const drawing = lab.chart === 'speedup'
    ? speedupChart(texts, report, curves, chosen)
    : chart(texts, lab.chart[chosen], report);
  const fits = speedup && curves.length > 0;
  return html`
    <figure class="lab-chart">
      ${names.length > 1
        ? html`
          <div class="lab-actions" role="group" aria-label=${texts.text('chart-mode')}>
            ${names.map((name, index) => html`
              <button type="button" aria-pressed=${index === chosen} @click=${() => choose(index)}>
                ${texts.text(name)}
              </button>`)}
          </div>`
        : html`<p class="lab-chart-name">${names.map((name) => texts.text(name))}</p>`}
      ${drawing}
      ${fits ? html`<figcaption>${curves.map((curve) => fit(texts, curve))}</figcaption>` : null}
    </figure>`;
}

/** Whether a run has measured nothing that its charts could draw. */
function isEmpty(chart: NonNullable<Lab['chart']>, report: Report): boolean {
  return chart !== 'speedup' && chart.every((one) => one.kind === 'bars' && one.bars(report).length === 0);
}

function chart(texts: Strings, of: Chart | undefined, report: Report): TemplateResult | null {
  return of === undefined ? null : html`<kosut-chart .texts=${texts} .chart=${of} .report=${report}></kosut-chart>`;
}

function speedupChart(texts: Strings, report: Report, curves: readonly Curve[], chosen: number): TemplateResult {
  return html`
    <kosut-speedup-chart
      lang=${texts.language}
      .labels=${labelsOf(texts)}
      .rows=${report.rows}
      .curves=${curves}
      .mode=${MODES[chosen] ?? 'speedup'}
    ></kosut-speedup-chart>`;
}

function fit(texts: Strings, { family, model, serialFraction, coherency }: Curve): string {
  const precise = (share: number): string => texts.number(share * 100, 1);
  return `${texts.text(`fit-${model}`, {
    family: texts.text(`family-${family}`),
    serial: precise(serialFraction),
    coherency: precise(coherency),
  })} `;
}
