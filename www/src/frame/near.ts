/** When the reader comes near something. */

/** How far beyond the window's edges that begins. */
const AHEAD = '800px';

/** Calls back once, when one of these elements is near the window. */
export function whenNear(elements: readonly Element[], then: () => void): void {
  const observer = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) {
      observer.disconnect();
      then();
    }
  }, { rootMargin: `${AHEAD} 0px` });
  for (const element of elements) {
    observer.observe(element);
  }
}

/** Resolves when an element is near the window. */
export function near(element: Element): Promise<void> {
  return new Promise((resolve) => whenNear([element], resolve));
}
