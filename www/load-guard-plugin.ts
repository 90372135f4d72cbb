/**
 * Puts the script of `src/load-guard.ts` into the pages, in place of the comment `<!-- load guard -->`, with its texts: those
 * of the page's language, or of all languages where the address decides (`<html lang="">`).
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { build, type Plugin, type Rolldown } from 'vite';

const MARK = '<!-- load guard -->';
const LANGUAGES = ['tr', 'en'];

/** The messages of `src/l10n` that the script shows, without `load-`. */
const MESSAGES = [
  'waiting', 'late', 'late-unnamed', 'missing', 'missing-unnamed', 'stopped', 'style', 'file', 'sandbox', 'reload', 'new-tab',
];

const path = (name: string): string => resolve(import.meta.dirname, name);

/** The script as one line, with the identifier `__KOSUT_LOAD_TEXTS__` where its texts belong. */
async function script(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      // Older than the page's: a browser that does not know the page's syntax learns from this script that it is too old.
      target: 'es2017',
      rolldownOptions: { input: path('src/load-guard.ts'), output: { format: 'iife' } },
    },
  }) as Rolldown.RolldownOutput;
  return output.output[0].code.trim();
}

/** The texts of one language. Variables are left in braces for the script to fill in. */
async function texts(language: string): Promise<Record<string, string>> {
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(new FluentResource(await readFile(path(`src/l10n/${language}.ftl`), 'utf8')));
  const text = (name: string): string => {
    const pattern = bundle.getMessage(`load-${name}`)?.value;
    if (!pattern) {
      throw new Error(`${language}.ftl: no message load-${name}`);
    }
    return bundle.formatPattern(pattern, { what: '{what}' });
  };
  return Object.fromEntries(MESSAGES.map((name) => [name, text(name)]));
}

/** Where the build's next step finds the hashes of all scripts that stand in pages, for the Content-Security-Policy. */
const HASHES = 'script-hashes.json';

/** Scripts without attributes, which are those that stand in a page. */
const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;

/** Notes the hashes of the scripts that stand in pages. */
export function scriptHashes(): Plugin {
  const hashes = new Set<string>();
  return {
    name: 'kosut-script-hashes',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        for (const [, code = ''] of html.matchAll(INLINE_SCRIPT)) {
          hashes.add(`sha256-${createHash('sha256').update(code).digest('base64')}`);
        }
      },
    },
    generateBundle: {
      order: 'post',
      handler() {
        this.emitFile({ type: 'asset', fileName: HASHES, source: JSON.stringify([...hashes].sort()) });
      },
    },
  };
}

/** See the module's description. */
export function loadGuard(): Plugin {
  return {
    name: 'kosut-load-guard',
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        if (!html.includes(MARK)) {
          return html;
        }
        const own = /<html lang="(\w+)"/.exec(html)?.[1];
        const languages = LANGUAGES.filter((language) => own === undefined || language === own);
        const entries = await Promise.all(languages.map(async (language) => [language, await texts(language)]));
        // A script in a page ends at the first `</`, wherever that stands.
        const data = JSON.stringify(Object.fromEntries(entries)).replaceAll('<', '\\u003c');
        const code = (await script()).replace('__KOSUT_LOAD_TEXTS__', () => data);
        return html.replace(MARK, () => `<script>${code}</script>`);
      },
    },
  };
}
