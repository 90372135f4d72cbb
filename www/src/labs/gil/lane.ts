/** A thread between two of its steps: where it is, what lies on its stack, and the buttons that let it go on. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import type { GilFunction, GilLane, GilVariable } from '../../runtime/contract';
import { functionOf } from './answers';

/** What is drawn of a thread. */
export interface Card {
  readonly lane: GilLane;
  /** The program's functions, as instructions and as text. */
  readonly listing: readonly GilFunction[];
  readonly source: string;
  /** Whether it holds the global lock. */
  readonly holds: boolean;
  /** Whether it took the last step. */
  readonly moved: boolean;
  /** Takes one instruction, or all up to another line. */
  next(): void;
  line(): void;
}

/** Names and their values; nothing where there are none. */
export function variables(
  texts: Strings,
  what: 'globals' | 'locals',
  of: readonly GilVariable[],
): TemplateResult | null {
  return of.length === 0 ? null : html`
    <div class="python-values">
      <h5>${texts.text(`gil-${what}`)}</h5>
      <dl>
        ${of.map(({ name, value }) => html`<div><dt><code>${name}</code></dt><dd><code>${value}</code></dd></div>`)}
      </dl>
    </div>`;
}

/** The instructions of the function that it is in, each line of the source above its own. */
function listing(texts: Strings, { lane, listing: functions, source }: Card): TemplateResult | null {
  const found = functionOf(functions, lane.function);
  if (found === undefined || lane.state === 'done') {
    return null;
  }
  const lines = source.split('\n');
  const label = texts.text('gil-listing', { name: lane.function });
  return html`
    <div class="python-listing" tabindex="0" role="group" aria-label=${label}>
      <ol>
        ${found.lines.map(({ index, line, name, argument }, at) => html`
          ${line === found.lines[at - 1]?.line ? null : html`
            <li class="python-line"><span>${line}</span><code>${lines[line - 1]?.trim() ?? ''}</code></li>`}
          <li aria-current=${index === lane.index ? 'step' : 'false'}>
            <span>${index === lane.index ? '▶ ' : ''}${index}</span><code>${name} <em>${argument}</em></code>
          </li>`)}
      </ol>
    </div>`;
}

function stack(texts: Strings, { stack: values }: GilLane): TemplateResult {
  return html`
    <div class="python-values">
      <h5>${texts.text('gil-stack')}</h5>
      ${values.length === 0
        ? html`<p class="hint">${texts.text('gil-stack-empty')}</p>`
        : html`
          <ol class="python-stack">${values.toReversed().map((value) => html`<li><code>${value}</code></li>`)}</ol>`}
    </div>`;
}

/** How it stands, in words. */
function state(texts: Strings, { lane, holds }: Card): string {
  const waits = lane.waitsFor ?? '';
  const key = lane.state === 'blocked' && waits === '' ? 'blocked-somehow' : lane.state;
  return texts.text(holds && lane.state === 'ready' ? 'gil-lane-holds' : `gil-lane-${key}`, { waits });
}

/** The thread. */
export function card(texts: Strings, of: Card): TemplateResult {
  const { lane, holds, moved } = of;
  const off = !lane.mayStep;
  const button = (name: 'next' | 'line', act: () => void): TemplateResult => html`
    <button type="button" class=${name === 'next' ? 'primary' : ''} data-step=${name} data-lane=${lane.lane}
      aria-disabled=${off ? 'true' : 'false'} aria-label=${texts.text(`gil-step-${name}-of`, { name: lane.name })}
      @click=${() => { if (!off) act(); }}>${texts.text(`gil-step-${name}`)}</button>`;
  return html`
    <section class="python-lane" aria-label=${lane.name}
      data-state=${lane.state} ?data-holds=${holds} ?data-moved=${moved}>
      <h5><span class="python-number">▸${lane.lane + 1}</span> ${lane.name}</h5>
      <p class="python-lane-state">${state(texts, of)}</p>
      ${lane.state === 'done' ? null : html`
        <p class="python-where">${texts.text('gil-where', { name: lane.function, line: lane.line })}
          <code>${lane.instruction}</code></p>
        <div class="lab-actions">${button('next', () => of.next())}${button('line', () => of.line())}</div>
        ${listing(texts, of)}
        ${stack(texts, lane)}
        ${variables(texts, 'locals', lane.locals)}`}
    </section>`;
}
