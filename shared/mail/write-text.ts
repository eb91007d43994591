import type { Block, ClockRow, Message } from './message.ts';

/** The plain text of a message, complete in itself: who, when on every clock, every link. Lines end with LF. */
export const writeText = ({ heading, blocks, footer }: Message): string =>
  [heading, writeBlocks(blocks), `-- \n${footer}`].join('\n\n').concat('\n');

/** The blocks alone: also the DESCRIPTION of the calendar event, since Outlook shows that and hides the HTML. */
export const writeBlocks = (blocks: readonly Block[]): string => blocks.map(writeBlock).join('\n\n');

function writeBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return block.text;
    case 'clocks':
      return [...block.rows.map(writeRow), ...block.remarks].join('\n');
    case 'quote':
      return [`${block.by === 'you' ? 'You' : block.by} wrote:`, ...block.text.split('\n').map((line) => `> ${line}`)].join('\n');
    case 'actions':
      return block.actions.map(({ label, url }) => `${label}:\n${url}`).join('\n\n');
  }
}

function writeRow({ whose, was, time, zone, hints }: ClockRow): string {
  const suffix = hints.length > 0 ? ` – ${hints.join(', ')}` : '';
  const reading = zone === whose ? time : `${time}, ${zone}`;
  return was === null || was === time ? `${whose}: ${reading}${suffix}` : `${whose}: ${was} → ${reading}${suffix}`;
}
