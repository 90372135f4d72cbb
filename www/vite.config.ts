/**
 * How `www/` becomes `dist/`: four hand-written pages with their scripts, and the service worker at the site's root.
 *
 * Every address in the output is relative, so that the site works under any sub-path. The wasm builds are not bundled:
 * the pool Workers of a process import its glue by that glue's own address, which a bundler would break. They lie
 * beside the pages, in the folder that the environment variable `KOSUT_WASM` names.
 */
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { classicScripts } from './classic-plugin';
import { labPages } from './lab-pages-plugin';
import { loadGuard, scriptHashes } from './load-guard-plugin';

const page = (path: string): string => resolve(import.meta.dirname, path);

/** What a page needs to be cross-origin isolated; the development server sends it as a host should. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Document-Isolation-Policy': 'isolate-and-require-corp',
};

/** Scripts with a fixed name at the site's root that other pages load. */
const CLASSIC = ['kosut-embed', 'kosut-scorm'];

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  base: './',
  plugins: [loadGuard(), scriptHashes(), classicScripts(CLASSIC), labPages()],
  define: {
    // From a script to the site's root: built scripts lie in `assets/`.
    __KOSUT_ROOT__: JSON.stringify(command === 'build' ? '../' : '/'),
    // From the site's root to where the service worker answers those who wait. No file of the site lies there.
    __KOSUT_WAIT__: JSON.stringify('kosut-wait/'),
    // From the site's root to the wasm builds, with a slash at the end.
    __KOSUT_WASM__: JSON.stringify(process.env['KOSUT_WASM'] ?? (command === 'build' ? 'wasm/' : 'pkg/')),
  },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    // The licences of the npm packages in the page, as JSON; xtask makes them part of `LICENSES.txt`.
    license: { fileName: 'licenses-npm.json' },
    target: 'es2022',
    // Browsers with wasm SIMD and module Workers know `modulepreload`.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: page('index.html'),
        tr: page('tr/index.html'),
        en: page('en/index.html'),
        embed: page('embed/index.html'),
        check: page('embed/check.html'),
        sw: page('src/runtime/workers/sw.ts'),
        'kosut-embed': page('src/course/kosut-embed.ts'),
        'kosut-scorm': page('src/course/scorm.ts'),
      },
      output: {
        // A service worker rules over its own folder and those below: it has to lie at the root, under a fixed name.
        entryFileNames: ({ name }) => (['sw', ...CLASSIC].includes(name) ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  worker: { format: 'es' },
  server: { headers: isolation, fs: { allow: ['..'] } },
}));
