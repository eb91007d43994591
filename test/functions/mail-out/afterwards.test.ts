import { beforeEach, expect, test } from 'vitest';
import type { AnswerAfterwards, Command } from '../../../shared/room/command.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import type { Attendance } from '../../../shared/words/afterwards-words.ts';
import { subjectOf } from '../../support/booked-office.ts';
import { postOffice, type PostOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, ben, bensRoom, existing, nextTuesday, seed } from '../../support/rooms.ts';

/*
 * What follows after a session: the question to both, what they say, and who has missed it.
 */

const end = plusMinutes(nextTuesday, 60);
const ASKED = plusMinutes(end, 120);
const SETTLED = plusMinutes(end, 72 * 60 + 10);
const erases: Command = {
  type: 'erase-person',
  person: { subs: [asha.sub], addresses: [asha.email], firstNames: [] },
  at: plusMinutes(end, 60),
  seed: seed(88),
};

let office: PostOffice;
const begin = async () => {
  office = postOffice();
  await office.decide(bensRoom, ashaBooks);
};
beforeEach(() => begin());

const says = (sub: string, attendance: Attendance, minutes = 130): AnswerAfterwards => ({
  type: 'answer-afterwards',
  by: { sub },
  attendance,
  useful: null,
  line: '',
  again: false,
  at: plusMinutes(end, minutes),
  seed: seed(900 + minutes),
});
const questions = async () => {
  const all = await Promise.all(office.left.map(async (mail) => ({ mail, subject: await subjectOf(mail) })));
  return all.filter(({ subject }) => subject.startsWith('How was')).map(({ mail: { to, at }, subject }) => ({ to, at, subject }));
};
const missedBy = async (sub: string) => (await office.stores.people.load(sub)).profile.usage.missed;

test('both are asked two hours after the end, and then the room is due no more', async () => {
  await office.untilOver();
  const asked = await questions();
  expect(asked.map(({ to, subject }) => [to, subject])).toEqual([
    [ben.email, 'How was your session with Asha?'],
    [asha.email, 'How was your session with Ben?'],
  ]);
  for (const { at } of asked) expect(at >= ASKED && at <= plusMinutes(ASKED, 3)).toBe(true);
  expect((await office.room()).owingSince).toBe(null);
  expect(office.log.counted('FeedbackAsked')).toBe(2);
});

test('no byte of a mail after the session has the address of the other one', async () => {
  await office.workUntil(plusMinutes(ASKED, 5));
  await office.decide({ ...says(asha.sub, 'took-place'), line: 'Thank you', again: true });
  await office.untilOver();
  const texts = office.left.map(({ to, bytes }) => [to, Buffer.from(bytes).toString()] as const);
  expect(texts.at(-1)?.[0]).toBe(ben.email);
  for (const [to, text] of texts) expect(text).not.toContain(to === ben.email ? asha.email : ben.email);
});

test('a mailer that dies before or after any of its calls asks each once in the end', async () => {
  for (const when of ['before', 'after'] as const)
    for (let call = 1; call <= 20; call++) {
      await begin();
      await office.workUntil(plusMinutes(ASKED, -5));
      office.faults.set({ call, when, isDeadly: true });
      await office.workUntil(plusMinutes(ASKED, 60));
      expect((await questions()).map(({ to }) => to).toSorted(), `call ${call}`).toEqual([asha.email, ben.email].toSorted());
    }
}, 120_000);

test('a person who is said to have stayed away, and says nothing, has missed one session, however the mailer dies while it is counted', async () => {
  for (const when of ['before', 'after'] as const)
    for (let call = 1; call <= 8; call++) {
      await begin();
      await office.workUntil(plusMinutes(ASKED, 5));
      await office.decide(says(ben.sub, 'partner-absent'));
      await office.workUntil(plusMinutes(SETTLED, -5));
      expect(await missedBy(asha.sub)).toEqual([]);
      office.faults.set({ call, when, isDeadly: true });
      await office.workUntil(plusMinutes(SETTLED, 60));
      expect(await missedBy(asha.sub), `call ${call}`).toMatchObject([{ roomId: bensRoom.id }]);
      const { history } = existing((await office.room()).room);
      expect(history.filter(({ event }) => event === 'missed')).toHaveLength(1);
    }
}, 120_000);

test('eight mailers at once count a missed session once', async () => {
  await office.workUntil(plusMinutes(ASKED, 5));
  await office.decide(says(ben.sub, 'partner-absent'));
  await office.workUntil(plusMinutes(SETTLED, -5));
  office.world.turnTo(SETTLED);
  await Promise.all(Array.from({ length: 8 }, () => office.invoke(bensRoom.id)));
  expect(await missedBy(asha.sub)).toHaveLength(1);
});

test('an answer in the last moment, stored while the mailer looks, is a contradiction', async () => {
  await office.workUntil(plusMinutes(ASKED, 5));
  await office.decide(says(ben.sub, 'partner-absent'));
  await office.workUntil(plusMinutes(end, 72 * 60 - 1));
  await office.decide(says(asha.sub, 'took-place', 72 * 60 - 1));
  await office.untilOver();
  expect(await missedBy(asha.sub)).toEqual([]);
});

test('nobody is asked about a session with somebody who was erased since', async () => {
  await office.workUntil(plusMinutes(end, 30));
  await office.decide(erases);
  await office.untilOver();
  expect(await questions()).toEqual([]);
});

test('a question that could not leave for three days is not sent any more', async () => {
  await office.workUntil(plusMinutes(ASKED, -5));
  office.decideFates(() => 'throttled');
  await office.workUntil(plusMinutes(end, 73 * 60));
  office.decideFates(() => 'accepted');
  await office.untilOver();
  expect(await questions()).toEqual([]);
});
