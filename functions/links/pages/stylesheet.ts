import { paletteOf, type Palette } from '../../../shared/mail/colour.ts';

/** Rules for one kind of element. */
interface Rules {
  /** Found in the HTML of pages that need them. */
  readonly where: RegExp;
  readonly css: string;
}

export type Stylesheet = readonly Rules[];

/** All rules that pages of this brand may need. @param color the brand's, `#rrggbb` */
export const stylesheet = (color: string): Stylesheet =>
  rules(paletteOf(color)).map(({ where, css }) => ({ where, css: css.replaceAll(/\s*\n\s*/g, '') }));

/** The rules that this HTML needs, in one line: pages are small, and each carries its own. */
export const rulesFor = (sheet: Stylesheet, html: string): string =>
  sheet.flatMap(({ where, css }) => (where.test(html) ? [css] : [])).join('');

/*
 * Names are one letter, since every page carries them: i ink, p page, c card, m muted, b brand, d brand under the pointer, o on
 * brand, e edge of a control, h hairline, r wrong. Classes: f field, x field with a problem, t side by side, e problem, g summary
 * of problems, n aside, q lesser button, a link that stands alone.
 */
const rules = ({ light, hover, dark }: Palette): Stylesheet => [
  {
    where: /^/,
    css: `
:root{color-scheme:light dark;--i:#12232e;--p:#fff;--c:#f5f8f9;--m:#4a5b66;--b:${light};--d:${hover};--o:#fff;--e:#6f808b;--h:#d5dee3;--r:#a3261b}
@media(prefers-color-scheme:dark){:root{--i:#e8eff2;--p:#0e171d;--c:#16232b;--m:#a9bac4;--b:${dark};--d:#fff;--o:#06222e;--e:#7c8f9a;--h:#2a3b45;--r:#ffb4a8}}
*{box-sizing:border-box}
body{max-width:38rem;margin:auto;padding:1.5rem 1rem 3rem;background:var(--p);color:var(--i);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header,footer,dt,small,s{color:var(--m);font-size:1rem}
header,fieldset label{display:flex;gap:.75rem;align-items:center}
header:before{content:"";padding:12px;border:2px solid var(--b);border-left-color:var(--h);border-radius:50%;rotate:45deg}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--h)}
h1{margin:2rem 0 1rem;font-size:1.875rem;line-height:1.2;font-weight:600}
:focus-visible{outline:3px solid #ffd24a;box-shadow:0 0 0 5px #12232e}
h1:focus{outline:0;box-shadow:none}`,
  },
  {
    where: /<a|<u/,
    css: `
a,u{color:var(--b)}
a:hover{color:var(--d)}`,
  },
  {
    where: /class="a"/,
    css: `
.a{display:inline-block;padding:.65rem 0}
@media print{.a{display:none}}`,
  },
  {
    where: /class="n"|<blockquote/,
    css: `
.n,blockquote{margin:1.5rem 0;padding-left:1rem;border-left:4px solid var(--e);white-space:pre-line}`,
  },
  {
    where: /<dl/,
    css: `
dl{margin:1.5rem 0;padding:1.25rem;background:var(--c);border-radius:8px;font-variant-numeric:tabular-nums}
dd{margin:0}
dd+dt{margin-top:.75rem}
dt:first-child+dd{font-size:1.25rem;line-height:1.3;font-weight:600}
dd>*{font-weight:400}
dd span{font-weight:inherit;white-space:nowrap}
@media print{dl{border:1px solid}}`,
  },
  {
    where: /<svg/,
    css: `
svg{width:56px;float:right;margin-left:1rem;fill:none;stroke:var(--b);stroke-width:2}
circle{rotate:-90deg}
circle:first-child{stroke:var(--h)}
text{fill:var(--i);stroke:none;font-size:11px;text-anchor:middle}
@media(forced-colors:active){svg{stroke:CanvasText}}`,
  },
  {
    where: /<form/,
    css: `
form{margin:1.5rem 0}
button,input,textarea{min-height:44px;padding:.5rem .75rem;border:2px solid var(--e);border-radius:6px;background:var(--p);color:inherit;font:inherit}
button{margin:0 .5rem .5rem 0;padding:.5rem 1.25rem;border-color:var(--b);background:var(--b);color:var(--o);font-weight:600;cursor:pointer}
.q{background:0 0;color:var(--b)}
button:hover{background:var(--d);color:var(--o)}
@media print{form{display:none}}`,
  },
  {
    where: /<label/,
    css: `
fieldset,.f{margin:0 0 1.5rem;padding:0;border:0}
.t{display:flex;flex-wrap:wrap;gap:0 1.5rem}
label,legend{display:block;margin-bottom:.25rem;padding:0;font-weight:600}
fieldset label{margin:0;font-weight:400}
input{max-width:100%}
textarea,#zone{width:100%}
[type=radio],[type=checkbox]{min-width:24px;margin:0;accent-color:var(--b)}
summary{padding:.65rem 0;cursor:pointer}`,
  },
  {
    where: /class="g"/,
    css: `
h2{margin:0;font-size:1.25rem}
.g{margin-bottom:1.5rem;padding:1rem;border:4px solid var(--r)}
.e,.g a{color:var(--r);font-weight:600;margin:0}
.x{padding-left:1rem;border-left:4px solid var(--r)}
.x *{border-color:var(--r)}`,
  },
];
