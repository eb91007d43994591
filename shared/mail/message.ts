import type { OutboundMethod } from '../words/itip.ts';
import type { Language } from '../words/languages.ts';

/** What a mail says, before it is text, HTML or a calendar description: all three are written from the same blocks. */
export interface Message {
  /** Of its words. */
  readonly language: Language;
  readonly subject: string;
  /** The line that inboxes show beside the subject. */
  readonly preheader: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
  readonly footer: string;
  /** The calendar part, for mail that has one. */
  readonly calendar: { readonly method: OutboundMethod; readonly ics: string } | null;
}

export type Block =
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'clocks'; readonly rows: readonly ClockRow[]; readonly remarks: readonly string[] }
  | { readonly type: 'quote' /** `Asha wrote` */; readonly intro: string; readonly text: string }
  | ActionsBlock;

export interface ActionsBlock {
  readonly type: 'actions';
  readonly actions: readonly Action[];
}

/** One clock: the reader's first, then the other party's, then UTC. `was` is the time before a move. */
export interface ClockRow {
  readonly whose: string;
  readonly was: string | null;
  readonly time: string;
  readonly zone: string;
  /** What is easily overlooked about it; empty if nothing. */
  readonly hint: string;
}

export interface Action {
  readonly label: string;
  readonly url: string;
  /** A filled button, an outlined one, or a link in a line of text. */
  readonly weight: 'primary' | 'secondary' | 'quiet';
  /** Whether the event's DESCRIPTION has it, too: few addresses, since calendars show all of it. */
  readonly isForCalendar?: boolean;
}
