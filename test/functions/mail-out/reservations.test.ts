import { beforeEach, describe, expect, test } from 'vitest';
import type { Command, Create } from '../../../shared/room/command.ts';
import { reserve } from '../../../shared/room/reservation.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { subjectOf } from '../../support/booked-office.ts';
import { postOffice, type PostOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, ben, bensRoom, existing, monday, nextTuesday, nextWednesday, seed } from '../../support/rooms.ts';

/*
 * A session that is reserved for one person, from its mail to its end.
 */

const END = plusMinutes(monday, 48 * 60);
const asked = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes) });
const opened = (thenForEveryone: boolean): Create => ({ ...bensRoom, reservedFor: reserve(asha, thenForEveryone, monday) });
const saysNo: Command = { type: 'decline-reservation', by: { role: 'guest', email: asha.email }, ...asked(60) };
const cancels: Command = { type: 'cancel', by: { sub: ben.sub }, ...asked(60) };
const moves: Command = { type: 'reschedule', by: { sub: ben.sub }, startUtc: nextWednesday, durationMinutes: null, ...asked(60) };
const books: Command = { ...ashaBooks, ...asked(60) };

let office: PostOffice;
const begin = async (thenForEveryone = true) => {
  office = postOffice();
  await office.decide(opened(thenForEveryone));
};
beforeEach(() => begin());

/** What left about the reservation, as `to whom: subject`, with when. */
async function left(): Promise<readonly { readonly what: string; readonly at: Instant }[]> {
  const all = await Promise.all(office.left.map(async (mail) => ({ mail, subject: await subjectOf(mail) })));
  return all.map(({ mail: { to, at }, subject }) => ({ what: `${to.split('.')[0]}: ${subject}`, at }));
}
const whatLeft = async () => (await left()).map(({ what }) => what);
const ASKED = 'asha: Practise again with Ben? Tue 15 Jan, 23:30 IST';
const OPENED = 'ben: Asha has not booked: Tue 15 Jan, 18:00 GMT (now open for everyone)';
const LAPSED = 'ben: Asha has not booked: Tue 15 Jan, 18:00 GMT (cancelled)';

test('the person is mailed at once, and the sweeper finds the room when the 48 hours are over', async () => {
  await office.workUntil(plusMinutes(monday, 60));
  expect(await whatLeft()).toEqual([ASKED]);
  expect((await office.room()).owingSince).toBe(END);
  expect(office.queue).toEqual([]);
});

test.each([
  [true, OPENED, 'open'],
  [false, LAPSED, 'cancelled'],
] as const)(
  'after 48 hours without a booking the host is mailed once (then for everyone: %s)',
  async (thenForEveryone, subject, status) => {
    await begin(thenForEveryone);
    await office.untilOver();
    expect(await whatLeft()).toEqual([ASKED, subject]);
    const at = (await left())[1]!.at;
    expect(at >= END && at <= plusMinutes(END, 3)).toBe(true);
    expect(existing((await office.room()).room).status).toBe(status);
    expect((await office.room()).owingSince).toBe(null);
    expect(office.log.counted('ReservationsEnded')).toBe(1);
  },
);

describe('what is overtaken', () => {
  test('a mail to the person that could not leave before the host cancelled is dropped', async () => {
    office.decideFates(() => 'throttled');
    await office.workUntil(plusMinutes(monday, 5));
    await office.decide(cancels);
    office.decideFates(() => 'accepted');
    await office.untilOver();
    expect(await whatLeft()).toEqual([]);
  });

  test('after a move only the mail with the new time leaves', async () => {
    office.decideFates(() => 'throttled');
    await office.workUntil(plusMinutes(monday, 5));
    await office.decide(moves);
    office.decideFates(() => 'accepted');
    await office.workUntil(plusMinutes(monday, 120));
    expect(await whatLeft()).toEqual(['asha: Practise again with Ben? Thu 17 Jan, 01:00 IST']);
  });

  test('after a booking nothing ends', async () => {
    await office.workUntil(plusMinutes(monday, 30));
    await office.decide(books);
    await office.workUntil(plusMinutes(END, 60));
    expect((await whatLeft()).filter((what) => what.includes('not booked'))).toEqual([]);
    expect(existing((await office.room()).room).status).toBe('booked');
  });

  test('after a no the host reads so at once, and nothing more when the 48 hours are over', async () => {
    await office.workUntil(plusMinutes(monday, 30));
    await office.decide(saysNo);
    await office.untilOver();
    expect(await whatLeft()).toEqual([ASKED, "ben: Asha can't make it: Tue 15 Jan, 18:00 GMT (now open for everyone)"]);
  });
});

test.each(['before', 'after'] as const)(
  'a mailer that dies %s any of its calls at the end of the 48 hours has mailed the host once in the end',
  async (when) => {
    for (let call = 1; call <= 20; call++) {
      await begin();
      await office.workUntil(plusMinutes(END, -10));
      office.faults.set({ call, when, isDeadly: true });
      await office.workUntil(plusMinutes(END, 60));
      expect(await whatLeft(), `call ${call}`).toEqual([ASKED, OPENED]);
    }
  },
  60_000,
);

test('eight mailers at once end it once, while the person books: either they are the guest, or the session is everyone’s', async () => {
  await office.workUntil(plusMinutes(END, -10));
  office.world.turnTo(END);
  const booking = office.decide({ ...books, at: plusMinutes(END, -1) });
  await Promise.allSettled([booking, ...Array.from({ length: 8 }, () => office.invoke(bensRoom.id))]);
  await office.workUntil(plusMinutes(END, 60));
  const ended = (await whatLeft()).filter((what) => what === OPENED).length;
  const { status, history } = existing((await office.room()).room);
  expect(history.filter(({ event }) => event === 'reservation-opened')).toHaveLength(ended);
  expect(status).toBe('booked');
});

test('no byte of a mail about a reservation has the address of the other one', async () => {
  await office.untilOver();
  for (const { to, bytes } of office.left) {
    const other = to === asha.email ? ben : asha;
    expect(Buffer.from(bytes).toString()).not.toContain(other.email);
  }
  expect(nextTuesday > END).toBe(true);
});
