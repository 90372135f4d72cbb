/** The code behind a lab, taken from the sources themselves when the page is built and loaded when it is asked for. */

const RUST = import.meta.glob<string>(
  ['../../../src/kernels/*.rs', '../../../src/kernels/*/*.rs', '!../../../src/kernels/mod.rs'],
  { query: '?raw', import: 'default' },
);
const PYTHON = import.meta.glob<string>('../../python/*.py', { query: '?raw', import: 'default' });
const PYTHON_FILES = import.meta.glob<string>('../../python/*.py', { query: '?url&no-inline', import: 'default' });

/** A file of code. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** The Rust of a kernel, without its tests: its file, then those of its folder. */
export async function kernelSources(kernel: string): Promise<Source[]> {
  const root = '/src/kernels/';
  const own = Object.entries(RUST)
    .map(([path, load]) => ({ name: path.slice(path.indexOf(root) + 1), load }))
    .filter(({ name }) => name === `src/kernels/${kernel}.rs` || name.startsWith(`src/kernels/${kernel}/`))
    .filter(({ name }) => !name.endsWith('/tests.rs'))
    .sort((a, b) => a.name.length - b.name.length);
  return Promise.all(own.map(async ({ name, load }) => ({ name, text: withoutTests(await load()) })));
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
