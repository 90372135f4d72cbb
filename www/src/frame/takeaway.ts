/** What the reader takes away from a lab: a link, files. */
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import { Failure } from '../runtime/failure';
import { copied, copy } from './actions';
import type { Copied } from './actions';
import { articleUrl } from './address';
import { explain } from './failure';
import { notice } from './notice';
import type { Download } from './result';
import { save } from './save';
import type { Session } from './session';
import type { StageElement } from './stage';

/** Remembers what was taken last, so that the lab can say so. */
export class Takeaway {
  #last: Copied | Failure | undefined;

  constructor(readonly changed: () => void) {}

  /** Puts a link to the lab in the article on the clipboard. */
  async link({ language }: Strings, { lab, parameters }: Session): Promise<void> {
    this.#tell(await copy('link', articleUrl(lab.id, language, parameters.linked.values).href));
  }

  /** Opens the dialog that puts the lab into another page. */
  async embed(texts: Strings, { lab, parameters }: Session): Promise<void> {
    try {
      const { openEmbedding } = await import('./embedding/dialog');
      openEmbedding(texts, lab, parameters.linked.values);
    } catch (thrown) {
      this.#tell(Failure.page('dialog', { reason: String(thrown) }));
    }
  }

  /** Saves the last run, or its picture, as a file. */
  async download(form: Download, session: Session, stage: StageElement | null): Promise<void> {
    try {
      if (form === 'picture') {
        const picture = await stage?.picture();
        if (picture) {
          save(picture, `kosut-${session.lab.id}.png`);
        }
      } else {
        const file = await session.export(form);
        save(file, file.name);
      }
      this.forget();
    } catch (thrown) {
      this.#tell(Failure.from(thrown));
    }
  }

  /** Says nothing any more. */
  forget(): void {
    this.#tell(undefined);
  }

  /** What is to be said. */
  render(texts: Strings, lab: string): TemplateResult | null {
    if (this.#last === undefined) {
      return null;
    }
    return this.#last instanceof Failure ? notice('error', explain(texts, this.#last)) : copied(texts, lab, this.#last);
  }

  #tell(what: Copied | Failure | undefined): void {
    this.#last = what;
    this.changed();
  }
}
