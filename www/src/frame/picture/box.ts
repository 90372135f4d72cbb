/** One box of a machine: a memory with its lanes. The lanes' timelines are painted over it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MachineLabels } from './labels';
import type { LaneShare } from './timeline';

/** What a box shows. */
export interface Box {
  /** Index of its process, from 0. */
  readonly process: number;
  /** One for each lane; empty while it runs. */
  readonly shares: readonly LaneShare[];
  readonly threads: number;
  /** Why its process died, if it did. */
  readonly reason: string | undefined;
  /** Ends its process; `undefined` when that is never possible here. */
  readonly kill: (() => void) | undefined;
  /** Whether its process can be ended now. */
  readonly running: boolean;
}

/** Draws a box. */
export function box(labels: MachineLabels, { process, shares, threads, reason, kill, running }: Box): TemplateResult {
  return html`
    <div class="machine-box" data-state=${reason === undefined ? 'well' : 'crashed'}>
      <div class="machine-head">
        <span class="machine-process">${labels.processLabel(process + 1)}</span>
        <span class="machine-memory">${threads > 1 ? labels.memoryShared : labels.memoryOwn}</span>
        ${reason === undefined ? nothing : html`<span class="machine-reason">${reason}</span>`}
      </div>
      ${Array.from({ length: threads }, (_, lane) => {
        const share = shares[lane];
        return html`
          <div class="machine-lane">
            <span class="machine-name">${labels.laneLabel(lane + 1)}</span>
            <div class="machine-track"></div>
            <span class="machine-busy">${share === undefined ? nothing : labels.busy(share.share)}</span>
          </div>
        `;
      })}
      ${kill && killButton(labels.endProcess(process + 1), kill, running && reason === undefined)}
    </div>
  `;
}

/** Its place is kept while it cannot be used, so that nothing moves when a run ends. */
function killButton(label: string, kill: () => void, possible: boolean): TemplateResult {
  return html`
    <button type="button" class="machine-kill" ?disabled=${!possible} title=${label} aria-label=${label} @click=${kill}>
      <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2 2 10 10M10 2 2 10" /></svg>
    </button>
  `;
}
