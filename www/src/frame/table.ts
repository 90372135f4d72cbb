/** The result as a table: medians with their intervals, and what else a lab measured. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { Strings } from '../l10n';
import type { Column, Lab } from '../labs/lab';
import type { Report, Row } from '../runtime/report';
import { firstText, interval, several, topologyName, withUnit } from '../draw/format';
import { topologyFamily } from '../draw/palette';

function steps(texts: Strings, times: number): string {
  return texts.text('table-steps', { count: texts.number(times) });
}

function cell(texts: Strings, column: Column, row: Row): TemplateResult {
  const value = column.value(row);
  if (value === undefined) {
    return html`<td role="cell">–</td>`;
  }
  if (typeof value === 'string') {
    return html`<td role="cell">${texts.text(value)}</td>`;
  }
  if (typeof value !== 'number') {
    return html`<td role="cell">${several(texts, column.kind, value)}</td>`;
  }
  const bounds = column.interval?.(row);
  const times = column.times?.(row) ?? 1;
  return html`
    <td role="cell">
      ${withUnit(texts, column.kind, value)}
      ${bounds === undefined ? null : html`<br /><span class="interval">${interval(texts, column.kind, bounds, value)}</span>`}
      ${times > 1 ? html`<br /><span class="interval">${steps(texts, times)}</span>` : null}
    </td>`;
}

/** What a row is about: what the lab calls it, beside its topology; or the topology and its family. */
function head(texts: Strings, lab: Lab, row: Row): TemplateResult {
  const topology = topologyName(row.topology);
  const name = lab.rowName?.(row);
  return name === undefined
    ? html`${topology} <small>${texts.text(`family-${topologyFamily(row.topology)}`)}</small>`
    : html`${texts.text(name.key, name.args)} <small>${topology}</small>`;
}

/**
 * The table. On a phone, each row's name stands above its values, see its style; the roles say that it is a table all the
 * same. Where it is wider than the page even so, it scrolls in a frame of its own.
 */
export function table(texts: Strings, lab: Lab, report: Report): TemplateResult {
  const samples = Math.min(...report.rows.map((row) => row.samples_ms.length));
  const rows = lab.rowName === undefined ? 'column-topology' : `column-${lab.id}`;
  // A column of which this run knows nothing would only take room.
  const columns = lab.columns.filter((column) => report.rows.some((row) => column.value(row) !== undefined));
  const caption = firstText(texts, [`table-caption-${lab.id}`, 'table-caption'], { samples });
  return html`
    <div class="table-wrap" role="region" aria-label=${texts.text('table')} tabindex="0">
      <table class="lab-table" role="table" style=${styleMap({ '--columns': String(columns.length) })}>
        <caption><span>${caption}</span></caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">${firstText(texts, [rows, 'column-topology'])}</th>
            ${columns.map(({ name }) => html`
              <th scope="col" role="columnheader">${firstText(texts, [`column-${lab.id}-${name}`, `column-${name}`])}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${report.rows.map((row) => html`
            <tr role="row">
              <th scope="row" role="rowheader">
                <span class="swatch" data-family=${topologyFamily(row.topology)}></span>
                ${head(texts, lab, row)}
              </th>
              ${columns.map((column) => cell(texts, column, row))}
            </tr>`)}
        </tbody>
      </table>
    </div>`;
}
