/** Predict first: one question about the outcome; the reveal compares the answer with the measurement. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { firstText } from '../draw/format';
import type { Strings } from '../l10n';
import type { Lab, Outcome, Values } from '../labs/lab';
import type { Report } from '../runtime/report';
import type { Session } from './session';

/** What the reader said: one of the lab's options, nothing on purpose, or nothing yet. */
export type Prediction = { readonly option: string } | 'skipped' | undefined;

/** The option that was predicted, if one was. */
export function optionOf(prediction: Prediction): string | undefined {
  return typeof prediction === 'object' ? prediction.option : undefined;
}

/** Whether there is a question to ask. */
export function asks({ lab, report, stale, parameters }: Session): boolean {
  const { fields, values } = parameters;
  return (report === undefined || stale) && fields.length > 0 && (lab.prediction.asked?.(values) ?? true);
}

/** The question before a run, the reveal after it. */
export function predict(
  texts: Strings,
  session: Session,
  prediction: Prediction,
  choose: (prediction: Prediction) => void,
): TemplateResult | null {
  const { lab, report, outcome, stale, state, parameters } = session;
  if (report && !stale) {
    return reveal(texts, lab, prediction, report, outcome);
  }
  return asks(session) ? question(texts, lab, parameters.values, state === 'running', prediction, choose) : null;
}

/** The question, with its answers to choose from; `locked` once the run has begun. */
function question(
  texts: Strings,
  lab: Lab,
  values: Values,
  locked: boolean,
  prediction: Prediction,
  choose: (prediction: Prediction) => void,
): TemplateResult {
  const chosen = optionOf(prediction);
  const args = lab.prediction.args?.(values) ?? {};
  return html`
    <div class="lab-predict">
      <fieldset ?disabled=${locked}>
        <legend>${texts.text(`predict-${lab.id}`, args)}</legend>
        ${lab.prediction.options.map((option) => html`
          <label>
            <input
              type="radio"
              name="predict-${lab.id}"
              value=${option}
              .checked=${live(option === chosen)}
              @change=${() => choose({ option })}
            />
            ${texts.text(`predict-${lab.id}-${option}`, args)}
          </label>`)}
      </fieldset>
      ${prediction === undefined && !locked
        ? html`<button type="button" @click=${() => choose('skipped')}>${texts.text('predict-skip')}</button>`
        : null}
    </div>`;
}

/** A number of an outcome: whole ones as such, others with two decimals. */
function written(texts: Strings, value: number): string {
  return texts.number(value, Number.isInteger(value) ? 0 : 2);
}

/** Prediction beside measurement. */
function reveal(
  texts: Strings,
  lab: Lab,
  prediction: Prediction,
  report: Report,
  outcome: Outcome | undefined,
): TemplateResult | null {
  // Those of the run, which are not always those that the controls show by now.
  const values = new Map(Object.entries(report.params).map(([name, value]) => [name, String(value)]));
  if (!outcome && lab.prediction.asked?.(values) === false) {
    return null;
  }
  if (!outcome) {
    const why = firstText(texts, [`predict-cannot-tell-${lab.id}`, 'predict-cannot-tell']);
    return html`<div class="lab-predict"><p>${why}</p></div>`;
  }
  const args = lab.prediction.args?.(values) ?? {};
  const words = (option: string): string => texts.text(`predict-${lab.id}-${option}`, args);
  const numbers = Object.entries(outcome.args).map(([name, value]) => [name, written(texts, value)]);
  const measured = texts.text(`predict-${lab.id}-measured`, {
    ...args, ...Object.fromEntries(numbers), outcome: words(outcome.option),
  });
  if (typeof prediction !== 'object') {
    return html`<div class="lab-predict"><p>${measured}</p></div>`;
  }
  const right = prediction.option === outcome.option;
  const judged = right ? 'predict-right' : 'predict-wrong';
  return html`
    <div class="lab-predict" data-right=${right}>
      <p>${texts.text('predict-yours', { prediction: words(prediction.option) })}</p>
      <p>${measured}</p>
      <p><strong>${firstText(texts, [`${judged}-${lab.id}`, judged])}</strong></p>
    </div>`;
}
