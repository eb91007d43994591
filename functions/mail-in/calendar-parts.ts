import type { Attachment } from 'postal-mime';
import { decodeByBeginning, decodeByMark } from './byte-order-mark.ts';
import { bytesOf } from './single-bytes.ts';

export interface CalendarPart {
  readonly text: string;
  /** The method parameter of the MIME part: a hint, because some senders put one and mean another. */
  readonly hint: string | null;
}

/** An attachment, and the same one read as single bytes where its charset label may be wrong. */
export interface ReadAttachment {
  readonly part: Attachment;
  readonly asSingleBytes: Attachment | undefined;
}

/**
 * The calendars of a mail: its text/calendar parts, or, when there are none, attachments that are calendars by type or
 * name. The same text twice (inline and attached, as everyone sends it) counts once.
 */
export function calendarPartsIn(attachments: readonly ReadAttachment[]): readonly CalendarPart[] {
  const parts = calendarsAmong(attachments, ({ part }) => part).map((read) => ({ text: textOf(read), hint: read.part.method ?? null }));
  return [...new Map(parts.toReversed().map((part) => [part.text.replace(/\s+/g, ''), part])).values()].toReversed();
}

/** Whether a calendar begins with anything else than a calendar does: then its charset label may be wrong. */
export const hasOddCalendar = (attachments: readonly Attachment[]): boolean =>
  calendarsAmong(attachments, (part) => part).some(({ content }) => !/^\s*BEGIN/i.test(labelledText(content)));

function calendarsAmong<T>(attachments: readonly T[], partOf: (one: T) => Attachment): readonly T[] {
  const inline = attachments.filter((one) => partOf(one).mimeType === 'text/calendar');
  return inline.length > 0 ? inline : attachments.filter((one) => isCalendarFile(partOf(one)));
}

const isCalendarFile = ({ mimeType, filename }: Attachment): boolean =>
  /^application\/(x-)?(ics|ical|calendar)$/.test(mimeType) || /\.(ics|ical|ifb|vcs)$/i.test(filename ?? '');

function textOf({ part, asSingleBytes }: ReadAttachment): string {
  const bytes = asSingleBytes && bytesOf(labelledText(asSingleBytes.content));
  return (bytes && (decodeByMark(bytes) ?? decodeByBeginning(bytes))) ?? labelledText(part.content);
}

// postal-mime has already applied the declared charset to calendar parts; what is left are files of another type.
const labelledText = (content: Attachment['content']): string => {
  if (typeof content === 'string') return content;
  const bytes = new Uint8Array(content);
  return decodeByMark(bytes) ?? decodeByBeginning(bytes) ?? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
};
