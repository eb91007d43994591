import { simpleParser } from 'mailparser';
import { keyOf } from './written-mail.ts';
import type { Command } from '../../shared/room/command.ts';
import { plusMinutes } from '../../shared/time/instant.ts';
import { lastMail } from './decided-mail.ts';
import { leavesOf, mimeTree } from './mime-tree.ts';
import type { Left, PostOffice } from './post-office.ts';
import { asha, ashaBooks, ben, bensRoom, monday, nextWednesday, seed } from './rooms.ts';

/*
 * A booking whose mail is on its way, and what can be said of what left.
 */

export const at = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes + 100) });
export const reschedule = (minutes: number): Command => {
  return { type: 'reschedule', by: { sub: ben.sub }, startUtc: plusMinutes(nextWednesday, minutes), durationMinutes: null, ...at(minutes) };
};
export const cancel: Command = { type: 'cancel', by: { sub: ben.sub }, ...at(9) };
export const leave: Command = { type: 'leave', by: { sub: asha.sub }, ...at(5) };

export const booked = async (office: PostOffice): Promise<PostOffice> => {
  await office.decide(bensRoom, ashaBooks);
  return office;
};

/** `ben REQUEST 0`: to whom, what, at which SEQUENCE. */
export function told({ to, bytes }: Left): string {
  const [, , calendar] = leavesOf(mimeTree(bytes));
  const ics = calendar?.content.toString() ?? '';
  const value = (name: string) => new RegExp(`^${name}:(.*)\r$`, 'm').exec(ics)?.[1];
  return [to.split('.')[0], value('METHOD') ?? 'notice', value('SEQUENCE')].join(' ').trim();
}

export const subjectOf = async ({ bytes }: Left): Promise<string> => (await simpleParser(Buffer.from(bytes))).subject ?? '';

export const bookingKeys = lastMail([bensRoom, ashaBooks]).map(keyOf);

export const owed = async (office: PostOffice) => [...((await office.room()).outbox?.values() ?? [])];
