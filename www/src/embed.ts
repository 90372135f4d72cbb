/** The script of the page that is one lab alone, for the frames of other pages. */
import { render } from 'lit';
import { readAddress } from './frame/address';
import { explain } from './frame/failure';
import type { LabElement } from './frame/lab';
import { address, defineLab, unknownLab, watchLoading } from './frame/loading';
import { notice } from './frame/notice';
import { Splice } from './frame/splice';
import { isLanguage, strings } from './l10n';
import type { Language } from './l10n';
import type { Lab } from './labs/lab';
import { findLab } from './labs/registry';
import { framed } from './runtime/isolation';

const asked = readAddress(location.search);
const place = document.querySelector<HTMLElement>('#embed') ?? document.body;

function preferred(): Language {
  const language = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => isLanguage(tag));
  return language === 'tr' ? 'tr' : 'en';
}

const language = asked.language ?? preferred();
document.documentElement.lang = language;
if (asked.theme !== null) {
  document.documentElement.dataset['theme'] = asked.theme;
}

/** Tells the surrounding page what happens in the lab, and brings back what that page has kept. */
function converse(element: LabElement, { id }: Lab): void {
  const splice = new Splice({ id, restore: (state) => element.restore(state), state: () => element.state });
  element.addEventListener('kosut-report', ({ detail }) => splice.report(detail.report));
  element.addEventListener('kosut-change', () => splice.changed());
  window.addEventListener('pagehide', ({ persisted }) => persisted || splice.stop());
  splice.start();
}

/** Puts the lab that the address names into the page, or says that there is none. */
async function show(): Promise<void> {
  const texts = await strings(language);
  const lab = findLab(asked.lab ?? '');
  if (!lab) {
    place.querySelector('[data-load]')?.remove();
    render(notice('error', explain(texts, unknownLab(asked.lab ?? ''))), place);
    return;
  }
  document.title = `${texts.text(`lab-${lab.id}`)} · Koşut`;
  await defineLab(language);
  const element = document.createElement('kosut-lab');
  element.setAttribute('lab', lab.id);
  element.lang = language;
  element.headingLevel = 2;
  element.eager = true;
  element.hiddenParts = asked.hidden;
  address([element], asked);
  // Until the lab has drawn itself, it shows what is between its tags: that it is being loaded.
  element.append(...place.querySelectorAll('[data-load]'));
  place.append(element);
  if (framed) {
    converse(element, lab);
  }
}

window.kosutLoad?.started();
watchLoading(show);
