/**
 * The article's closing tables. They stand in the page, sentences and all, and can be read without scripts; what was
 * measured is drawn into the cells that wait for it.
 */
import { html, render } from 'lit';
import type { TemplateResult } from 'lit';
import { bracketed, withUnit } from '../../draw/format';
import type { Strings } from '../../l10n';
import { Failure } from '../../runtime/failure';
import type { Combined, Judged } from '../../runtime/report';
import { articleUrl } from '../address';
import { explain } from '../failure';
import { settings } from '../settings';
import { measured, reason } from '../verdict';

/** A claim as the article has it. */
export interface Sentence {
  readonly id: string;
  /** The table's caption, and the heading of the rows among which it stands. */
  readonly table: string;
  readonly row: string;
  readonly text: string;
}

interface Place extends Sentence {
  readonly cell: HTMLElement;
  readonly link: HTMLAnchorElement | null;
  /** Where the link leads as it stands in the page. */
  readonly href: string;
}

function words(element: Element | null | undefined): string {
  return element?.textContent.replace(/\s+/gu, ' ').trim() ?? '';
}

/** Why a claim has no verdict, or no clear one. */
export function why(texts: Strings, combined: Combined, judged: Judged): string | undefined {
  const { lab, reason: key } = judged;
  const { failure } = combined.labs.find((part) => part.lab === lab) ?? {};
  if (key === 'failed' && failure !== undefined) {
    return explain(texts, new Failure(failure.code, new Map(failure.details), failure.message), lab);
  }
  return reason(texts, lab, judged);
}

/** The verdict in a word; what was not run yet has none. */
export function verdictWord(texts: Strings, { verdict, reason: key }: Judged): string {
  return texts.text(key === 'not-run' ? 'verdict-not-run' : `verdict-${verdict}`);
}

/** The tables of a page. */
export class Tables {
  readonly #places: readonly Place[];

  constructor(root: ParentNode) {
    this.#places = Array.from(root.querySelectorAll<HTMLElement>('tr[data-claim]'), (row) => {
      const link = row.querySelector('a');
      return {
        id: row.dataset['claim'] ?? '',
        table: words(row.closest('table')?.caption),
        row: words(row.parentElement?.querySelector('[scope=rowgroup]')),
        text: words(row.querySelector('[data-part=sentence]')),
        cell: row.querySelector<HTMLElement>('td') ?? row.appendChild(document.createElement('td')),
        link,
        href: link?.getAttribute('href') ?? '',
      };
    });
    for (const { cell } of this.#places) {
      cell.replaceChildren();
    }
  }

  /** The claims in the article's words, in order. */
  get sentences(): readonly Sentence[] {
    return this.#places;
  }

  /** Draws what is known. `running` is the lab under way. */
  draw(texts: Strings, combined: Combined | undefined, running: string | undefined): void {
    for (const { id, cell, link, href } of this.#places) {
      const judged = combined?.claims.find((claim) => claim.id === id);
      const part = combined?.labs.find(({ lab }) => lab === judged?.lab);
      const mayRun = judged?.reason === 'not-run' && judged.lab === running;
      const known = combined !== undefined && judged !== undefined;
      render(known ? this.#cell(texts, combined, judged, mayRun) : texts.text('verdict-not-run'), cell);
      if (link) {
        this.#lead(texts, link, judged, part !== undefined && judged?.reason !== 'not-run', href);
      }
    }
  }

  #cell(texts: Strings, combined: Combined, judged: Judged, running: boolean): TemplateResult {
    if (running) {
      return html`<p class="every-running">${texts.text('everything-now')}</p>`;
    }
    if (judged.reason === 'not-run') {
      return html`<p class="every-waiting">${texts.text('verdict-not-run')}</p>`;
    }
    const basis = judged.verdict === 'unavailable' ? 'unavailable' : judged.basis;
    const number = judged.ratio === null ? null : html`
      <p class="every-number">
        <strong>${withUnit(texts, 'ratio', judged.ratio)}</strong>
        ${judged.ci95 === null ? null : html`
          <span class="interval">${bracketed(texts, 'ratio', judged.ci95)}</span>`}
      </p>
      <p>${measured(texts, judged.lab, judged, false)}</p>
      <p class="verdict-settings">${settings(texts, judged.lab, new URLSearchParams(judged.query))}</p>`;
    const cause = why(texts, combined, judged);
    return html`
      <div class="lab-verdict every-verdict" data-verdict=${judged.verdict} data-of=${judged.id}>
        <p>
          <strong>${verdictWord(texts, judged)}</strong>
          <span class="badge" data-basis=${basis}>${texts.text(`basis-${basis}`)}</span>
        </p>
        ${number}
        ${cause === undefined ? null : html`<p>${cause}</p>`}
      </div>`;
  }

  /** What was measured is reproduced in a tab of its own, so that the tables stay; else the link leads down the page. */
  #lead(texts: Strings, link: HTMLAnchorElement, judged: Judged | undefined, ran: boolean, href: string): void {
    const { language } = texts;
    if (ran && judged !== undefined) {
      link.href = articleUrl(judged.lab, language, new Map(new URLSearchParams(judged.query))).href;
      link.target = '_blank';
      link.rel = 'noopener';
      link.title = texts.text('everything-link');
      link.dataset['address'] = link.href;
    } else {
      link.setAttribute('href', href);
      for (const name of ['target', 'rel', 'title', 'data-address']) {
        link.removeAttribute(name);
      }
    }
  }
}
