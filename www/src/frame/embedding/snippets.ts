/** What to paste into a course platform so that it shows a lab, for each platform. */
import type { Language } from '../../l10n';
import type { Values } from '../../labs/lab';
import { siteRoot } from '../../runtime/site';
import { embedUrl, PARTS, queryOf, type Part, type Theme } from '../address';

/** A lab as it will be embedded. */
export interface Embedding {
  readonly lab: string;
  /** The lab's name in the language of the embedding. */
  readonly title: string;
  readonly language: Language;
  /** The lab's parameters, as in an address. */
  readonly values: Values;
  readonly shown: readonly Part[];
  /** `null` for the reader's own. */
  readonly theme: Theme | null;
  readonly autorun: boolean;
  /** In CSS pixels: of a frame that does not follow the lab. */
  readonly height: number;
}

/** Platforms, in the order in which they are offered. The message `embedding-for-<platform>` says where the text goes. */
export const PLATFORMS = [
  'element', 'iframe', 'mdbook', 'myst', 'quarto', 'jupyter', 'moodle', 'openedx', 'scorm',
] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Platforms whose frame keeps the height that it was given. */
export const FIXED_HEIGHT: readonly Platform[] = ['iframe', 'jupyter', 'moodle', 'openedx'];

const ALLOW = 'cross-origin-isolated; clipboard-write';

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function hidden({ shown }: Embedding): string {
  return PARTS.filter((part) => !shown.includes(part)).join(',');
}

/** The address of the embedded page. */
export function addressOf(of: Embedding): string {
  const page = Object.entries({ autorun: of.autorun ? '1' : '', hide: hidden(of), theme: of.theme ?? '' });
  return embedUrl(of.lab, of.language, of.values, page.filter(([, value]) => value !== '')).href;
}

/** The address of the lab's SCORM package. */
export function packageOf({ lab }: Embedding): string {
  return new URL(`scorm/${lab}.zip`, siteRoot).href;
}

/** An iframe. */
export function iframe(of: Embedding): string {
  return `<iframe src="${escape(addressOf(of))}" title="${escape(of.title)}" allow="${ALLOW}" loading="lazy" `
    + `style="width: 100%; height: ${of.height}px; border: 0"></iframe>`;
}

/** The element `<kosut-lab>` with its script. */
export function element(of: Embedding): string {
  const attributes = Object.entries({
    lab: of.lab,
    lang: of.language,
    query: queryOf(of.values),
    hide: hidden(of),
    theme: of.theme ?? '',
    title: of.title,
  }).filter(([, value]) => value !== '').map(([name, value]) => ` ${name}="${escape(value)}"`);
  const script = new URL('kosut-embed.js', siteRoot).href;
  return `<script src="${escape(script)}" async></script>\n`
    + `<kosut-lab${attributes.join('')}${of.autorun ? ' autorun' : ''} keep></kosut-lab>`;
}

/** A text as a Python literal. */
function python(text: string): string {
  return JSON.stringify(text);
}

/** What to paste; for SCORM, the address of the package. */
export function snippet(platform: Platform, of: Embedding): string {
  switch (platform) {
    case 'element':
    case 'mdbook':
      return element(of);
    case 'myst':
      return `\`\`\`{raw} html\n${element(of)}\n\`\`\``;
    case 'quarto':
      return `\`\`\`{=html}\n${element(of)}\n\`\`\``;
    case 'jupyter':
      return `from IPython.display import IFrame\n\nIFrame(\n    ${python(addressOf(of))},\n    width="100%", height=${of.height},\n`
        + `    extras=['allow="${ALLOW}"'],\n)`;
    case 'scorm':
      return packageOf(of);
    default:
      return iframe(of);
  }
}
