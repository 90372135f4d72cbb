/**
 * Makes of the article what can be linked lab by lab: a page for each lab with its section (`en/race/`), and `catalog.json`,
 * which names all labs for those who collect course material.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const LANGUAGES = ['tr', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

/** What a page says around its section. */
const WORDS: Readonly<Record<Language, { whole: string; others: string }>> = {
  tr: { whole: 'Bu bölüm daha uzun bir yazının parçasıdır. Yazının tamamı', others: 'Öteki deneyler' },
  en: { whole: 'This section is part of a longer article. The whole article', others: 'The other experiments' },
};

/** A section with a lab. Sections do not stand in each other. */
interface Section {
  readonly lab: string;
  readonly id: string;
  readonly title: string;
  /** What the experiment does, in a few sentences. */
  readonly description: string;
  readonly html: string;
}

type Keywords = Readonly<Record<string, Readonly<Record<Language, readonly string[]>>>>;

/** The only match of a pattern's first group; an error names what was looked for. */
function only(text: string, pattern: RegExp, what: string): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) {
    throw new Error(`the article has no ${what}`);
  }
  return found.trim().replace(/\s+/g, ' ');
}

/** The article's sections that have a lab. */
function sectionsOf(article: string): readonly Section[] {
  return [...article.matchAll(/<section id="([\w-]+)"[\s\S]*?<\/section>/g)].flatMap(([html, id = '']) => {
    const lab = /<kosut-lab [^>]*\blab="([\w-]+)"/.exec(html)?.[1];
    if (lab === undefined) {
      return [];
    }
    const title = only(html, /<h2[^>]*>([\s\S]*?)<\/h2>/, `title of ${id}`);
    const fallback = only(html, /<div class="lab-fallback">([\s\S]*?)<noscript>/, `description of ${lab}`);
    const description = only(fallback, /<p>(?!<strong>)([\s\S]*?)<\/p>/, `description of ${lab}`);
    return [{ lab, id, title, description, html }];
  });
}

/** The page of one lab, made of the article that the bundler has written. */
function labPage(article: string, language: Language, section: Section, sections: readonly Section[]): string {
  const { lab, title, description, id } = section;
  const { whole, others } = WORDS[language];
  const start = article.indexOf('<main');
  const end = article.indexOf('</main>');
  // The page lies one folder deeper.
  const deeper = (html: string): string => html
    .replaceAll('="../', '="../../')
    .replaceAll(/(href|hreflang="\w+" href)="(?:\.\.\/){2}(tr|en)\/"/g, `$1="../../$2/${lab}/"`)
    .replace('href="./"', 'href="../"');
  const head = deeper(article.slice(0, start))
    .replace(/<title>[^<]*<\/title>/, `<title>${title} · Koşut</title>`)
    .replace(/(<meta name="description"\s+content=")[^"]*"/, `$1${description.replaceAll('"', '&quot;')}"`);
  // The section's headings and the lab's are one level higher than in the article.
  const heading = section.html
    .replaceAll(/<(\/?)h([23])\b/g, (_, end: string, level: string) => `<${end}h${Number(level) - 1}`)
    .replace('<kosut-lab ', '<kosut-lab heading-level="2" ');
  // What the section refers to and does not hold stands in the article.
  const body = deeper(heading).replaceAll(/href="#([\w-]+)"/g, (link, target: string) =>
    section.html.includes(`id="${target}"`) ? link : `href="../#${target}"`);
  const links = sections.filter((other) => other !== section)
    .map((other) => `<li><a href="../${other.lab}/">${other.title}</a></li>`).join('\n');
  return `${head}<main id="main" class="article">
      <header>
        <p>${whole}: <a href="../#${id}">${only(article, /<h1>([\s\S]*?)<\/h1>/, 'title')}</a></p>
      </header>
      ${body}
      <section aria-labelledby="others-title">
        <h2 id="others-title">${others}</h2>
        <nav class="contents" aria-labelledby="others-title">
          <ul>
${links}
          </ul>
        </nav>
      </section>
    ${deeper(article.slice(end))}`;
}

/** The catalogue: addresses are relative to it. */
function catalog(bySection: ReadonlyMap<Language, readonly Section[]>, keywords: Keywords): string {
  const labs = (bySection.get('en') ?? []).map(({ lab }) => {
    const texts = LANGUAGES.map((language) => {
      const section = bySection.get(language)?.find((one) => one.lab === lab);
      const words = keywords[lab]?.[language];
      if (section === undefined || words === undefined) {
        throw new Error(`${lab} has no section or no keywords in ${language}`);
      }
      const { title, description } = section;
      const [page, embed] = [`${language}/${lab}/`, `embed/?lab=${lab}&lang=${language}`];
      return [language, { title, description, keywords: words, page, embed }] as const;
    });
    return { id: lab, languages: LANGUAGES, scorm: `scorm/${lab}.zip`, ...Object.fromEntries(texts) };
  });
  const protocols = [
    'https://cssplice.org/slcp/iframe-protocol-specification.html',
    'SCORM 1.2',
  ];
  return `${JSON.stringify({ kosut: 1, name: 'Koşut', license: 'MIT OR Apache-2.0', protocols, labs }, null, 2)}\n`;
}

/** See the module's description. */
export function labPages(): Plugin {
  return {
    name: 'kosut-lab-pages',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const keywords = JSON.parse(await readFile(resolve(import.meta.dirname, 'keywords.json'), 'utf8')) as Keywords;
        const bySection = new Map<Language, readonly Section[]>();
        for (const language of LANGUAGES) {
          const asset = bundle[`${language}/index.html`];
          if (asset?.type !== 'asset') {
            throw new Error(`there is no article in ${language}`);
          }
          const article = String(asset.source);
          const sections = sectionsOf(article);
          bySection.set(language, sections);
          for (const section of sections) {
            const source = labPage(article, language, section, sections);
            this.emitFile({ type: 'asset', fileName: `${language}/${section.lab}/index.html`, source });
          }
        }
        this.emitFile({ type: 'asset', fileName: 'catalog.json', source: catalog(bySection, keywords) });
      },
    },
  };
}
