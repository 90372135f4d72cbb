/**
 * `<span ${styles({ left: '3px', '--share': '0.5' })}>`: style properties of an element, set one by one. Lit's own `styleMap`
 * writes a `style` attribute at first, which a Content-Security-Policy without `unsafe-inline` forbids.
 */
import { directive, Directive, PartType } from 'lit/directive.js';
import type { ElementPart, PartInfo } from 'lit/directive.js';
import { noChange } from 'lit';

/** Values by the names of CSS properties, custom ones too. */
export type Styles = Readonly<Record<string, string>>;

class StylesDirective extends Directive {
  #names: readonly string[] = [];

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) {
      throw new Error('styles() belongs into the tag of an element');
    }
  }

  render(_styles: Styles): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [styles]: [Styles]): typeof noChange {
    const { style } = part.element as HTMLElement;
    this.#names.filter((name) => !(name in styles)).forEach((name) => style.removeProperty(name));
    Object.entries(styles).forEach(([name, value]) => style.setProperty(name, value));
    this.#names = Object.keys(styles);
    return noChange;
  }
}

/** See the module's description. */
export const styles = directive(StylesDirective);
