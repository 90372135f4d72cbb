/** What the page asks the Worker that tries things, and what that answers. */

export type ProbeQuestion =
  | { readonly ask: 'here' }
  | { readonly ask: 'nested' }
  | { readonly ask: 'file' }
  | { readonly ask: 'shared'; readonly memory: WebAssembly.Memory };

export interface ProbeAnswer {
  readonly works: boolean;
  /** What went wrong, in English. */
  readonly detail: string;
}
