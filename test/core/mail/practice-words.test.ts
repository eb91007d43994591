import { expect, test } from 'vitest';
import { decide } from '../../../shared/room/decide.ts';
import { compose } from '../../../shared/mail/compose.ts';
import type { Command } from '../../../shared/room/command.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import { uncreated, type Room } from '../../../shared/room/room.ts';
import { writeText } from '../../../shared/mail/write-text.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { asha, ashaBooks, ben, bensRoom, monday, nextWednesday, seed } from '../../support/rooms.ts';
import { outgoing } from '../../support/written-mail.ts';

const practice = { topic: 'Glaucoma', exam: 'ICO', line: 'Data interpretation, please' };
const later = { at: plusMinutes(monday, 5), seed: seed(3) };

/** The mail of the last command. */
function mailAfter(...commands: readonly Command[]): readonly OwedMail[] {
  let [room, mail]: [Room, readonly OwedMail[]] = [uncreated, []];
  for (const command of commands) {
    const decision = decide(room, command);
    if (decision.kind !== 'changed') throw new Error(`${command.type} changed nothing`);
    ({ room, mail } = decision);
  }
  return mail;
}

const worded = (mail: OwedMail) => compose(mail, {}, outgoing.brand, outgoing.organizer);
const unfolded = (ics = '') => ics.replaceAll('\r\n ', '');

const REQUESTS: readonly (readonly [string, readonly Command[]])[] = [
  ['of an invitation', [ashaBooks]],
  ['of a move', [ashaBooks, { type: 'reschedule', by: { sub: ben.sub }, startUtc: nextWednesday, durationMinutes: null, ...later }]],
  ['of a guest who left', [ashaBooks, { type: 'leave', by: { sub: asha.sub }, ...later }]],
];

test.each(REQUESTS)('each REQUEST %s says what is practised in its text and in the calendar', (_, commands) => {
  const requests = mailAfter({ ...bensRoom, practice }, ...commands).filter(({ kind }) => kind !== 'unbooked');
  expect(requests.length).toBeGreaterThan(0);
  for (const mail of requests) {
    const message = worded(mail);
    expect(writeText(message)).toContain('What you practise: Glaucoma, ICO.');
    expect(writeText(message)).toContain(`${mail.to.role === 'host' ? 'You' : 'Ben'} wrote:\n> Data interpretation, please`);
    expect(unfolded(message.calendar?.ics)).toContain('What you practise: Glaucoma\\, ICO.');
    expect(unfolded(message.calendar?.ics)).toContain('SUMMARY:Ophthalmo Practice Session');
  }
});

test('what is practised changes neither the subject nor the title', () => {
  const [plain, topical] = [bensRoom, { ...bensRoom, practice }].map((create) => mailAfter(create, ashaBooks).map(worded));
  expect(topical?.map(({ subject }) => subject)).toEqual(plain?.map(({ subject }) => subject));
});

test('a session about anything says nothing about it', () => {
  for (const mail of mailAfter(bensRoom, ashaBooks)) expect(writeText(worded(mail))).not.toMatch(/practise:|wrote:/);
});
