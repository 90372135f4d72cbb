/** A notice: something that the reader should know, and perhaps do. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';

/** A notice; what failed is told at once to those who listen to the page. */
export function notice(kind: 'info' | 'warning' | 'error', text: string, action?: TemplateResult): TemplateResult {
  return html`
    <div class="notice" data-kind=${kind} role=${kind === 'error' ? 'alert' : 'status'}>
      <p>${text}</p>
      ${action === undefined ? null : html`<p>${action}</p>`}
    </div>`;
}
