/** Everything that a lab has to tell besides its result: what is wrong, what is missing, what happened. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import type { Clock } from '../runtime/client';
import type { Failure } from '../runtime/failure';
import { framed } from '../runtime/isolation';
import type { Isolation } from '../runtime/isolation';
import { explain } from './failure';
import { notice } from './notice';
import type { Linked } from './address';
import { isDrawn } from './controls';
import type { Session } from './session';

/** Why threads cannot run here, and the way out where there is one. */
export function isolationNotice(
  texts: Strings,
  isolation: Isolation | undefined,
  ownPage: string,
): TemplateResult | null {
  if (isolation?.state === 'reloading') {
    return notice('info', texts.text('isolation-reloading'));
  }
  if (isolation?.state !== 'missing') {
    return null;
  }
  const way = html`<a href=${ownPage} target="_blank" rel="noopener">${texts.text('action-new-tab')}</a>`;
  return notice('warning', texts.text(`isolation-${isolation.reason}`), framed ? way : undefined);
}

/** What is wrong with the page's own parameters, or with the lab's, that the address brought. */
export function addressNotice(
  texts: Strings,
  problem: Failure | undefined,
  { lab, parameters }: Session,
  useDefaults: () => void,
): TemplateResult | null {
  const { invalid, fields, fromAddress } = parameters;
  // What the reader typed is said at its field, when there is such a field.
  const atField = !fromAddress && fields.some((field) =>
    isDrawn(field) && field.name === invalid?.details.get('field'));
  const failure = problem ?? (atField ? undefined : invalid);
  return failure === undefined ? null : notice('error', explain(texts, failure, lab.id), html`
    <button type="button" data-action="defaults" @click=${useDefaults}>${texts.text('action-defaults')}</button>`);
}

/** That a link cannot hold what the reader has written. */
export function linkNotice(texts: Strings, { tooLong }: Linked): TemplateResult | null {
  return tooLong === undefined ? null : notice('info', texts.text('link-too-long', { length: texts.number(tooLong) }));
}

/** That the experiment's program takes long to arrive, or that the code of its view did not arrive. */
export function arrivalNotice(texts: Strings, problem: 'late' | 'no-view' | undefined): TemplateResult | null {
  return problem === undefined ? null : notice('warning', texts.text(`arrival-${problem}`), html`
    <button type="button" data-action="reload" @click=${() => location.reload()}>${texts.text('load-reload')}</button>`);
}

/** From here on, samples take so long that it is said before, in milliseconds. */
const LONG_SAMPLE_MS = 1_000;

const SECONDS_PER_MINUTE = 60;

/** In minutes, or in seconds below one. */
function longTime(texts: Strings, ms: number): string {
  const seconds = ms / 1e3;
  return seconds < SECONDS_PER_MINUTE
    ? `${texts.number(seconds)} ${texts.text('unit-s')}`
    : `${texts.number(seconds / SECONDS_PER_MINUTE, 1)} ${texts.text('unit-min')}`;
}

/** That the clock is coarse, and how long a run takes because of that, at least. */
export function clockNotice(texts: Strings, clock: Clock | undefined, runMs: number): TemplateResult | null {
  if (clock === undefined || clock.sampleMs < LONG_SAMPLE_MS) {
    return null;
  }
  const [step, seconds] = [texts.number(clock.stepMs, 0), texts.number(clock.sampleMs / 1e3, 1)];
  const run = runMs === 0 ? [] : [texts.text('clock-run', { time: longTime(texts, runMs) })];
  return notice('info', [texts.text('clock-coarse', { step, seconds }), ...run].join(' '));
}

/** How the last run ended, when it did not end well, or not as it should. */
export function runNotice(texts: Strings, session: Session): TemplateResult | null {
  if (session.failure) {
    return notice(session.failure.code === 'cancelled' ? 'info' : 'error', explain(texts, session.failure, session.lab.id));
  }
  return session.report && session.wasHidden ? notice('warning', texts.text('was-hidden')) : null;
}
