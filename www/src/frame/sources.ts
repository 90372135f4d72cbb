/** The code behind a lab, taken from the sources themselves when the page is built and loaded when it is asked for. */

const RUST = import.meta.glob<string>(
  [
    '../../../src/{kernels,workloads,cluster,labs}/**/*.rs',
    '../../../src/python/{*,lane/*}.rs',
    '!../../../src/**/tests.rs',
    '!../../../src/*/lib.rs',
  ],
  { query: '?raw', import: 'default' },
);
const PYTHON = import.meta.glob<string>('../../python/*.py', { query: '?raw', import: 'default' });
const PYTHON_FILES = import.meta.glob<string>('../../python/*.py', { query: '?url&no-inline', import: 'default' });

/** A file of code. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/**
 * Rust files without their tests, in the order in which they are named: files, or folders with a slash at the end, below
 * `src/`. Those that are not there are left out.
 */
export async function rustSources(places: readonly string[]): Promise<Source[]> {
  const root = '/src/';
  const all = Object.entries(RUST).map(([path, load]) => ({ name: path.slice(path.lastIndexOf(root) + 1), load }));
  const wanted = places.flatMap((place) => all
    .filter(({ name }) => name === `src/${place}` || (place.endsWith('/') && name.startsWith(`src/${place}`)))
    .sort((a, b) => a.name.length - b.name.length));
  if (wanted.length === 0) {
    throw new Error(`there is no code at ${places.join(', ')}`);
  }
  const once = [...new Map(wanted.map((file) => [file.name, file])).values()];
  return Promise.all(once.map(async ({ name, load }) => ({ name, text: withoutTests(await load()) })));
}

/** The Python twin: its text, and the address of its file. */
export async function pythonTwin(file: string): Promise<Source & { readonly url: string }> {
  const path = `../../python/${file}`;
  const [text, url] = await Promise.all([PYTHON[path]?.(), PYTHON_FILES[path]?.()]);
  if (text === undefined || url === undefined) {
    throw new Error(`there is no ${file}`);
  }
  return { name: file, text, url };
}

function withoutTests(text: string): string {
  const [code = text] = text.split('#[cfg(test)]', 1);
  return code.trimEnd();
}
