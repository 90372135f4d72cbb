/**
 * `<kosut-lab>` for pages of courses: a frame with one lab, which gets the height that it asks for. The types and the attributes
 * are described in `public/kosut-embed.d.ts`.
 *
 * It is one classic script without imports: a module of another site would need headers that not every host sends. The page may
 * load it twice.
 */
import type { KosutLabElement, KosutReport, KosutScore, KosutState } from '../../public/kosut-embed';

const NAME = 'kosut-lab';

/** Attributes that are the same as parameters of the address. */
const PARAMETERS = ['lab', 'lang', 'hide', 'theme'] as const;

/** What the lab may do: a sandbox without these would take its Workers, downloads and links away. */
const SANDBOX = 'allow-scripts allow-same-origin allow-downloads allow-forms allow-popups allow-popups-to-escape-sandbox';

/** The frame's height until the lab has said its own, in CSS pixels. */
const HEIGHT = 600;

const STYLE = ':host { display: block } :host([hidden]) { display: none }'
  + ' iframe { display: block; width: 100%; border: 0 }';

/** The script's address; a module has none here, and is looked for among the page's scripts. */
const script = document.currentScript ?? document.querySelector('script[src*="kosut-embed.js"]');
const scriptUrl = script instanceof HTMLScriptElement ? script.src : document.baseURI;

type Message = Readonly<Record<string, unknown>>;

/** Makes a frame for credentials of its own, which isolated pages ask for and only Chromium has. */
type Frame = HTMLIFrameElement & { credentialless?: boolean };

class KosutLab extends HTMLElement implements KosutLabElement {
  static readonly observedAttributes = [...PARAMETERS, 'query', 'autorun', 'site'];

  state: KosutState | null = null;

  #frame: Frame | undefined;
  #origin = '';

  connectedCallback(): void {
    window.addEventListener('message', this.#hear);
    this.state ??= this.#kept();
    this.#show();
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.#hear);
    this.#frame?.remove();
    this.#frame = undefined;
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.#frame && before !== after) {
      this.#frame.remove();
      this.#show();
    }
  }

  #show(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (root.childElementCount === 0) {
      root.append(Object.assign(document.createElement('style'), { textContent: STYLE }));
    }
    const url = this.#address();
    this.#origin = url.origin;
    const frame: Frame = document.createElement('iframe');
    frame.loading = 'lazy';
    frame.title = this.title || this.getAttribute('aria-label') || `Koşut: ${this.getAttribute('lab') ?? ''}`;
    frame.allow = 'cross-origin-isolated; clipboard-write';
    frame.setAttribute('sandbox', SANDBOX);
    // An isolated page shows a frame of another site only if that site sends headers, or if the frame has no credentials.
    frame.credentialless = window.crossOriginIsolated && url.origin !== location.origin;
    frame.style.height = `${Number(this.getAttribute('height')) || HEIGHT}px`;
    frame.src = url.href;
    this.#frame = frame;
    root.append(frame);
  }

  /** The address of the lab's page. */
  #address(): URL {
    const site = this.getAttribute('site');
    // With or without a slash at its end.
    const url = site === null ? new URL('embed/', scriptUrl) : new URL(`${site.replace(/\/$/, '')}/embed/`, document.baseURI);
    const parameters = new URLSearchParams();
    for (const name of PARAMETERS) {
      const value = this.getAttribute(name);
      if (value !== null) {
        parameters.set(name, value);
      }
    }
    for (const [name, value] of new URLSearchParams(this.getAttribute('query') ?? '')) {
      parameters.set(name, value);
    }
    if (this.hasAttribute('autorun')) {
      parameters.set('autorun', '1');
    }
    url.search = parameters.toString();
    return url;
  }

  /** Where the browser keeps the state, if the page asks for that. */
  get #key(): string | undefined {
    const keep = this.getAttribute('keep');
    return keep === null ? undefined : `kosut:${location.pathname}:${keep || this.getAttribute('lab')}`;
  }

  #kept(): KosutState | null {
    try {
      return this.#key === undefined ? null : JSON.parse(localStorage.getItem(this.#key) ?? 'null') as KosutState | null;
    } catch {
      return null; // No storage, or something else's text.
    }
  }

  #keep({ state }: KosutScore): void {
    this.state = state;
    try {
      if (this.#key !== undefined) {
        localStorage.setItem(this.#key, JSON.stringify(state));
      }
    } catch {
      // No storage: it lasts as long as the page.
    }
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  readonly #hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
    const window = this.#frame?.contentWindow;
    if (!window || source !== window || origin !== this.#origin || typeof data !== 'object' || data === null) {
      return;
    }
    const { subject, message_id, height, score, state, name, data: report } = data as Message;
    if (subject === 'lti.frameResize' && typeof height === 'number') {
      this.#frame?.style.setProperty('height', `${height}px`);
      this.#tell('kosut-resize', height);
    } else if (subject === 'SPLICE.getState' && this.state !== null) {
      // Without a state, the question is left to the page's own scripts.
      window.postMessage({ subject: 'SPLICE.getState.response', message_id, state: this.state }, this.#origin);
    } else if (subject === 'SPLICE.reportScoreAndState' && typeof score === 'number') {
      const { completed } = state as { completed: boolean };
      const detail: KosutScore = { score, completed, state: state as KosutState };
      this.#keep(detail);
      this.#tell('kosut-score', detail);
    } else if (subject === 'SPLICE.sendEvent' && name === 'kosut.report') {
      this.#tell('kosut-report', report as KosutReport);
    }
  };
}

if (!customElements.get(NAME)) {
  customElements.define(NAME, KosutLab);
}
