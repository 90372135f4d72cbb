/** What the scripts of a page say to the script in the page that watches over their arrival: `load-guard.ts`. */
interface LoadGuard {
  /** `false` if no lab can run in this page: it has no origin, and says so. */
  readonly canRun: boolean;
  /** Says that the page's script runs. Labs are loaded when the reader comes near them. */
  started(): void;
  /**
   * Shows, in the places that still wait, when something takes long, and what is missing when it is rejected. Labs that are
   * there have replaced these places.
   */
  watch(loading: Promise<unknown>): void;
}

interface Window {
  /** Missing where the host's policy forbids scripts in pages. */
  kosutLoad?: LoadGuard;
}
