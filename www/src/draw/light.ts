/** The base of the page's elements: they render into the page itself, so that one style sheet rules everything. */
import { LitElement } from 'lit';

/** A Lit element without a shadow. */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
