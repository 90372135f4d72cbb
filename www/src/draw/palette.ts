/**
 * The page's colours for those who paint on a canvas: read from the CSS custom properties, read again when the theme
 * changes, and varied into one tint for each lane.
 */
import type { Family } from '../../pkg/plain/kosut';
import { css, toOklch, toRgb, type Oklch, type Rgb } from './colour';

const TOKENS = ['paper', 'paper-raised', 'ink', 'ink-soft', 'line', 'accent', 'bad', 'unclear'] as const;
const FAMILIES = ['serial', 'threads', 'processes', 'mixed'] as const satisfies readonly Family[];

/** A custom property that painters use, without its dashes. */
export type Token = (typeof TOKENS)[number] | Family;

/** How many boxes of how many lanes. */
export interface Shape {
  readonly processes: number;
  readonly threads: number;
}

/** The most lanes that are told apart by lightness alone; above, groups of as many differ in hue. */
const LIGHTNESS_STEPS = 8;

/** How much of the reach of lightness lies towards the paper: little, so that contrast stays. */
const NEAREST = 0.2;

/** Degrees of hue between the first group of lanes and the last: few enough that the family's colour is still seen. */
const HUE_REACH = 20;

/** In which of the four ways a shape works; as `Topology::family` in Rust. */
export function familyOf({ processes, threads }: Shape): Family {
  if (processes === 1) return threads === 1 ? 'serial' : 'threads';
  return threads === 1 ? 'processes' : 'mixed';
}

/** The same of a topology as it is written, `PxT`. */
export function topologyFamily(topology: string): Family {
  const [processes = 1, threads = 1] = topology.split('x').map(Number);
  return familyOf({ processes, threads });
}

/** All colours of one theme. */
export class Palette {
  /** The stack of fonts for labels. */
  readonly font: string;
  readonly #colours: ReadonlyMap<Token, Rgb>;
  readonly #dark: boolean;

  constructor() {
    const probe = document.createElement('span');
    probe.hidden = true;
    probe.style.fontFamily = 'var(--font-ui)';
    document.documentElement.append(probe);
    // The computed colour of an element is resolved all the way, also through light-dark() and color-mix(); the value
    // of a custom property is not.
    const computed = getComputedStyle(probe);
    this.font = computed.fontFamily;
    const tokens: readonly Token[] = [...TOKENS, ...FAMILIES];
    const colours = parse(
      tokens.map((token) => {
        probe.style.color = `var(--${token})`;
        return computed.color;
      }),
    );
    this.#colours = new Map(tokens.map((token, index) => [token, colours[index] ?? [0, 0, 0]]));
    probe.remove();
    this.#dark = toOklch(this.rgb('paper')).l < 0.5;
  }

  /** A token's colour. */
  rgb(token: Token): Rgb {
    return this.#colours.get(token) ?? [0, 0, 0];
  }

  /** A token's colour for a canvas. */
  css(token: Token, alpha = 1): string {
    return css(this.rgb(token), alpha);
  }

  /**
   * The tint of one lane: its family's colour, moved in lightness and hue. In a mixed shape hue tells the box and
   * lightness the lane in it.
   */
  tint(shape: Shape, process: number, lane: number): Oklch {
    const base = toOklch(this.rgb(familyOf(shape)));
    const total = shape.processes * shape.threads;
    const mixed = shape.processes > 1 && shape.threads > 1;
    const index = process * shape.threads + lane;
    const many = total > LIGHTNESS_STEPS;
    const [step, steps] = mixed
      ? [lane % LIGHTNESS_STEPS, Math.min(shape.threads, LIGHTNESS_STEPS)]
      : [index % LIGHTNESS_STEPS, Math.min(total, LIGHTNESS_STEPS)];
    const [group, groups] = mixed
      ? [process, shape.processes]
      : many
        ? [Math.floor(index / LIGHTNESS_STEPS), Math.ceil(total / LIGHTNESS_STEPS)]
        : [index, total];
    const away = this.#dark ? 1 : -1;
    const reach = 0.14 + 0.01 * steps;
    return {
      l: base.l + away * reach * (share(step, steps, NEAREST) - NEAREST),
      c: base.c,
      h: base.h + HUE_REACH * (share(group, groups, 0.5) - 0.5),
    };
  }

  /** A lane's tint for a canvas. */
  tintCss(shape: Shape, process: number, lane: number): string {
    return css(toRgb(this.tint(shape, process, lane)));
  }
}

let palette: Palette | undefined;
const watchers = new Set<() => void>();
let unwatch: (() => void) | undefined;

/** The colours of the theme as it is now. They are kept only while someone watches for changes. */
export function currentPalette(): Palette {
  if (watchers.size === 0) return new Palette();
  return (palette ??= new Palette());
}

/** Calls back whenever the theme has changed, until the function that it returns is called. */
export function watchPalette(changed: () => void): () => void {
  watchers.add(changed);
  unwatch ??= watchTheme();
  return () => {
    watchers.delete(changed);
    if (watchers.size > 0) return;
    unwatch?.();
    unwatch = palette = undefined;
  };
}

function watchTheme(): () => void {
  const reread = (): void => {
    palette = undefined;
    for (const watcher of watchers) watcher();
  };
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', reread);
  const attributes = new MutationObserver(reread);
  attributes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  // Styles may come after the script; what was read before them was wrong.
  addEventListener('load', reread);
  return () => {
    media.removeEventListener('change', reread);
    attributes.disconnect();
    removeEventListener('load', reread);
  };
}

/** Which part of the way the one of this index stands, of so many; `alone` when there is only one. */
function share(index: number, count: number, alone: number): number {
  return count > 1 ? index / (count - 1) : alone;
}

/**
 * Any CSS colours as sRGB. A mixture in sRGB is computed to `color(srgb …)`, whatever its parts. Reading a
 * canvas back would be simpler, but some browsers change those pixels as a protection against fingerprinting.
 */
function parse(colours: readonly string[]): Rgb[] {
  const probes = colours.map((colour) => {
    const probe = document.createElement('span');
    probe.style.color = `color-mix(in srgb, ${colour}, ${colour})`;
    return probe;
  });
  const place = document.createElement('div');
  place.hidden = true;
  place.append(...probes);
  document.documentElement.append(place);
  const computed = probes.map((probe) => getComputedStyle(probe).color);
  place.remove();
  return computed.map((colour) => {
    const [red = 0, green = 0, blue = 0] = Array.from(colour.matchAll(/[\d.]+(?:e-?\d+)?/gu), ([number]) => Number(number));
    const scale = colour.startsWith('color(') ? 255 : 1;
    const byte = (channel: number): number => Math.round(Math.min(255, channel * scale));
    return [byte(red), byte(green), byte(blue)];
  });
}
