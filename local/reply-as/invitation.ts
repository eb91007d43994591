import { parseInstant } from '../../shared/time/instant.ts';
import { type DecodedMail, readCalendarLines } from '../mailbox/decode-mail.ts';
import type { Answer } from './answer.ts';

/** What an invitation says of itself: everything that an answer to it repeats. */
export type Invitation = Omit<Answer, 'says' | 'at' | 'id'>;

/** The invitation in a mail; null when its calendar part is none that can be answered. */
export function invitationIn(mail: DecodedMail): Invitation | null {
  if (mail.calendar === null || !/^METHOD:REQUEST\s*$/m.test(mail.calendar)) return null;
  const lines = readCalendarLines(mail.calendar);
  const line = (name: string) => lines.find((each) => each.name === name);
  const value = (name: string) => line(name)?.value ?? '';
  const startUtc = parseInstant(value('DTSTART'));
  const endUtc = parseInstant(value('DTEND'));
  const [from, organizer] = [partyIn(line('ATTENDEE')), partyIn(line('ORGANIZER'))];
  if (!startUtc || !endUtc || from.email === '' || organizer.email === '') return null;
  return { from, organizer, uid: value('UID'), sequence: Number(value('SEQUENCE')) || 0, summary: value('SUMMARY'), startUtc, endUtc };
}

function partyIn(line: { readonly parameters: string; readonly value: string } | undefined): { name: string; email: string } {
  const email = (line?.value ?? '').replace(/^mailto:/i, '');
  const name = /(?:^|; )CN=([^;]*)/.exec(line?.parameters ?? '')?.[1] ?? '';
  return { name: name === '' ? email : name, email };
}
