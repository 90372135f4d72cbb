/**
 * The start page of a SCORM 1.2 package: it puts the lab into the page and passes score, completion and state between the lab and
 * the learning platform.
 *
 * The platform's API is an object of a page around this one. A page that is cross-origin isolated cannot reach it, so this page
 * is not, and the lab has a frame of its own.
 * Source: ADL, SCORM 1.2 Run-Time Environment.
 */
import type { KosutLabElement, KosutScore, KosutState } from '../../public/kosut-embed';

/** What the platform offers; all values are strings. */
interface Api {
  LMSInitialize(nothing: ''): string;
  LMSGetValue(element: string): string;
  LMSSetValue(element: string, value: string): string;
  LMSCommit(nothing: ''): string;
  LMSFinish(nothing: ''): string;
}

/** A window that may be one of another site, where reading anything throws. */
type Around = Window & { readonly API?: Api };

/** How many windows around this one are asked, as ADL's own example does. */
const WINDOWS_MAX = 500;

const TEXTS: Readonly<Record<string, string>> = {
  en: 'No learning platform was found around this page, so your result is not kept. The experiment works.',
  tr: 'Bu sayfanın çevresinde bir öğrenme platformu bulunamadı; sonucunuz saklanmayacak. Deney çalışır.',
};

/** The API among a window and those around it. */
function apiAround(start: Window | null): Api | undefined {
  let around = start as Around | null;
  try {
    for (let count = 0; around !== null && count < WINDOWS_MAX; count += 1) {
      if (around.API) {
        return around.API;
      }
      around = around.parent === around ? null : around.parent as Around;
    }
  } catch {
    // A window of another site: the platform is not there.
  }
  return undefined;
}

function findApi(): Api | undefined {
  return apiAround(window) ?? apiAround(window.opener as Window | null);
}

/** A duration in SCORM's form, `HHHH:MM:SS`. */
function timespan(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${String(Math.floor(seconds / 3600)).padStart(4, '0')}:${two(seconds / 60 % 60)}:${two(seconds % 60)}`;
}

/** One visit to the package on a platform. */
class Visit {
  /** Whether the learner works; a teacher who looks on changes nothing. */
  readonly #writes: boolean;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    api.LMSInitialize('');
    const mode = api.LMSGetValue('cmi.core.lesson_mode');
    this.#writes = mode !== 'review' && mode !== 'browse';
    if (this.#writes && api.LMSGetValue('cmi.core.lesson_status') === 'not attempted') {
      api.LMSSetValue('cmi.core.lesson_status', 'incomplete');
      api.LMSCommit('');
    }
  }

  /** The learner's language, where the platform names it. */
  get language(): string {
    return this.#api.LMSGetValue('cmi.student_preference.language').slice(0, 2).toLowerCase();
  }

  /** What was kept. */
  get state(): KosutState | null {
    try {
      return JSON.parse(this.#api.LMSGetValue('cmi.suspend_data')) as KosutState;
    } catch {
      return null; // Nothing was kept.
    }
  }

  keep({ score, completed, state }: KosutScore): void {
    if (!this.#writes) {
      return;
    }
    this.#api.LMSSetValue('cmi.suspend_data', JSON.stringify(state));
    if (completed) {
      this.#api.LMSSetValue('cmi.core.score.min', '0');
      this.#api.LMSSetValue('cmi.core.score.max', '100');
      this.#api.LMSSetValue('cmi.core.score.raw', String(Math.round(100 * score)));
      this.#api.LMSSetValue('cmi.core.lesson_status', 'completed');
    }
    this.#api.LMSCommit('');
  }

  end(): void {
    if (this.#writes) {
      this.#api.LMSSetValue('cmi.core.session_time', timespan(performance.now() / 1e3));
      this.#api.LMSSetValue('cmi.core.exit', 'suspend');
    }
    this.#api.LMSFinish('');
  }
}

/** Shows the lab that the page names. */
function start(): void {
  const api = findApi();
  const visit = api && new Visit(api);
  const { lab = '' } = document.documentElement.dataset;
  const language = [visit?.language, ...navigator.languages.map((tag) => tag.slice(0, 2))].find((tag) => tag && tag in TEXTS) ?? 'en';
  document.documentElement.lang = language;
  const element: KosutLabElement = document.createElement('kosut-lab');
  element.setAttribute('lab', lab);
  element.setAttribute('lang', language);
  element.setAttribute('site', 'site/');
  element.title = document.title;
  element.state = visit?.state ?? null;
  element.addEventListener('kosut-score', ({ detail }) => visit?.keep(detail));
  if (!visit) {
    const notice = document.createElement('p');
    notice.setAttribute('role', 'status');
    notice.textContent = TEXTS[language] ?? '';
    document.body.append(notice);
  }
  document.body.append(element);
  window.addEventListener('pagehide', () => visit?.end(), { once: true });
}

start();
