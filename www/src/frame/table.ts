/** The result as a table: medians with their intervals, and what else a lab measured. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import type { Column, Lab } from '../labs/lab';
import { sampleCount, type Report, type Row } from '../runtime/report';
import { firstText, interval, several, topologyName, withUnit } from '../draw/format';
import { topologyFamily } from '../draw/palette';
import { styles } from '../draw/styles';

function steps(texts: Strings, times: number): string {
  return texts.text('table-steps', { count: texts.number(times) });
}

function content(texts: Strings, column: Column, row: Row): TemplateResult | string {
  const value = column.value(row);
  if (value === undefined) {
    return '–';
  }
  if (typeof value === 'string') {
    return texts.text(value);
  }
  if (typeof value !== 'number') {
    return several(texts, column.kind, value);
  }
  const bounds = column.interval?.(row);
  const times = column.times?.(row) ?? 1;
  const beside = (range: readonly [number, number]): string =>
    sampleCount(row) === 1 ? texts.text('interval-one-run') : interval(texts, column.kind, range, value);
  return html`
    ${withUnit(texts, column.kind, value)}
    ${bounds === undefined ? null : html`<br /><span class="interval">${beside(bounds)}</span>`}
    ${times > 1 ? html`<br /><span class="interval">${steps(texts, times)}</span>` : null}`;
}

/** Columns that fit beside each other on a phone; where there are more, each value stands in a line of its own there. */
const NARROW_COLUMNS = 5;

/** The heading of a column. */
export function columnName(texts: Strings, lab: Lab, { name }: Column): string {
  return firstText(texts, [`column-${lab.id}-${name}`, `column-${name}`]);
}

/** The name of a row: what the lab calls it, or its topology. */
export function rowName(texts: Strings, lab: Lab, row: Row): string {
  const said = lab.rowName?.(row);
  return said === undefined ? topologyName(row.topology) : texts.text(said.key, said.args);
}

/** What a row is about: what the lab calls it, beside its topology; or the topology and its family. */
function head(texts: Strings, lab: Lab, row: Row): TemplateResult {
  const topology = topologyName(row.topology);
  const name = rowName(texts, lab, row);
  if (lab.rowName === undefined) {
    return html`${topology} <small>${texts.text(`family-${topologyFamily(row.topology)}`)}</small>`;
  }
  return name.includes(topology) ? html`${name}` : html`${name} <small>${topology}</small>`;
}

/**
 * The table. On a phone, each row's name stands above its values, and with many columns each value's name beside it, see
 * its style; the roles say that it is a table all the same. Where it is wider than the page even so, it scrolls in a frame of
 * its own.
 */
export function table(texts: Strings, lab: Lab, report: Report): TemplateResult {
  const samples = Math.min(...report.rows.map(sampleCount));
  const rows = lab.rowName === undefined ? 'column-topology' : `column-${lab.id}`;
  // A column of which this run knows nothing would only take room.
  const columns = lab.columns.filter((column) => report.rows.some((row) => column.value(row) !== undefined));
  const names = columns.map((column) => columnName(texts, lab, column));
  const caption = firstText(texts, [`table-caption-${lab.id}`, 'table-caption'], { samples });
  return html`
    <div class="table-wrap" role="region" aria-label=${texts.text('table')} tabindex="0">
      <table class="lab-table" role="table" ?data-many=${columns.length > NARROW_COLUMNS}
        ${styles({ '--columns': String(columns.length) })}>
        <caption><span>${caption}</span></caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">${firstText(texts, [rows, 'column-topology'])}</th>
            ${names.map((name) => html`<th scope="col" role="columnheader">${name}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${report.rows.map((row) => html`
            <tr role="row">
              <th scope="row" role="rowheader">
                <span class="swatch" data-family=${topologyFamily(row.topology)}></span>
                ${head(texts, lab, row)}
              </th>
              ${columns.map((column, at) => html`
                <td role="cell" data-name=${names[at] ?? ''}><span>${content(texts, column, row)}</span></td>`)}
            </tr>`)}
        </tbody>
      </table>
    </div>`;
}
