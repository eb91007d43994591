import { renderToString } from 'preact-render-to-string';
import type { Branding } from '../words/branding.ts';
import { directionOf, type Language } from '../words/languages.ts';
import { splitRanges } from '../time/split-ranges.ts';
import { paletteOf, type Palette } from './colour.ts';
import type { Action, Block, ClockRow, Message } from './message.ts';

/** The HTML of a message: tables and inline styles, as mail programs need them; light and dark. */
export const writeHtml = (message: Message, { name, color }: Branding): string =>
  `<!DOCTYPE html>${renderToString(<Layout message={message} name={name} colors={paletteOf(color)} />)}`;

const FONT = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const INK = '#12232E';
const MUTED = '#4A5B66';

// Inline styles are the light look; these rules turn it dark where the mail program supports that.
const darkStyles = ({ dark }: Palette): string => `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.page{background:#0E171D!important}.card{background:#16232B!important}.ink{color:#E8EFF2!important}.muted{color:#A9BAC4!important}.rule{border-color:#7C8F9A!important}.link{color:${dark}!important}.fill{background:${dark}!important;border-color:${dark}!important}.fill a{color:#06222E!important}.line{border-color:${dark}!important}.line a{color:${dark}!important}}`;

// Outlook on Windows knows no max-width: there the text would be as wide as the window. Nor does a cell of a table take the font of
// the table. Outlook alone reads what is in such comments.
const FIXED_WIDTH =
  '<!--[if mso]><style>td,p,div,a,h1,span{font-family:"Segoe UI",Arial,sans-serif!important}</style><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->';
const END_OF_FIXED_WIDTH = '<!--[if mso]></td></tr></table><![endif]-->';

// Inboxes fill the line beside the subject with what comes next; this keeps the heading out of it.
const EMPTY_LINE = '\u00A0\u200C'.repeat(80);

// Some mail programs drop `html` and `body`, so what is within says it again. English, from left to right, is what they take anyway.
const readingOf = (language: Language) => (language === 'en' ? {} : { lang: language, dir: directionOf(language) });

interface Props {
  readonly message: Message;
  readonly name: string;
  readonly colors: Palette;
}

function Layout(props: Props) {
  const { message, colors } = props;
  const reading = readingOf(message.language);
  return (
    <html lang="en-GB" {...reading}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{message.subject}</title>
        <style dangerouslySetInnerHTML={{ __html: darkStyles(colors) }} />
      </head>
      <body class="page" {...reading} style="margin:0;padding:0;background:#FFFFFF">
        <div {...reading} style="display:none;max-height:0;overflow:hidden">
          {message.preheader}
          {EMPTY_LINE}
        </div>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="page" style="background:#FFFFFF">
          <tr>
            <td
              align="center"
              style="padding:24px 12px"
              dangerouslySetInnerHTML={{ __html: `${FIXED_WIDTH}${renderToString(<Column {...props} />)}${END_OF_FIXED_WIDTH}` }}
            />
          </tr>
        </table>
      </body>
    </html>
  );
}

/** All that is to be read, below each other. */
const Column = ({ message, name, colors }: Props) => (
  <table
    role="presentation"
    {...readingOf(message.language)}
    width="100%"
    cellpadding="0"
    cellspacing="0"
    style={`max-width:600px;font-family:${FONT.replaceAll('"', "'")}`}
  >
    <tr>
      <td class="muted" style={`padding:0 0 16px;font-size:16px;line-height:1.5;color:${MUTED}`}>
        {name}
      </td>
    </tr>
    <tr>
      <td class="ink" style={`padding:0 0 8px;color:${INK}`}>
        <h1 style="margin:0;font-size:24px;line-height:1.3;font-weight:600">{message.heading}</h1>
      </td>
    </tr>
    {message.blocks.map((block) => (
      <tr>
        <td style="padding:8px 0">
          <BlockView block={block} language={message.language} colors={colors} />
        </td>
      </tr>
    ))}
    <Addresses blocks={message.blocks} language={message.language} />
    <tr>
      <td class="muted rule" style={`padding:16px 0 0;border-top:1px solid #6F808B;font-size:14px;line-height:1.5;color:${MUTED}`}>
        {message.footer}
      </td>
    </tr>
  </table>
);

function BlockView({ block, language, colors }: { readonly block: Block; readonly language: Language; readonly colors: Palette }) {
  switch (block.type) {
    case 'paragraph':
      return <Paragraph text={block.text} />;
    case 'clocks':
      return <Clocks rows={block.rows} remarks={block.remarks} language={language} />;
    case 'quote':
      return <Quote intro={block.intro} text={block.text} language={language} />;
    case 'actions':
      return <Actions actions={block.actions} colors={colors} />;
  }
}

const Paragraph = ({ text }: { readonly text: string }) => (
  <p class="ink" style={`margin:0;font-size:16px;line-height:1.5;color:${INK}`}>
    {text}
  </p>
);

interface ClocksProps {
  readonly rows: readonly ClockRow[];
  readonly remarks: readonly string[];
  readonly language: Language;
}

function Clocks({ rows, remarks, language }: ClocksProps) {
  return (
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="card" style="background:#F5F8F9;border-radius:8px">
      {rows.map((row, n) => (
        <tr>
          <td style={`padding:${n === 0 ? 16 : 4}px 16px ${n === rows.length - 1 ? 16 : 4}px`}>
            <Clock row={row} language={language} isFirst={n === 0} />
          </td>
        </tr>
      ))}
      {remarks.map((remark) => (
        <tr>
          <td class="muted" style={`padding:0 16px 16px;font-size:14px;line-height:1.5;color:${MUTED}`}>
            {remark}
          </td>
        </tr>
      ))}
    </table>
  );
}

function Clock({ row, language, isFirst }: { readonly row: ClockRow; readonly language: Language; readonly isFirst: boolean }) {
  const moved = row.was !== null && row.was !== row.time;
  return (
    <>
      <div class="muted" style={`font-size:14px;line-height:1.5;color:${MUTED}`}>
        {row.whose}
        {row.zone === row.whose ? '' : ` · ${row.zone}`}
      </div>
      {moved && (
        <div class="muted" style={`font-size:16px;line-height:1.5;color:${MUTED};font-variant-numeric:tabular-nums`}>
          <s>
            <Unbroken text={row.was} />
          </s>
          <span aria-hidden="true"> {directionOf(language) === 'rtl' ? '←' : '→'}</span>
        </div>
      )}
      <div
        class="ink"
        style={`font-size:${isFirst ? 18 : 16}px;line-height:1.5;font-weight:${isFirst ? 600 : 400};color:${INK};font-variant-numeric:tabular-nums`}
      >
        <Unbroken text={row.time} />
        {row.hint !== '' && <span class="muted" style={`font-weight:400;color:${MUTED}`}>{` (${row.hint})`}</span>}
      </div>
    </>
  );
}

/** No line breaks inside a range of times. */
const Unbroken = ({ text }: { readonly text: string | null }) => (
  <>{splitRanges(text ?? '').map((part, n) => (n % 2 === 0 ? part : <span style="white-space:nowrap">{part}</span>))}</>
);

// Mail programs know no padding-inline-start. What somebody wrote has its own direction.
const Quote = ({ intro, text, language }: { readonly intro: string; readonly text: string; readonly language: Language }) => (
  <blockquote
    class="ink rule"
    style={`margin:0;${directionOf(language) === 'rtl' ? 'padding:4px 16px 4px 0;border-right' : 'padding:4px 0 4px 16px;border-left'}:4px solid #6F808B;font-size:16px;line-height:1.5;color:${INK}`}
  >
    <div class="muted" style={`font-size:14px;color:${MUTED}`}>
      {intro}
    </div>
    <div dir="auto">
      {text.split('\n').map((line, n) => (
        <>
          {n > 0 && <br />}
          {line}
        </>
      ))}
    </div>
  </blockquote>
);

function Actions({ actions, colors }: { readonly actions: readonly Action[]; readonly colors: Palette }) {
  return (
    <>
      {actions.map((action) =>
        action.weight === 'quiet' ? <QuietAction action={action} colors={colors} /> : <ActionView action={action} colors={colors} />,
      )}
    </>
  );
}

// All of the button is the link, padding included; Word, which draws Outlook's mail, pads cells only, and alone reads
// mso-padding-alt.
function ActionView({ action, colors }: { readonly action: Action; readonly colors: Palette }) {
  const isPrimary = action.weight === 'primary';
  const ground = isPrimary ? `background:${colors.light};` : '';
  return (
    <table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0">
      <tr>
        <td
          class={isPrimary ? 'fill' : 'line'}
          style={`${ground}border:2px solid ${colors.light};border-radius:6px;mso-padding-alt:12px 20px`}
        >
          <a
            href={action.url}
            style={`display:block;padding:12px 20px;font-size:16px;line-height:1.25;font-weight:600;text-decoration:none;color:${isPrimary ? '#FFFFFF' : colors.light}`}
          >
            {action.label}
          </a>
        </td>
      </tr>
    </table>
  );
}

const QuietAction = ({ action, colors }: { readonly action: Action; readonly colors: Palette }) => (
  <p style="margin:0">
    <a
      class="link"
      href={action.url}
      style={`display:inline-block;padding:10px 0;font-size:16px;line-height:1.5;text-decoration:underline;color:${colors.light}`}
    >
      {action.label}
    </a>
  </p>
);

/**
 * The address of every button once, at the foot: for programs that draw no buttons, and for people who look where a link leads. A
 * quiet link is a link in any program.
 */
function Addresses({ blocks, language }: { readonly blocks: readonly Block[]; readonly language: Language }) {
  const actions = blocks.flatMap((block) => (block.type === 'actions' ? block.actions.filter(({ weight }) => weight !== 'quiet') : []));
  if (actions.length === 0) return null;
  return (
    <tr>
      <td class="muted" style={`padding:16px 0 8px;font-size:12px;line-height:1.5;color:${MUTED}`}>
        {actions.map(({ label, url }) => (
          <div style="padding:0 0 8px;word-break:break-all">
            {label}: {directionOf(language) === 'rtl' ? <span dir="ltr">{url}</span> : url}
          </div>
        ))}
      </td>
    </tr>
  );
}
