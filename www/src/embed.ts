/** The script of the page that is one lab alone, for the frames of other pages. */
import { render } from 'lit';
import { readAddress } from './frame/address';
import { explain } from './frame/failure';
import type { LabElement } from './frame/lab';
import { address, defineLab, tellLoadingFailed, unknownLab } from './frame/loading';
import { notice } from './frame/notice';
import { Splice } from './frame/splice';
import { isLanguage, strings } from './l10n';
import type { Language } from './l10n';
import { findLab } from './labs/registry';
import { framed } from './runtime/isolation';

const asked = readAddress(location.search);
const place = document.querySelector<HTMLElement>('#embed') ?? document.body;

function preferred(): Language {
  const language = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => isLanguage(tag));
  return language === 'tr' ? 'tr' : 'en';
}

const language = asked.language ?? preferred();
const texts = await strings(language);
document.documentElement.lang = language;

/** Tells the surrounding page what happens in the lab, and brings back what that page has kept. */
function converse(element: LabElement, lab: string): void {
  const splice = new Splice(lab, (state) => element.restore(state));
  element.addEventListener('kosut-report', ({ detail }) => {
    splice.report(detail.report);
    if (detail.score !== undefined) {
      splice.score(detail.score, detail.state);
    }
  });
  window.addEventListener('pagehide', ({ persisted }) => persisted || splice.stop());
  splice.start();
}

const name = asked.lab ?? '';
const lab = findLab(name);
if (lab) {
  document.title = `${texts.text(`lab-${lab.id}`)} · Koşut`;
  try {
    await defineLab(language);
    const element = document.createElement('kosut-lab');
    element.setAttribute('lab', lab.id);
    element.lang = language;
    element.headingLevel = 2;
    element.eager = true;
    address([element], asked);
    place.append(element);
    if (framed) {
      converse(element, lab.id);
    }
  } catch {
    await tellLoadingFailed(place, language);
  }
} else {
  render(notice('error', explain(texts, unknownLab(name))), place);
}
