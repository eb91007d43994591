import { directionOf, type Language } from '../words/languages.ts';
import type { Block, ClockRow, Message } from './message.ts';

/** The plain text of a message, complete in itself: who, when on every clock, every link. Lines end with LF. */
export const writeText = ({ language, heading, blocks, footer }: Message): string =>
  [heading, writeBlocks(blocks, language), `-- \n${footer}`].join('\n\n').concat('\n');

/** The blocks alone: also the DESCRIPTION of the calendar event, since Outlook shows that and hides the HTML. */
export const writeBlocks = (blocks: readonly Block[], language: Language): string =>
  blocks.map((block) => writeBlock(block, language)).join('\n\n');

function writeBlock(block: Block, language: Language): string {
  switch (block.type) {
    case 'paragraph':
      return block.text;
    case 'clocks':
      return [...block.rows.map((row) => writeRow(row, language)), ...block.remarks].join('\n');
    case 'quote':
      return [`${block.intro}:`, ...block.text.split('\n').map((line) => `> ${line}`)].join('\n');
    case 'actions':
      return block.actions.map(({ label, url }) => `${label}:\n${url}`).join('\n\n');
  }
}

/** Commas and arrows follow the direction of the line. */
function writeRow({ whose, was, time, zone, hint }: ClockRow, language: Language): string {
  const [comma, arrow] = directionOf(language) === 'rtl' ? ['،', '←'] : [',', '→'];
  const suffix = hint === '' ? '' : ` – ${hint}`;
  const reading = zone === whose ? time : `${time}${comma} ${zone}`;
  return was === null || was === time ? `${whose}: ${reading}${suffix}` : `${whose}: ${was} ${arrow} ${reading}${suffix}`;
}
