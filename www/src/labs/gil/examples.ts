/** Programs to begin with: files that CPython runs as well. */

/** The programs' texts by the addresses of their files. */
const FILES = import.meta.glob<string>('../../../python/gil/*.py', { query: '?raw', import: 'default', eager: true });

/** The order in which they are offered: from what the lock does to computing, to what it does to data. */
const ORDER = [
  'cpu_threads',
  'cpu_processes',
  'io_threads',
  'io_processes',
  'counter',
  'counter_call',
  'counter_lock',
  'convoy',
  'deadlock',
  'messages',
  'pool_threads',
  'pool_processes',
] as const;

/** A program to begin with. */
export interface Example {
  /** The messages `gil-example-<name>` and `gil-example-<name>-about` tell what it is. */
  readonly name: string;
  readonly text: string;
}

/** All of them. */
export const EXAMPLES: readonly Example[] = ORDER.flatMap((name) => {
  const text = FILES[`../../../python/gil/${name}.py`];
  return text === undefined ? [] : [{ name: name.replaceAll('_', '-'), text }];
});

/** The example that a text is, unchanged. */
export function exampleOf(text: string): Example | undefined {
  return EXAMPLES.find((example) => example.text === text);
}
