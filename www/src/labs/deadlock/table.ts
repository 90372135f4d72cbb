/** The round table as it stands: who does what, who holds which fork, who waits for whom. */
import { html, nothing, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import type { DeadlockLive } from '../../runtime/contract';
import { HALF, arrow, fork, seat, size } from './seats';

/** What a seat's mark says without colour: one letter or sign for each state. */
const SIGNS: Readonly<Record<string, string>> = {
  away: '', thinking: '…', hungry: '?', eating: '✓', pausing: '–', done: '•', frozen: '✕',
};

/** What one does, for the reader: who is part of the circle is frozen. */
export function moodOf(live: DeadlockLive, index: number): string {
  return live.circle.includes(index) ? 'frozen' : live.seats[index]?.state ?? 'away';
}

function isPost({ way }: DeadlockLive): boolean {
  return way === 'both-wait' || way === 'one-first';
}

function person(texts: Strings, live: DeadlockLive, index: number): SVGTemplateResult {
  const count = live.seats.length;
  const { x, y } = seat(index, count);
  const mood = moodOf(live, index);
  const radius = size(count);
  return svg`
    <g class="seat" data-mood=${mood} transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">
      ${isPost(live)
        ? svg`<rect x=${-radius} y=${-radius} width=${2 * radius} height=${2 * radius} rx="4"></rect>`
        : svg`<circle r=${radius}></circle>`}
      <text class="seat-name" y=${-radius * 0.1}>${index + 1} ${SIGNS[mood] ?? ''}</text>
      <text class="seat-count" y=${radius * 0.62}>${texts.number(live.seats[index]?.count ?? 0)}</text>
    </g>`;
}

function forkAt(live: DeadlockLive, index: number): SVGTemplateResult {
  const holder = live.holders[index] ?? null;
  const count = live.holders.length;
  const { x, y } = fork(index, count, holder);
  const angle = (360 * (index - 0.5)) / count;
  return svg`
    <g class="fork" data-held=${holder !== null}
      transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${angle.toFixed(1)})">
      <path d="M0,8V-1M-3,-8V-4Q-3,-1 0,-1Q3,-1 3,-4V-8M0,-8V-1"></path>
    </g>`;
}

function edge(live: DeadlockLive, { waiter, holder }: DeadlockLive['edges'][number]): SVGTemplateResult {
  const { path, tip } = arrow(waiter, holder, live.seats.length);
  const closed = live.circle.includes(waiter) && live.circle.includes(holder);
  return svg`<g class="waits" data-circle=${closed}><path d=${path}></path><polygon points=${tip}></polygon></g>`;
}

/** The drawing; its content stands in words beside it. */
export function table(texts: Strings, live: DeadlockLive): TemplateResult {
  const all = live.seats.map((_, index) => index);
  return html`
    <svg class="round-table" viewBox="${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}" aria-hidden="true" data-stage=${live.stage}>
      ${live.holders.length > 0 ? svg`<circle class="table-top" r="52"></circle>` : nothing}
      ${live.holders.map((_, index) => forkAt(live, index))}
      ${live.edges.map((one) => edge(live, one))}
      ${all.map((index) => person(texts, live, index))}
    </svg>`;
}

/** The signs of the drawing, in words. */
export function legend(texts: Strings, live: DeadlockLive): TemplateResult {
  const moods = isPost(live) ? ['thinking', 'hungry', 'frozen', 'done'] : ['thinking', 'hungry', 'eating', 'pausing', 'frozen', 'done'];
  const suffix = isPost(live) ? '-post' : '';
  return html`
    <ul class="table-legend" aria-hidden="true">
      ${moods.map((mood) => html`
        <li><span class="table-sign" data-mood=${mood}>${SIGNS[mood]}</span> ${texts.text(`deadlock-mood-${mood}${mood === 'frozen' || mood === 'done' ? '' : suffix}`)}</li>`)}
    </ul>`;
}
