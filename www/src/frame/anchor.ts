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
  const resized = new ResizeObserver(() => {
    let grown = 0;
    for (const element of elements) {
      const { top, height } = element.getBoundingClientRect();
      const before = heights.get(element) ?? height;
      heights.set(element, height);
      // Where it ended before it grew, and before others above did.
      if (top - grown + before <= 0) {
        grown += height - before;
      }
    }
    if (grown !== 0) {
      scrollBy({ top: grown, behavior: 'instant' });
    }
  });
  for (const element of elements) {
    resized.observe(element);
  }
}
