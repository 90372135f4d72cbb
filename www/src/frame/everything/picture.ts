/** All verdicts in one picture, as SVG: each claim with its ratio, the interval around it, and the line where nothing differs. */
import type { Strings } from '../../l10n';
import type { Combined, Judged } from '../../runtime/report';
import { verdictWord } from './tables';
import type { Sentence } from './tables';

const WIDTH = 1000;
const MARGIN = 32;
const ROW = 46;
const HEAD = 96;
/** Where the chart begins and ends, and the verdict's word begins. */
const CHART: readonly [number, number] = [520, 770];
const WORD = 796;
/** Characters of a sentence on one line: as many as fit before the chart. */
const LINE = 62;

/** A file has no theme: these are the light colours of the page. */
const INK = '#1c2026';
const SOFT = '#525965';
const LINE_COLOUR = '#dcd6c8';
const COLOURS: Readonly<Record<Judged['verdict'], string>> = {
  holds: '#23702d',
  fails: '#b0231b',
  unclear: '#7f5900',
  unavailable: SOFT,
};
const SIGNS: Readonly<Record<Judged['verdict'], string>> = { holds: '✓', fails: '✗', unclear: '?', unavailable: '–' };

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function text(x: number, y: number, content: string, style = ''): string {
  return `<text x="${x}" y="${y}" ${style}>${escaped(content)}</text>`;
}

/** A sentence on as many lines as it needs. */
function lines(sentence: string): string[] {
  const found = [''];
  for (const word of sentence.split(' ')) {
    const line = found.at(-1) ?? '';
    if (line.length + word.length >= LINE && line !== '') {
      found.push(word);
    } else {
      found[found.length - 1] = line === '' ? word : `${line} ${word}`;
    }
  }
  return found;
}

/** Where a ratio stands on the chart's logarithmic axis; what lies beyond it, at its end. */
function scale(claims: readonly Judged[]): { at(ratio: number): number; ticks: readonly number[] } {
  const bounds = claims.flatMap(({ ci95 }) => ci95 ?? []).filter((bound) => Number.isFinite(bound) && bound > 0);
  const low = Math.log10(Math.min(0.5, ...bounds));
  const high = Math.log10(Math.max(2, ...bounds));
  const [left, right] = CHART;
  const at = (ratio: number): number => {
    const share = (Math.log10(Math.max(ratio, Number.MIN_VALUE)) - low) / (high - low);
    return Math.round(10 * (left + (right - left) * Math.min(Math.max(share, 0), 1))) / 10;
  };
  const decades = Array.from({ length: Math.floor(high) + 1 }, (_, index) => 10 ** index);
  return { at, ticks: decades };
}

/** The picture's text. */
export function picture(texts: Strings, combined: Combined, sentences: readonly Sentence[]): string {
  const { at, ticks } = scale(combined.claims);
  const drawn: string[] = [];
  let y = HEAD;
  let heading = '';
  for (const sentence of sentences) {
    const judged = combined.claims.find(({ id }) => id === sentence.id);
    if (judged === undefined) {
      continue;
    }
    const title = `${sentence.table}: ${sentence.row}`;
    if (title !== heading) {
      heading = title;
      y += ROW + 12;
      drawn.push(text(MARGIN, y - 10, title, 'font-weight="700"'));
      drawn.push(`<path d="M${MARGIN} ${y}H${WIDTH - MARGIN}" stroke="${LINE_COLOUR}"/>`);
      y -= 12;
    }
    y += ROW;
    drawn.push(row(texts, judged, sentence, at, y));
  }
  const bottom = y + 20;
  const axis = ticks.map((tick) => {
    const colour = tick === 1 ? SOFT : LINE_COLOUR;
    return `<path d="M${at(tick)} ${HEAD + 8}V${bottom}" stroke="${colour}" ${tick === 1 ? 'stroke-dasharray="4 3"' : ''}/>`
      + text(at(tick), bottom + 18, `${texts.round(tick)}×`, `text-anchor="middle" font-size="12" fill="${SOFT}"`);
  });
  const height = bottom + 64;
  const { cores, build } = combined.machine;
  const machine = texts.text('everything-machine', { cores, build, date: texts.moment(combined.started) });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" `
      + `font-family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif" font-size="14" fill="${INK}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    text(MARGIN, 48, texts.text('everything-title'), 'font-size="24" font-weight="700"'),
    text(MARGIN, 74, machine, `fill="${SOFT}"`),
    ...axis,
    ...drawn,
    text(MARGIN, height - 16, texts.text('everything-axis'), `font-size="12" fill="${SOFT}"`),
    '</svg>',
  ].join('\n');
}

function row(texts: Strings, judged: Judged, sentence: Sentence, at: (ratio: number) => number, y: number): string {
  const { verdict, ratio, ci95 } = judged;
  const colour = COLOURS[verdict];
  const said = lines(sentence.text);
  const first = y - 9 * (said.length - 1);
  const parts = said.map((line, index) => text(MARGIN, first + 18 * index, line));
  if (ratio !== null && ci95 !== null) {
    const [low, high] = ci95.map((bound) => at(bound));
    parts.push(`<path d="M${low} ${y - 5}H${high}" stroke="${colour}" stroke-width="5" stroke-linecap="round" opacity="0.45"/>`);
    parts.push(`<circle cx="${at(ratio)}" cy="${y - 5}" r="5" fill="${colour}"/>`);
  }
  const number = ratio === null ? '' : `${texts.number(ratio, 2)}×`;
  parts.push(text(WORD, y, `${SIGNS[verdict]} ${verdictWord(texts, judged)}`, `fill="${colour}" font-weight="600"`));
  parts.push(text(WORD + 17, y + 17, number, `font-size="12" fill="${SOFT}"`));
  return parts.join('\n');
}
