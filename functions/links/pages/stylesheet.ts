import { darker, readableOn } from './colour.ts';

const BRAND = { light: '#0B5C7A', hover: '#084660', dark: '#7CC7E3' } as const;

/** The one stylesheet of all pages, in one line. @param color the brand's, `#rrggbb` */
export const stylesheet = (color: string): string => rules(palette(color)).replaceAll(/\s*\n\s*/g, '');

/** A brand colour that is too pale for white text, or too dark for a dark page, is moved just far enough. */
function palette(color: string) {
  if (color.toUpperCase() === BRAND.light) return BRAND;
  const light = readableOn('#FFFFFF', color);
  return { light, hover: darker(light, 0.25), dark: readableOn('#16232B', color) };
}

/*
 * Names are one letter, since every page carries them: i ink, p page, c card, m muted, b brand, d brand under the pointer, o on
 * brand, e edge of a control, h hairline, r wrong. Classes: f field, x field with a problem, t side by side, k radio with its
 * label, e problem, g summary of problems, n aside, q lesser button, a link that stands alone, v for screen readers only.
 */
const rules = ({ light, hover, dark }: { readonly light: string; readonly hover: string; readonly dark: string }): string => `
:root{color-scheme:light dark;--i:#12232e;--p:#fff;--c:#f5f8f9;--m:#4a5b66;--b:${light};--d:${hover};--o:#fff;--e:#6f808b;--h:#d5dee3;--r:#a3261b}
@media(prefers-color-scheme:dark){:root{--i:#e8eff2;--p:#0e171d;--c:#16232b;--m:#a9bac4;--b:${dark};--d:#fff;--o:#06222e;--e:#7c8f9a;--h:#2a3b45;--r:#ffb4a8}}
*{box-sizing:border-box}
body{max-width:38rem;margin:auto;padding:1.5rem 1rem 3rem;background:var(--p);color:var(--i);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header,footer,dt,small,s{color:var(--m)}
small{font-size:1rem}
header{display:flex;gap:.75rem;align-items:center}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--h)}
h1{margin:2rem 0 1rem;font-size:1.875rem;line-height:1.2;font-weight:600}
h2{margin:0;font-size:1.25rem}
p{margin:0 0 1rem}
svg{width:28px;flex:none;fill:none;stroke:var(--b);stroke-width:2}
dl svg{width:56px;float:right;margin-left:1rem}
circle{rotate:-90deg}
circle:first-child{stroke:var(--h)}
text{fill:var(--i);stroke:none;font-size:11px;text-anchor:middle}
dl{margin:1.5rem 0;padding:1.25rem;background:var(--c);border-radius:8px;font-variant-numeric:tabular-nums}
dd{margin:0 0 .75rem}
dd:last-child{margin:0}
dt:first-of-type+dd{font-size:1.25rem;line-height:1.3;font-weight:600}
s{display:block;font:1rem/1.5 system-ui,sans-serif}
blockquote,.n{margin:1.5rem 0;padding-left:1rem;border-left:4px solid var(--e);white-space:pre-line}
a,u{color:var(--b);text-underline-offset:.2em}
a:hover{color:var(--d)}
.a{display:inline-block;padding:.65rem 0}
form{margin:1.5rem 0}
button{min-height:44px;margin:0 .5rem .5rem 0;padding:.6rem 1.25rem;border:2px solid var(--b);border-radius:6px;background:var(--b);color:var(--o);font:inherit;font-weight:600;cursor:pointer}
.q{background:0 0;color:var(--b)}
button:hover{background:var(--d);border-color:var(--d);color:var(--o)}
:focus-visible{outline:3px solid #ffd24a;box-shadow:0 0 0 5px #12232e}
fieldset,.f{margin:0 0 1.5rem;padding:0;border:0}
.t{display:flex;flex-wrap:wrap;gap:0 1.5rem}
label,legend{display:block;margin-bottom:.25rem;padding:0;font-weight:600}
.k{display:flex;margin:0;gap:.75rem;align-items:center;min-height:44px;font-weight:400}
input,textarea{max-width:100%;min-height:44px;padding:.5rem .75rem;border:2px solid var(--e);border-radius:6px;background:var(--p);color:inherit;font:inherit}
textarea,[list]{width:100%}
[type=radio]{flex:none;width:24px;min-height:24px;margin:0;accent-color:var(--b)}
summary{padding:.65rem 0;cursor:pointer}
.e,.g a{color:var(--r);font-weight:600;margin:0}
.x{padding-left:1rem;border-left:4px solid var(--r)}
.x input{border-color:var(--r)}
.g{margin-bottom:1.5rem;padding:1rem;border:4px solid var(--r)}
.v{position:absolute;clip-path:inset(50%);white-space:nowrap}
@media(prefers-reduced-motion:no-preference){button{transition:.12s}}
@media(forced-colors:active){svg{stroke:CanvasText}}
@media print{form,.a{display:none}dl{border:1px solid}}
`;
