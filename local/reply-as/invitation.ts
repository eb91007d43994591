import { parseInstant } from '../../shared/time/instant.ts';
import { type DecodedMail, readCalendarLines } from '../mailbox/decode-mail.ts';
import type { Answer } from './answer.ts';

/** What an invitation says of itself: everything that an answer to it repeats. */
export type Invitation = Omit<Answer, 'says' | 'at' | 'id'> & {
  /** The clock of its reader, as the mail words it, and how many minutes it is ahead of UTC. */
  readonly clock: { readonly label: string; readonly minutesAhead: number };
};

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
  const sequence = Number(value('SEQUENCE')) || 0;
  return { from, organizer, uid: value('UID'), sequence, summary: value('SUMMARY'), startUtc, endUtc, clock: clockIn(mail.text) };
}

/** The first clock of a mail is its reader's: `Your time: …, India Standard Time (UTC+05:30)`. */
function clockIn(text: string): Invitation['clock'] {
  const [, label, sign, hours, minutes] = /^(?:Your time|You and [^\n]*?): .*?([^,\n]*\(UTC([+\-−])(\d\d):(\d\d)\))/m.exec(text) ?? [];
  if (label === undefined) return { label: 'UTC', minutesAhead: 0 };
  return { label: label.trim(), minutesAhead: (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes)) };
}

function partyIn(line: { readonly parameters: string; readonly value: string } | undefined): { name: string; email: string } {
  const email = (line?.value ?? '').replace(/^mailto:/i, '');
  const name = /(?:^|; )CN=([^;]*)/.exec(line?.parameters ?? '')?.[1] ?? '';
  return { name: name === '' ? email : name, email };
}
