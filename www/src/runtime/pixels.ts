/** From a decoded picture to the bytes that a kernel works on: red, green and blue, row by row. */
import type { Data } from './contract';

/** Rows that are read at once: few enough that a page which does it itself stays quick. */
const ROWS = 64;

/** The edge of the picture with which a canvas is tried, in pixels. */
const TRIAL_EDGE = 16;

/** What both kinds of canvas can. */
type Context = Pick<
  OffscreenCanvasRenderingContext2D,
  'fillStyle' | 'fillRect' | 'imageSmoothingQuality' | 'drawImage' | 'getImageData'
>;

/**
 * Returns `true` if a canvas gives back the pixels that were painted. Browsers that protect their reader from being recognised
 * change some of them, or all.
 */
export function givesBack(context: Context): boolean {
  const pixels = Array.from({ length: TRIAL_EDGE * TRIAL_EDGE }, (_, at) => [at, 255 - at, (at * 7) % 256, 255] as const);
  pixels.forEach(([red, green, blue], at) => {
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    context.fillRect(at % TRIAL_EDGE, Math.floor(at / TRIAL_EDGE), 1, 1);
  });
  const { data } = context.getImageData(0, 0, TRIAL_EDGE, TRIAL_EDGE);
  return pixels.flat().every((value, at) => data[at] === value);
}

/**
 * Returns a picture, scaled down until its longer edge is `edge` or less, its shape kept; `undefined` where there is no canvas.
 * What is transparent becomes white, as on paper.
 */
export async function onCanvas(
  bitmap: ImageBitmap,
  edge: number,
  make: (width: number, height: number) => Context | null,
): Promise<Data | 'distorted' | undefined> {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const [context, trial] = [make(width, height), make(TRIAL_EDGE, TRIAL_EDGE)];
  if (context === null || trial === null) {
    return undefined;
  }
  if (!givesBack(trial)) {
    return 'distorted';
  }
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const bytes = new Uint8Array(3 * width * height);
  let at = 0;
  for (let top = 0; top < height; top += ROWS) {
    const { data } = context.getImageData(0, top, width, Math.min(ROWS, height - top));
    for (let pixel = 0; pixel < data.length; pixel += 4) {
      bytes[at] = data[pixel] ?? 0;
      bytes[at + 1] = data[pixel + 1] ?? 0;
      bytes[at + 2] = data[pixel + 2] ?? 0;
      at += 3;
    }
    await new Promise((resume) => { setTimeout(resume, 0); });
  }
  return { width, height, bytes };
}
