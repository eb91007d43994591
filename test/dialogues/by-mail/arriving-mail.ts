import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../../functions/mail-in/notification.ts';
import { decodeMail } from '../../../local/mailbox/decode-mail.ts';
import type { Answer, Saying } from '../../../local/reply-as/answer.ts';
import { invitationIn } from '../../../local/reply-as/invitation.ts';
import { PROGRAMS } from '../../../local/reply-as/programs.ts';
import { instantAt, millisOf } from '../../../shared/time/instant.ts';
import type { Mailroom } from '../../support/mailroom.ts';
import { instant } from '../../support/rooms.ts';
import { minutesIn, personCalled } from '../sentences.ts';

/*
 * The mail that a sentence lets arrive, in its bytes.
 */

export interface Arrival {
  readonly raw: Uint8Array;
  readonly dmarc: Verdict;
}

type Words = Readonly<Record<string, string | undefined>>;

const PROOF = '(?:, (?<proof>not proven|without DMARC))?';
const SAYS = '(?<says>accept|tentative|decline|propose (?<when>\\S+))';
const MAIL = new RegExp(`^mail from (?<who>[a-z]+) as (?<program>\\w+)${PROOF}: ${SAYS}$`);
const FILE = new RegExp(`^mail (?<file>[\\w-]+\\.eml)${PROOF}$`);

/** Null: the sentence is about no mail. The id is in the Message-ID of an answer that is written here. */
export async function arrivalIn(room: Mailroom, sentence: string, id: string): Promise<Arrival | null> {
  const file = FILE.exec(sentence)?.groups;
  if (file) return { raw: readFixture(file['file'] ?? ''), dmarc: verdictIn(file) };
  const words = MAIL.exec(sentence)?.groups;
  return words ? { raw: Buffer.from(await writeAnswer(room, words, id)), dmarc: verdictIn(words) } : null;
}

/** What SES says of the sender's domain. */
const VERDICTS: Readonly<Record<string, Verdict>> = { 'not proven': 'FAIL', 'without DMARC': 'GRAY' };

const verdictIn = ({ proof = '' }: Words): Verdict => VERDICTS[proof] ?? 'PASS';

const FIXTURES = join(import.meta.dirname, '../../fixtures/mail');

function readFixture(file: string): Uint8Array {
  for (const folder of ['odd', 'eml']) {
    try {
      return readFileSync(join(FIXTURES, folder, file));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  throw new Error(`  there is no ${file} in test/fixtures/mail/odd or eml`);
}

/** The newest invitation that this person holds is answered by this program. */
async function writeAnswer({ left, world }: Mailroom, { who = '', program = '', says = '', when }: Words, id: string): Promise<string> {
  const found = Object.entries(PROGRAMS).find(([name]) => name.toLowerCase() === program.toLowerCase());
  if (!found) throw new Error(`  no program is called ${program}: choose one of ${Object.keys(PROGRAMS).join(', ')}`);
  const [, { write }] = found;
  const { email } = personCalled(who);
  const decoded = await Promise.all(left.filter(({ to }) => to === email).map(({ bytes }) => decodeMail(Buffer.from(bytes))));
  const invitation = decoded.map(invitationIn).findLast((one) => one !== null);
  if (!invitation) throw new Error(`  ${who} has no invitation to answer`);
  const at = instantAt(Math.floor(millisOf(world.now()) / 1000) * 1000);
  const answer: Saying = when === undefined ? (says as Saying) : timeIn(when, invitation);
  return write({ ...invitation, says: answer, at, id });
}

/** `19:00` is a time in UTC on the day of the session, which keeps its length; `2030-01-16T19:30Z/PT30M` is any time. */
function timeIn(when: string, { startUtc, endUtc }: Pick<Answer, 'startUtc' | 'endUtc'>): Exclude<Saying, string> {
  const [time = '', length] = when.split('/');
  const start = instant(time.includes('T') ? time : `${startUtc.slice(0, 11)}${time}Z`);
  const millis = length === undefined ? millisOf(endUtc) - millisOf(startUtc) : minutesIn(length) * 60_000;
  return { startUtc: start, endUtc: instantAt(millisOf(start) + millis) };
}
