/** What a finished run means to the page around an embedded lab. */
import type { Report } from '../runtime/report';
import { score } from './predict';
import type { Prediction } from './predict';
import type { Session } from './session';
import type { State } from './splice';

/** The detail of `kosut-report`. */
export interface Reported {
  readonly report: Report;
  /** Whether the prediction came true; `undefined` when there was none. */
  readonly score: 0 | 1 | undefined;
  readonly state: State;
}

/** The event that tells of a finished run. */
export function reported({ lab, parameters }: Session, prediction: Prediction, report: Report): CustomEvent<Reported> {
  const option = typeof prediction === 'object' ? prediction.option : null;
  const state = { query: parameters.query, prediction: option };
  const detail = { report, score: score(lab, prediction, report), state };
  return new CustomEvent('kosut-report', { detail });
}
