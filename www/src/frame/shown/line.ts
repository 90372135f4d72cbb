/** A small line chart as SVG: the line, a band around it, a level. What its axes mean stands in text around it. */
import { svg } from 'lit';
import type { TemplateResult } from 'lit';

/** Size of the drawing's own coordinates; it is stretched to the room that it gets. */
const WIDTH = 300;
const HEIGHT = 100;

/** Where a value lies. */
export interface Point {
  readonly x: number;
  readonly y: number;
  /** Half the height of the band around it. */
  readonly band?: number;
}

/** What of the plane is seen. */
export interface View {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** The chart; `text` says what is seen, `level` is a dashed line all the way. */
export function line(points: readonly Point[], view: View, text: string, level?: number): TemplateResult {
  const x = (value: number): string => (((value - view.left) / (view.right - view.left || 1)) * WIDTH).toFixed(1);
  const y = (value: number): string =>
    (HEIGHT - ((value - view.bottom) / (view.top - view.bottom || 1)) * HEIGHT).toFixed(1);
  const path = points.map((point) => `${x(point.x)},${y(point.y)}`).join(' ');
  const upper = points.map((point) => `${x(point.x)},${y(point.y + (point.band ?? 0))}`);
  const lower = points.map((point) => `${x(point.x)},${y(point.y - (point.band ?? 0))}`).reverse();
  const end = points.at(-1);
  return svg`
    <svg class="shown-line" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${text}>
      ${points.some(({ band }) => band !== undefined)
        ? svg`<polygon points=${[...upper, ...lower].join(' ')}></polygon>`
        : null}
      ${level === undefined ? null : svg`<line x1="0" x2=${WIDTH} y1=${y(level)} y2=${y(level)}></line>`}
      <polyline points=${path}></polyline>
      ${end === undefined ? null : svg`<path class="end" d="M ${x(end.x)} ${y(end.y)} h 0"></path>`}
    </svg>`;
}
