/**
 * The script of the page for people who host Koşut or frame its experiments: what works here, each header that was received,
 * how far up the ladder to shared memory the page comes, and what to change.
 */
import { html, render } from 'lit';
import type { TemplateResult } from 'lit';
import { copied, copy, type Copied } from './frame/actions';
import { watchLoading } from './frame/loading';
import { isLanguage, strings, type Language, type Strings } from './l10n';
import { CAPABILITIES, trial, type Capability, type Trial } from './runtime/capabilities';
import { framed, isolate, type Isolation } from './runtime/isolation';
import { packageUrl } from './runtime/site';

/** Headers of the page that matter, in lower case as in the names of their messages. */
const HEADERS = [
  'cross-origin-opener-policy', 'cross-origin-embedder-policy', 'cross-origin-resource-policy', 'document-isolation-policy',
  'content-security-policy', 'permissions-policy', 'referrer-policy', 'x-content-type-options', 'cache-control',
] as const;

/** A header and its value; `undefined` when it was not received. */
interface Received {
  readonly name: string;
  /** Which file it belongs to, if not to the page. */
  readonly file: string | undefined;
  readonly value: string | undefined;
}

/** Everything that was found. */
interface Findings {
  readonly trials: ReadonlyMap<Capability, Trial>;
  readonly headers: readonly Received[];
  readonly isolation: Isolation;
}

function preferred(): Language {
  const named = new URLSearchParams(location.search).get('lang');
  const tags = [named ?? '', ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return tags.find((tag): tag is Language => isLanguage(tag)) ?? 'en';
}

/** The headers of an address. */
async function headersOf(address: string): Promise<Headers> {
  const { headers } = await fetch(address, { method: 'HEAD', cache: 'no-store' });
  return headers;
}

/** Reads a header of a file of the site, or of the page itself. */
async function received(name: string, address: string, file?: string): Promise<Received> {
  const headers = await headersOf(address).catch(() => undefined);
  return { name, file, value: headers?.get(name) ?? undefined };
}

async function find(): Promise<Findings> {
  const isolation = await isolate();
  const tried = await Promise.all(CAPABILITIES.map(async (one) => [one, await trial(one)] as const));
  const headers = await Promise.all([
    ...HEADERS.map((name) => received(name, location.href)),
    received('content-type', import.meta.url, 'JavaScript'),
    received('content-type', packageUrl('plain/kosut_bg.wasm'), 'WebAssembly'),
  ]);
  return { trials: new Map(tried), headers, isolation };
}

/** How far up the ladder the page comes, and what would help. */
function ladder(texts: Strings, { isolation }: Findings): string {
  const place = texts.text(framed ? 'check-framed' : 'check-alone');
  const step = isolation.state === 'missing' ? texts.text(`isolation-${isolation.reason}`) : texts.text('check-isolated');
  return `${place} ${step}`;
}

function capabilityRow(texts: Strings, name: Capability, { works, detail }: Trial): TemplateResult {
  return html`
    <tr data-capability=${name}>
      <th scope="row">${texts.text(`check-${name}`)}</th>
      <td data-works=${works}>${texts.text(works ? 'check-works' : 'check-fails')}</td>
      <td>
        ${works ? null : html`<p>${texts.text(`check-${name}-without`)}</p>`}
        ${detail === '' ? null : html`<p><code lang="en">${detail}</code></p>`}
      </td>
    </tr>`;
}

function headerRow(texts: Strings, { name, file, value }: Received): TemplateResult {
  return html`
    <tr>
      <th scope="row"><code>${name}</code>${file === undefined ? null : ` (${file})`}</th>
      <td>${value === undefined ? texts.text('check-header-absent') : html`<code>${value}</code>`}</td>
      <td>${texts.text(`check-for-${name}`)}</td>
    </tr>`;
}

/** The findings as text, for a message to somebody who can help. */
function asText(texts: Strings, findings: Findings): string {
  const trials = [...findings.trials].map(([name, { works, detail }]) =>
    `${name}: ${works ? 'yes' : 'no'}${detail === '' ? '' : ` (${detail})`}`);
  const headers = findings.headers.map(({ name, file, value }) =>
    `${name}${file === undefined ? '' : ` (${file})`}: ${value ?? '-'}`);
  const step = findings.isolation.state === 'missing' ? findings.isolation.reason : findings.isolation.state;
  return [location.href, navigator.userAgent, `framed: ${framed}`, `ladder: ${step}`, ladder(texts, findings), '', ...trials,
    '', ...headers].join('\n');
}

function page(texts: Strings, findings: Findings, taken: Copied | undefined, take: () => void): TemplateResult {
  const heads = (...names: string[]): TemplateResult =>
    html`<thead><tr>${names.map((name) => html`<th scope="col">${texts.text(name)}</th>`)}</tr></thead>`;
  return html`
    <h1>${texts.text('check-title')}</h1>
    <p>${texts.text('check-about')}</p>
    <p data-check="ladder">${ladder(texts, findings)}</p>
    <p><button type="button" data-action="copy" @click=${take}>${texts.text('check-copy')}</button></p>
    ${taken ? copied(texts, 'check', taken) : null}
    <div class="check-scroll" role="group" tabindex="0" aria-label=${texts.text('check-capability')}>
      <table class="check-table" data-check="capabilities">
        ${heads('check-capability', 'check-here', 'check-change')}
        <tbody>${[...findings.trials].map(([name, found]) => capabilityRow(texts, name, found))}</tbody>
      </table>
    </div>
    <div class="check-scroll" role="group" tabindex="0" aria-label=${texts.text('check-header')}>
      <table class="check-table" data-check="headers">
        ${heads('check-header', 'check-received', 'check-purpose')}
        <tbody>${findings.headers.map((header) => headerRow(texts, header))}</tbody>
      </table>
    </div>`;
}

async function show(): Promise<void> {
  const language = preferred();
  document.documentElement.lang = language;
  const place = document.querySelector<HTMLElement>('#check') ?? document.body;
  const texts = await strings(language);
  document.title = `${texts.text('check-title')} · Koşut`;
  const findings = await find();
  if (findings.isolation.state === 'reloading') {
    return;
  }
  place.replaceChildren();
  const draw = (taken?: Copied): void => {
    const take = (): void => void copy('findings', asText(texts, findings)).then(draw);
    render(page(texts, findings, taken, take), place);
  };
  draw();
}

window.kosutLoad?.started();
watchLoading(show);
