/** Predict first: one question about the outcome; the reveal compares the answer with the measurement. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Strings } from '../l10n';
import type { Lab } from '../labs/lab';
import type { Report } from '../runtime/report';
import type { Session } from './session';

/** What the reader said: one of the lab's options, nothing on purpose, or nothing yet. */
export type Prediction = { readonly option: string } | 'skipped' | undefined;

/** 1 for a prediction that came true, 0 for one that did not; `undefined` when there is nothing to compare. */
export function score(lab: Lab, prediction: Prediction, report: Report): 0 | 1 | undefined {
  const outcome = lab.prediction.outcome(report);
  if (!outcome || prediction === undefined || prediction === 'skipped') {
    return undefined;
  }
  return outcome.option === prediction.option ? 1 : 0;
}

/** Whether there is a question to ask: one worker is no faster than itself. */
export function asks({ report, stale, parameters }: Session): boolean {
  return (report === undefined || stale) && Number(parameters.values.get('workers') ?? 0) > 1;
}

/** The question before a run, the reveal after it. */
export function predict(
  texts: Strings,
  session: Session,
  prediction: Prediction,
  choose: (prediction: Prediction) => void,
): TemplateResult | null {
  const { lab, report, stale, state, parameters } = session;
  if (report && !stale) {
    return reveal(texts, lab, prediction, report);
  }
  const workers = parameters.values.get('workers') ?? '';
  return asks(session) ? question(texts, lab, workers, state === 'running', prediction, choose) : null;
}

/** The question, with its answers to choose from; `locked` once the run has begun. */
function question(
  texts: Strings,
  lab: Lab,
  workers: string,
  locked: boolean,
  prediction: Prediction,
  choose: (prediction: Prediction) => void,
): TemplateResult {
  const chosen = typeof prediction === 'object' ? prediction.option : undefined;
  return html`
    <div class="lab-predict">
      <fieldset ?disabled=${locked}>
        <legend>${texts.text(`predict-${lab.id}`, { workers })}</legend>
        ${lab.prediction.options.map((option) => html`
          <label>
            <input
              type="radio"
              name="predict-${lab.id}"
              value=${option}
              .checked=${live(option === chosen)}
              @change=${() => choose({ option })}
            />
            ${texts.text(`predict-${lab.id}-${option}`, { workers })}
          </label>`)}
      </fieldset>
      ${prediction === undefined && !locked
        ? html`<button type="button" @click=${() => choose('skipped')}>${texts.text('predict-skip')}</button>`
        : null}
    </div>`;
}

/** Prediction beside measurement. */
function reveal(texts: Strings, lab: Lab, prediction: Prediction, report: Report): TemplateResult {
  const outcome = lab.prediction.outcome(report);
  if (!outcome) {
    return html`<div class="lab-predict"><p>${texts.text('predict-cannot-tell')}</p></div>`;
  }
  const workers = String(report.params['workers']);
  const words = (option: string): string => texts.text(`predict-${lab.id}-${option}`, { workers });
  const value = texts.number(outcome.value, 2);
  const measured = texts.text('predict-measured', { outcome: words(outcome.option), value });
  if (typeof prediction !== 'object') {
    return html`<div class="lab-predict"><p>${measured}</p></div>`;
  }
  const right = prediction.option === outcome.option;
  return html`
    <div class="lab-predict" data-right=${right}>
      <p>${texts.text('predict-yours', { prediction: words(prediction.option) })}</p>
      <p>${measured}</p>
      <p><strong>${texts.text(right ? 'predict-right' : 'predict-wrong')}</strong></p>
    </div>`;
}
