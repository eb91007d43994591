import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocalStack, type LocalStack } from '../support/local-stack.ts';
import { calendarOf, truthFor } from './calendars.ts';
import { aBookedRoom, aGuest, aHost, anOpenRoom, book, cancel, inHours, laterBy, leave, open, reschedule, see } from './cast.ts';
import { expectPrivate, expectProper, indiscretionsOf, letters } from './letter.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack();
});
afterAll(() => stack.stop());

/** The calendar mail that somebody has got, oldest first, once no more is on its way. */
const historyOf = async ({ email }: { readonly email: string }) => {
  await stack.quiet();
  return (await letters(stack, 0, email)).map(({ event, mail }) => [mail.method, event?.sequence, event?.status, event?.summary]);
};

describe('a session from opening to calling off', () => {
  test.each([30, 60, 90])('a room can be %i minutes long', async (minutes) => {
    const startUtc = inHours(50);
    const { status, body, headers } = await open(await aHost(stack), startUtc, minutes);
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'open', startUtc, endUtc: laterBy(startUtc, minutes), durationMinutes: minutes, icsSequence: 0 });
    expect(headers.get('location')).toBe(`/api/rooms/${body.id}`);
  });

  test('a person who looks for a partner finds the sessions of others, and never their own', async () => {
    const [host, guest] = [await aHost(stack), await aGuest(stack)];
    const id = await anOpenRoom(host);
    const listed = async (who: typeof host) => (await who.api('GET', '/api/rooms?days=14')).body.rooms.map((room: any) => room.id);
    expect(await listed(guest)).toContain(id);
    expect(await listed(host)).not.toContain(id);
    await book(guest, id);
    expect(await listed(await aGuest(stack))).not.toContain(id);
  });

  test('a booking brings exactly two invitations to the same event, one to each', async () => {
    const { host, guest, startUtc } = await aBookedRoom(stack, inHours(60), 90);
    await stack.quiet();
    const all = [...(await letters(stack, 1, host.email)), ...(await letters(stack, 1, guest.email))];
    expect(all.map(({ event }) => event)).toMatchObject(
      ['Asha', 'Ben'].map((partner) => ({
        method: 'REQUEST',
        sequence: 0,
        status: 'CONFIRMED',
        start: startUtc,
        end: laterBy(startUtc, 90),
        summary: `Ophthalmo Practice Session with ${partner}`,
        attendees: [{ partstat: 'NEEDS-ACTION', rsvp: true }],
      })),
    );
    expect(all[0]?.event?.uid).toBe(all[1]?.event?.uid);
    expect(all.map(({ mail }) => mail.subject)).toEqual(all.map(({ event }) => event?.summary));
    expect((await stack.mails(0)).filter(({ uid }) => uid === all[0]?.event?.uid)).toHaveLength(2);
  });

  test('an invitation says the time in both zones and in UTC, and how to move it, in every one of its parts', async () => {
    const { guest } = await aBookedRoom(stack, `${inHours(480).slice(0, 10)}T18:30:00.000Z`);
    const [letter] = await letters(stack, 1, guest.email);
    const said = [letter?.parsed.text, letter?.parsed.html || '', letter?.event?.description];
    for (const part of said) {
      for (const words of ['00:00', '18:30', 'India Standard Time', 'UTC']) expect(part).toContain(words);
      expect(part).toMatch(new RegExp(`${stack.site}/reschedule\\?r=eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+`));
    }
  });

  test('a move changes the event in place: the same UID, the next SEQUENCE, the new time', async () => {
    const { host, guest, id, uid } = await aBookedRoom(stack);
    const startUtc = inHours(130);
    expect((await reschedule(host, id, startUtc, 30)).body).toMatchObject({ icsSequence: 1, startUtc, durationMinutes: 30 });
    for (const who of [host, guest]) {
      const [, moved] = await letters(stack, 2, who.email);
      expect(moved?.event).toMatchObject({
        method: 'REQUEST',
        uid,
        sequence: 1,
        status: 'CONFIRMED',
        start: startUtc,
        end: laterBy(startUtc, 30),
      });
      expect(moved?.mail.subject).toMatch(/^Moved: .+ → .+, with (Asha|Ben)$/);
    }
  });

  test('a guest who leaves gets exactly one CANCEL, for them alone, and the host an update', async () => {
    const { host, guest, id, uid } = await aBookedRoom(stack);
    expect((await leave(guest, id)).body).toMatchObject({ status: 'open', role: null });
    expect((await leave(guest, id)).status).toBe(200);
    await stack.mails(2, host.email);
    expect(await historyOf(guest)).toEqual([
      ['REQUEST', 0, 'CONFIRMED', 'Ophthalmo Practice Session with Ben'],
      ['CANCEL', 1, null, 'Ophthalmo Practice Session with Ben'],
    ]);
    expect(await historyOf(host)).toEqual([
      ['REQUEST', 0, 'CONFIRMED', 'Ophthalmo Practice Session with Asha'],
      ['REQUEST', 1, 'CONFIRMED', 'Ophthalmo Practice Session (open)'],
    ]);
    expect((await calendarOf(stack, guest, uid)).shows).toBeNull();
    expect((await stack.mails(2, host.email)).at(-1)?.subject).toMatch(/^Asha can't come: .+ \(your room is open again\)$/);
  });

  test('a room that is booked again is invited to with a higher SEQUENCE than anybody has seen', async () => {
    const { host, guest, id, uid } = await aBookedRoom(stack);
    await leave(guest, id);
    const carl = await aGuest(stack, 'Carl Nowak');
    await book(carl, id);
    expect((await letters(stack, 1, carl.email)).map(({ event }) => event)).toMatchObject([{ method: 'REQUEST', sequence: 2, uid }]);
    expect((await historyOf(host)).at(-1)).toEqual(['REQUEST', 2, 'CONFIRMED', 'Ophthalmo Practice Session with Carl']);
    await leave(carl, id);
    await book(guest, id);
    await stack.mails(5, host.email);
    expect((await historyOf(guest)).at(-1)).toEqual(['REQUEST', 4, 'CONFIRMED', 'Ophthalmo Practice Session with Ben']);
    expect(await calendarOf(stack, guest, uid)).toEqual({ shows: await truthFor(guest, id), complaints: [] });
  });

  test('a room that its host calls off disappears from both calendars, and stays off', async () => {
    const { host, guest, id, uid } = await aBookedRoom(stack);
    expect((await cancel(host, id)).body.status).toBe('cancelled');
    expect((await cancel(host, id)).status).toBe(200);
    for (const who of [host, guest]) {
      await stack.mails(2, who.email);
      expect((await historyOf(who)).slice(1)).toEqual([['CANCEL', 1, 'CANCELLED', expect.stringContaining('with')]]);
      expect(await calendarOf(stack, who, uid)).toEqual({ shows: null, complaints: [] });
    }
    expect((await book(await aGuest(stack), id)).body.code).toBe('room-not-found');
    expect(await see(guest, id)).toMatchObject({ status: 'cancelled', role: 'guest' });
  });

  test('a room that nobody ever booked moves and goes without any mail', async () => {
    const host = await aHost(stack);
    const id = await anOpenRoom(host);
    expect((await reschedule(host, id, inHours(75))).body.icsSequence).toBe(0);
    await cancel(host, id);
    await stack.quiet();
    expect(await stack.mails(0, host.email)).toEqual([]);
  });

  test('each calendar shows what the room says after many changes, by the rules of RFC 5546', async () => {
    const { host, guest, id, uid } = await aBookedRoom(stack);
    const carl = await aGuest(stack, 'Carl Nowak');
    const steps = [
      () => reschedule(host, id, inHours(140)),
      () => reschedule(host, id, inHours(141), 90),
      () => leave(guest, id),
      () => reschedule(host, id, inHours(142)),
      () => book(carl, id),
      () => leave(carl, id),
      () => book(guest, id),
      () => reschedule(host, id, inHours(143), 30),
      () => cancel(host, id),
    ];
    for (const step of steps) {
      expect((await step()).status).toBeLessThan(300);
      await stack.quiet();
      for (const who of [host, guest, carl])
        expect(await calendarOf(stack, who, uid)).toEqual({ shows: await truthFor(who, id), complaints: [] });
    }
  });
});

test('every mail of all of this is proper, and tells nobody the address of anybody else', async () => {
  await stack.quiet();
  const all = await letters(stack, 1);
  expect(all.length).toBeGreaterThan(40);
  for (const letter of all) expectProper(letter);
  expectPrivate(all, [...new Set(all.map(({ mail }) => mail.to))]);
});

test('the log names nobody and holds no token', () => {
  expect(indiscretionsOf(stack, /Carter|Raman|Nowak/)).toEqual([]);
});
