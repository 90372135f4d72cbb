/** Makes classic scripts of some entries: they share no name with the page that loads them, and may be loaded twice. */
import type { Plugin } from 'vite';

/** The entries of these names import nothing. */
export function classicScripts(names: readonly string[]): Plugin {
  return {
    name: 'kosut-classic-scripts',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk' || !names.includes(chunk.name)) {
            continue;
          }
          if (chunk.imports.length + chunk.exports.length > 0) {
            throw new Error(`${chunk.fileName} must import and export nothing`);
          }
          chunk.code = `(()=>{${chunk.code.trim()}})();\n`;
        }
      },
    },
  };
}
