import type { Attachment } from 'postal-mime';
import { decodeByMark } from './byte-order-mark.ts';

export interface CalendarPart {
  readonly text: string;
  /** The method parameter of the MIME part: a hint, because some senders put one and mean another. */
  readonly hint: string | null;
}

/**
 * The calendars of a mail: its text/calendar parts, or, when there are none, attachments that are calendars by type or
 * name. The same text twice (inline and attached, as everyone sends it) counts once.
 */
export function calendarPartsIn(attachments: readonly Attachment[]): readonly CalendarPart[] {
  const inline = attachments.filter(({ mimeType }) => mimeType === 'text/calendar');
  const found = inline.length > 0 ? inline : attachments.filter(isCalendarFile);
  const parts = found.map((part) => ({ text: textOf(part.content), hint: part.method ?? null }));
  return [...new Map(parts.toReversed().map((part) => [part.text.replace(/\s+/g, ''), part])).values()].toReversed();
}

const isCalendarFile = ({ mimeType, filename }: Attachment): boolean =>
  /^application\/(x-)?(ics|ical|calendar)$/.test(mimeType) || /\.(ics|ical|ifb|vcs)$/i.test(filename ?? '');

// postal-mime has already applied the declared charset to calendar parts; what is left are files of another type.
const textOf = (content: Attachment['content']): string =>
  decodeByMark(typeof content === 'string' ? content : new TextDecoder('utf-8', { ignoreBOM: true }).decode(content));
