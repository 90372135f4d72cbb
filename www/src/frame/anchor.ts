/**
 * Keeps what the reader looks at in its place while labs above it grow. Most browsers do so by themselves ("scroll
 * anchoring"); Safari does not.
 */

/** Watches these elements, in the order of the page. */
export function anchorScroll(elements: readonly Element[]): void {
  if (CSS.supports('overflow-anchor', 'auto')) {
    return;
  }
  const heights = new Map<Element, number>();
  let rest = 0; // Of a pixel: the window may stand at whole ones only.
  const resized = new ResizeObserver(() => {
    let grown = 0;
    for (const element of elements) {
      const { top, height } = element.getBoundingClientRect();
      const before = heights.get(element) ?? height;
      heights.set(element, height);
      // Where it ended before it grew, and before others above did: less than a pixel of it was in the window.
      if (top - grown + before < 1) {
        grown += height - before;
      }
    }
    if (grown !== 0) {
      const whole = Math.round(grown + rest);
      rest += grown - whole;
      scrollBy({ top: whole, behavior: 'instant' });
    }
  });
  for (const element of elements) {
    resized.observe(element);
  }
}
