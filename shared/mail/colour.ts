type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
// A little above the 4.5 that WCAG 2.2 asks for (1.4.3), since colours are rounded.
const CONTRAST = 4.6;

/** A brand's colour as pages and mails show it. */
export interface Palette {
  readonly light: string;
  /** Under the pointer, where it is light. */
  readonly hover: string;
  readonly dark: string;
}

const BRAND: Palette = { light: '#0B5C7A', hover: '#084660', dark: '#7CC7E3' };

/** The background on which text stands in the dark look: of the two grounds the lighter one. */
const DARK_GROUND = '#16232B';

/** A brand colour that is too pale for white text, or too dark for a dark page, is moved just far enough. */
export function paletteOf(color: string): Palette {
  if (color.toUpperCase() === BRAND.light) return BRAND;
  const light = readableOn('#FFFFFF', color);
  return { light, hover: darker(light, 0.25), dark: readableOn(DARK_GROUND, color) };
}

/** The colour nearest to this one that text in it can be read in, on the background: darker on light, lighter on dark. */
function readableOn(background: string, color: string): string {
  const [ground, wanted] = [parse(background), parse(color)];
  const goal = luminance(ground) > 0.5 ? BLACK : WHITE;
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = mix(wanted, goal, share);
    if (contrast(mixed, ground) >= CONTRAST) return write(mixed);
  }
  return write(goal);
}

/** The colour with a share of black, 0 to 1. */
const darker = (color: string, share: number): string => write(mix(parse(color), BLACK, share));

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
function contrast(a: Rgb, b: Rgb): number {
  const [darker_, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((lighter ?? 1) + 0.05) / ((darker_ ?? 0) + 0.05);
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

const mix = (from: Rgb, to: Rgb, share: number): Rgb => {
  const at = (n: 0 | 1 | 2) => Math.round(from[n] + (to[n] - from[n]) * share);
  return [at(0), at(1), at(2)];
};

/** `#rrggbb` */
function parse(color: string): Rgb {
  const at = (start: number) => Number.parseInt(color.slice(start, start + 2), 16);
  return [at(1), at(3), at(5)];
}

const write = (rgb: Rgb): string => `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
