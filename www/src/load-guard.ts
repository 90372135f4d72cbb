/**
 * Says that a page is being loaded, and what did not arrive, in the places that have `data-load`.
 *
 * The build puts this script into the page itself, before everything that the page loads: as a file of its own it could be
 * missing, too. See `load-guard-plugin.ts`. So it is small, imports nothing and makes its elements by hand.
 */

/** The messages `load-…` without their beginning. `{what}` stands for what is missing. */
type Texts = Readonly<Record<
  | 'waiting' | 'late' | 'late-unnamed' | 'missing' | 'missing-unnamed' | 'stopped' | 'style' | 'file' | 'sandbox'
  | 'reload' | 'new-tab', string>>;

declare const __KOSUT_LOAD_TEXTS__: Readonly<Record<string, Texts>>;

/** How long a page or a part of it may take before the reader sees what it waits for, in milliseconds. */
const TIMEOUT_MS = 8_000;

const byLanguage = __KOSUT_LOAD_TEXTS__;

/** The language that the address names, else the reader's first that the page has, else English. */
function preferredLanguage(): string {
  const named = new URLSearchParams(location.search).get('lang') ?? '';
  const preferred = [named, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return preferred.find((tag) => tag in byLanguage) ?? 'en';
}

const root = document.documentElement;
root.lang ||= preferredLanguage();
const texts = byLanguage[root.lang] as Texts;

// Some hosts answer for a folder without its slash; then `../assets/` would be looked for one folder too high.
if (/\/((tr|en)(\/[a-z]+)?|embed)$/.test(location.pathname)) {
  try {
    history.replaceState(history.state, '', `${location.pathname}/${location.search}${location.hash}`);
  } catch {
    // Not allowed in a sandbox, which is named below.
  }
}

/** Addresses of parts that the page's script imports and that did not arrive. */
const missingParts: string[] = [];
/** `true` once the page's own script runs. */
let started = false;
/** `true` once something is missing for good: then nothing is late any more. */
let broken = false;

/** Calls back when the page's elements are there. The event `DOMContentLoaded` would wait for the scripts, too. */
function whenParsed(then: () => void): void {
  if (document.readyState === 'loading') {
    document.addEventListener('readystatechange', then, { once: true });
  } else {
    then();
  }
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function reloadButton(): HTMLElement {
  const button = element('button', texts.reload);
  button.addEventListener('click', () => location.reload());
  return button;
}

function newTabLink(): HTMLElement {
  const link = element('a', texts['new-tab']);
  link.href = location.href;
  link.target = '_blank';
  link.rel = 'noopener';
  return link;
}

function notice(kind: 'warning' | 'error', text: string, remedy: HTMLElement | null = reloadButton()): HTMLElement {
  const made = element('div', '');
  made.className = 'notice';
  made.dataset['kind'] = kind;
  made.append(element('p', text));
  if (remedy) {
    const action = element('p', '');
    action.append(remedy);
    made.append(action);
  }
  return made;
}

/** Shows something in all places that still wait. */
function show(make: () => HTMLElement): void {
  whenParsed(() => {
    document.querySelectorAll('[data-load]').forEach((place, index) => {
      const made = make();
      if (index === 0 && made.className) {
        // One announcement is enough.
        made.setAttribute('role', 'alert');
      }
      place.replaceChildren(made);
    });
  });
}

const showWaiting = (): void => show(() => element('p', texts.waiting));

function showBroken(text: string, remedy?: () => HTMLElement | null): void {
  broken = true;
  show(() => notice('error', text, remedy?.()));
}

function showMissing(what: string | undefined): void {
  showBroken(what === undefined ? texts['missing-unnamed'] : texts.missing.replace('{what}', what));
}

/** The last part of an address, by which the people who run a site find a file. */
const file = (address: string): string => new URL(address, location.href).pathname.split('/').pop() ?? address;

/** The first file that the page has asked for and that has not arrived, if that is known. */
function outstanding(): string | undefined {
  const arrived = new Set(performance.getEntriesByType('resource').map(({ name }) => name));
  const asking = document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>('script[src], link[rel=modulepreload]');
  const addresses = [...asking].map((asker) => (asker instanceof HTMLLinkElement ? asker.href : asker.src));
  const first = addresses.find((address) => !arrived.has(address));
  return first && file(first);
}

function showLate(): void {
  if (!broken) {
    const what = outstanding();
    show(() => notice('warning', what === undefined ? texts['late-unnamed'] : texts.late.replace('{what}', what)));
  }
}

/** Goes on without a style sheet: one that does not arrive keeps the page blank and its script waiting. */
function goOnWithout(link: HTMLLinkElement): void {
  link.remove();
  const text = texts.style.replace('{what}', file(link.href));
  whenParsed(() => document.querySelector('main')?.prepend(notice('warning', text)));
}

function showFailed(reason: unknown): void {
  const message = String(reason);
  // Engines say it in words of their own, and not all name the address. Style sheets are reported by the bundler's code.
  if (/module|preload/i.test(message)) {
    const [address] = /\S+\.(?:js|css)\b/.exec(message) ?? missingParts.slice(-1);
    showMissing(address === undefined ? outstanding() : file(address));
  } else {
    showBroken(texts.stopped.replace('{what}', message));
  }
}

function watchPage(): void {
  addEventListener('error', (event) => {
    const { target } = event;
    if (target instanceof HTMLScriptElement) {
      showMissing(file(missingParts[0] ?? target.src));
    } else if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') {
      goOnWithout(target);
    } else if (target instanceof HTMLLinkElement) {
      missingParts.push(target.href);
    } else if (!started && target === window) {
      showFailed(event.message);
    }
  }, true);

  showWaiting();
  const styles = (): HTMLLinkElement[] => [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
  // Only those of the page itself: the bundler's code adds others when a part is loaded, perhaps a moment ago, and waits for
  // their events.
  let own: HTMLLinkElement[] | undefined;
  whenParsed(() => { own = styles(); });
  setTimeout(() => {
    (own ?? styles()).filter(({ sheet }) => !sheet).forEach(goOnWithout);
    if (!started) {
      showLate();
    }
  }, TIMEOUT_MS);
}

// Without an origin, a page may start no Worker, and most hosts do not let it have the site's scripts either.
const canRun = window.origin !== 'null';
if (canRun) {
  watchPage();
} else if (location.protocol === 'file:') {
  showBroken(texts.file, () => null);
} else {
  showBroken(texts.sandbox, () => (window.parent === window ? null : newTabLink()));
}

window.kosutLoad = {
  canRun,
  started() {
    started = true;
    if (canRun) {
      showWaiting();
    }
  },
  watch(loading) {
    const timer = setTimeout(showLate, TIMEOUT_MS);
    loading.then(showWaiting, showFailed).finally(() => clearTimeout(timer));
  },
};

export {};
