/** The marks of measured points: each family has a shape of its own, besides its colour. */
import type { Family } from '../../../pkg/plain/kosut';

/** Families in the order in which they stand side by side and in the legend. */
export const FAMILIES = ['serial', 'threads', 'processes', 'mixed'] as const satisfies readonly Family[];

/** Outlines in a square from -1 to 1, of about equal area; as SVG writes them, and a canvas reads. */
const OUTLINES: Readonly<Record<Family, string>> = {
  serial: 'M0 -1.15 1.15 0 0 1.15 -1.15 0Z',
  threads: 'M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0Z',
  processes: 'M-.88 -.88H.88V.88H-.88Z',
  mixed: 'M0 -1.2 1.15 .85H-1.15Z',
};

/** The outline of a family's mark in a square from -1 to 1, for an SVG path. */
export function outline(family: Family): string {
  return OUTLINES[family];
}

/** The mark of a family around a point on a canvas. */
export function mark(family: Family, x: number, y: number, radius: number): Path2D {
  const path = new Path2D();
  path.addPath(new Path2D(OUTLINES[family]), new DOMMatrix([radius, 0, 0, radius, x, y]));
  return path;
}

/** The dashes of a line in CSS pixels: one rhythm for each model. */
export function dashes(model: string): readonly number[] {
  if (model === 'ideal') return [2, 5];
  return model === 'usl' ? [8, 4] : [];
}
