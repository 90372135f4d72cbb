/** `<kosut-theme>`: one button between light and dark; until it is pressed, the system's preference counts. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { isLanguage, strings } from '../l10n';
import type { Strings } from '../l10n';
import { LightElement } from '../draw/light';
import type { Theme } from './address';
import { keep, kept } from '../runtime/capabilities/storage';

const STORE = 'kosut-theme';
const SYSTEM_IS_DARK = window.matchMedia('(prefers-color-scheme: dark)');

/** What the reader chose on an earlier page. Where nothing can be kept, the choice lasts as long as the page. */
function stored(): Theme | undefined {
  const theme = kept('always', STORE);
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}

function choose(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  keep('always', STORE, theme);
}

/** Applies what the reader chose on an earlier page. */
export function applyTheme(): void {
  const theme = stored();
  if (theme !== undefined) {
    document.documentElement.dataset['theme'] = theme;
  }
}

class ThemeElement extends LightElement {
  static override properties = { texts: { state: true } };

  declare texts: Strings | undefined;

  readonly #follow = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    SYSTEM_IS_DARK.addEventListener('change', this.#follow);
    const { lang } = document.documentElement;
    void strings(isLanguage(lang) ? lang : 'en').then((texts) => {
      this.texts = texts;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    SYSTEM_IS_DARK.removeEventListener('change', this.#follow);
  }

  protected override render(): TemplateResult | null {
    if (!this.texts) {
      return null;
    }
    const other = this.#current === 'dark' ? 'light' : 'dark';
    const label = this.texts.text(`theme-${other}`);
    return html`
      <button type="button" aria-label=${label} title=${label} @click=${() => this.#switch(other)}>
        <span aria-hidden="true">${other === 'dark' ? '☾' : '☀'}</span>
      </button>`;
  }

  get #current(): Theme {
    const chosen = document.documentElement.dataset['theme'];
    return chosen === 'light' || chosen === 'dark' ? chosen : SYSTEM_IS_DARK.matches ? 'dark' : 'light';
  }

  #switch(theme: Theme): void {
    choose(theme);
    this.requestUpdate();
  }
}

customElements.define('kosut-theme', ThemeElement);
