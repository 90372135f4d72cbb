/** What the browser keeps for the site. Where it refuses, as in frames of other sites, nothing is kept. */

/** For ever, or until the tab is closed. */
export type Span = 'always' | 'tab';

function storage(span: Span): Storage {
  return span === 'always' ? localStorage : sessionStorage;
}

/** Returns what was kept under a name; `null` when nothing was; `undefined` where nothing can be kept. */
export function kept(span: Span, name: string): string | null | undefined {
  try {
    return storage(span).getItem(name);
  } catch {
    return undefined;
  }
}

/** Keeps a text under a name, or nothing from now on. Where nothing can be kept, nothing happens. */
export function keep(span: Span, name: string, text: string | null): void {
  try {
    if (text === null) {
      storage(span).removeItem(name);
    } else {
      storage(span).setItem(name, text);
    }
  } catch {
    // Nothing that is kept is needed.
  }
}
