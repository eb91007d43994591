import PostalMime from 'postal-mime';
import { lineOf, linesOf, readComponents } from '../../shared/itip/content-lines.ts';

/** What a calendar program takes out of an invitation. */
export interface ReceivedRequest {
  readonly uid: string;
  readonly sequence: number;
  /** As the calendar writes them: in UTC. */
  readonly start: string;
  readonly end: string;
  /** In lower case. */
  readonly attendees: readonly string[];
}

/** The REQUEST in a mail that came to a probe; undefined when there is none. Anybody can write to a probe, so any bytes give a value. */
export async function readRequest(bytes: Uint8Array): Promise<ReceivedRequest | undefined> {
  const text = await findCalendar(bytes);
  const calendar = text === undefined ? 'not-a-calendar' : readComponents(text);
  if (typeof calendar === 'string' || lineOf(calendar, 'METHOD')?.value !== 'REQUEST') return undefined;
  const event = calendar.components.find(({ name }) => name === 'VEVENT');
  const valueOf = (name: string): string => (event && lineOf(event, name)?.value) ?? '';
  return {
    uid: valueOf('UID'),
    sequence: Number(valueOf('SEQUENCE')),
    start: valueOf('DTSTART'),
    end: valueOf('DTEND'),
    attendees: event ? linesOf(event, 'ATTENDEE').map(({ value }) => value.replace(/^mailto:/i, '').toLowerCase()) : [],
  };
}

async function findCalendar(bytes: Uint8Array): Promise<string | undefined> {
  try {
    const { attachments } = await PostalMime.parse(bytes);
    const content = attachments.find(({ mimeType }) => mimeType === 'text/calendar')?.content;
    return content === undefined || typeof content === 'string' ? content : new TextDecoder().decode(content);
  } catch {
    // postal-mime throws when one of its limits is passed.
    return undefined;
  }
}
