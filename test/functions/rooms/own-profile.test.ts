import { beforeEach, describe, expect, test } from 'vitest';
import { refuseHost } from '../../../shared/room/profile.ts';
import { participantOf } from '../../../shared/room/room.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { DEFAULT_PERSON_LIMITS } from '../../../shared/words/person-limits.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import type { Role } from '../../../shared/words/roles.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { asha, ben, dina, existing, nextTuesday, nextWednesday } from '../../support/rooms.ts';

/*
 * What people choose about themselves, and for which mail it counts.
 */

const SHOW = 'GET /api/me';
const CHANGE = 'PATCH /api/me';
const body = { startUtc: nextTuesday, durationMinutes: 60 };

let api: ReturnType<typeof testRoomsApi>;
beforeEach(() => {
  api = testRoomsApi();
});

const choose = (choice: unknown, person = asha) => api.askAs(person, CHANGE, { body: choice });
const inRoom = async (id: string, role: Role) => participantOf(existing((await api.rooms.load(id as RoomId)).room), role);
const move = (id: string) => api.askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body: { startUtc: nextWednesday } });
const lastMail = async (id: string, role: Role) => (await api.mailOf(id)).findLast(({ to }) => to.role === role);

test('somebody who has chosen nothing reads what they sign in with, and the default of the service', async () => {
  expect(await api.askAs(asha, SHOW)).toMatchObject({
    status: 200,
    body: {
      name: 'Asha Raman',
      givenName: 'Asha',
      timeZone: 'Asia/Kolkata',
      reminders: 'both',
      chosen: { name: false, givenName: false, timeZone: false, reminders: false },
    },
  });
});

test('what somebody chooses stays until they choose anew, and what is left out stays as it was', async () => {
  await choose({ givenName: 'Ash', reminders: 'hour' });
  await choose({ timeZone: 'Africa/Cairo' });
  expect((await api.askAs(asha, SHOW)).body).toMatchObject({
    name: 'Asha Raman',
    givenName: 'Ash',
    timeZone: 'Africa/Cairo',
    reminders: 'hour',
    chosen: { name: false, givenName: true, timeZone: true, reminders: true },
  });
  expect((await choose({ givenName: null, reminders: null })).body).toMatchObject({ givenName: 'Asha', reminders: 'both' });
  expect((await api.askAs(ben, SHOW)).body).toMatchObject({ givenName: 'Ben', chosen: { givenName: false } });
});

test('a whole name of one’s own has its own given name, also where the sign-in tells another one', async () => {
  expect((await choose({ name: 'Raman, Amrita' })).body).toMatchObject({ name: 'Raman, Amrita', givenName: 'Amrita' });
});

test('the same choice twice, or five at once, is one', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => choose({ reminders: 'day' })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await api.askAs(asha, SHOW)).body.reminders).toBe('day');
});

describe('a language', () => {
  const booked = (browsers: string) =>
    api
      .askAs(asha, 'GET /api/me', { headers: { 'accept-language': browsers } })
      .then(({ body: { language, chosen } }) => ({ language, chosen }));

  test('somebody who has chosen no language reads the one that their browser asks for most, of those that we have', async () => {
    expect(await booked('pt-BR, es-MX;q=0.8, de;q=0.9, en;q=0.1')).toMatchObject({ language: 'de', chosen: { language: false } });
    expect(await booked('de;q=0, ar;q=0.2')).toMatchObject({ language: 'ar' });
    expect(await booked('pt, ☺;q=x, *')).toMatchObject({ language: 'en' });
  });

  test('a new language counts for every later mail of a session that is booked, and for nothing that the other party reads', async () => {
    const id = await api.openAndBook(ben, asha, body);
    expect((await choose({ language: 'ar' })).body).toMatchObject({ language: 'ar', chosen: { language: true } });
    await move(id);
    expect((await lastMail(id, 'guest'))?.to.language).toBe('ar');
    expect((await lastMail(id, 'host'))?.to.language).toBe('en');
  });

  test('a change of the name from another device leaves the language of sessions that are booked as it was chosen', async () => {
    const id = await api.openAndBook(ben, asha, body);
    await choose({ language: 'es' });
    await api.askAs(asha, CHANGE, { body: { givenName: 'Ash' }, headers: { 'accept-language': 'de' } });
    expect((await inRoom(id, 'guest'))?.language).toBe('es');
  });

  test('a language that is none of ours is refused, with those that are', async () => {
    expect(await choose({ language: 'fr' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'language', message: 'Choose en, de, es or ar' }] },
    });
  });
});

describe('a zone that is changed', () => {
  test('a new zone counts for every later mail of a session that is booked, and for the clock of the other party', async () => {
    const id = await api.openAndBook(ben, asha, body);
    expect((await choose({ timeZone: 'Asia/Kathmandu' })).status).toBe(200);
    await move(id);
    expect((await lastMail(id, 'guest'))?.to.timeZone).toBe('Asia/Kathmandu');
    expect((await lastMail(id, 'host'))?.other?.timeZone).toBe('Asia/Kathmandu');
    expect((await api.askAs(ben, 'GET /api/rooms/{id}', roomPath(id))).body.otherTimeZone).toBe('Asia/Kathmandu');
  });

  test('a new zone counts in the sessions that its person hosts, open ones too, and in no session of others', async () => {
    const [open, hosted, foreign] = [
      await api.open(asha, body),
      await api.openAndBook(asha, dina, { ...body, startUtc: nextWednesday }),
      await api.openAndBook(ben, dina, body),
    ];
    await choose({ timeZone: 'America/New_York' });
    for (const id of [open, hosted]) expect((await inRoom(id, 'host'))?.timeZone).toBe('America/New_York');
    expect((await inRoom(hosted, 'guest'))?.timeZone).toBe('Africa/Cairo');
    expect((await inRoom(foreign, 'host'))?.timeZone).toBe('Europe/London');
  });

  test('a new zone alone sends no mail', async () => {
    const id = await api.openAndBook(ben, asha, body);
    const before = await api.owedBy(id);
    await choose({ timeZone: 'Asia/Kathmandu' });
    expect(await api.owedBy(id)).toEqual(before);
  });

  test('the zone of the profile counts above the zone that a later request names', async () => {
    await choose({ timeZone: 'Asia/Kathmandu' });
    const id = await api.open(ben, body);
    await api.askAs(asha, 'POST /api/rooms/{id}/booking', { ...roomPath(id), body: { timeZone: 'Asia/Kolkata', allowOverlap: true } });
    expect((await inRoom(id, 'guest'))?.timeZone).toBe('Asia/Kathmandu');
  });

  test('a change of zone that was interrupted is completed by the same request once more', async () => {
    const id = await api.openAndBook(ben, asha, body);
    // As if the process had died between the row of the person and the rooms.
    await choose({ timeZone: 'Asia/Kathmandu' });
    const { room, ...read } = await api.rooms.load(id as RoomId);
    const booked = existing(room);
    if (booked.status !== 'booked') throw new Error(booked.status);
    await api.rooms.save({ ...read, room }, { ...booked, guest: { ...booked.guest, timeZone: 'Asia/Kolkata' } }, []);
    await choose({ timeZone: 'Asia/Kathmandu' });
    expect((await inRoom(id, 'guest'))?.timeZone).toBe('Asia/Kathmandu');
  });

  test('changes no session that is over', async () => {
    const id = await api.openAndBook(ben, asha, body);
    api.world.turnTo(nextWednesday);
    await choose({ timeZone: 'Asia/Kathmandu' });
    expect((await inRoom(id, 'guest'))?.timeZone).toBe('Asia/Kolkata');
  });
});

test('a name that is changed counts in sessions that are booked, in later ones, and in the list of open ones', async () => {
  const booked = await api.openAndBook(ben, asha, body);
  const open = await api.open(asha, { ...body, startUtc: nextWednesday });
  await choose({ givenName: 'Amrita' });
  await move(booked);
  expect((await lastMail(booked, 'host'))?.other?.firstName).toBe('Amrita');
  const { body: list } = await api.askAs(dina, 'GET /api/rooms', { query: { days: '14' } });
  expect(list.rooms.find(({ id }: { id: string }) => id === open)?.host.firstName).toBe('Amrita');
  const later = await api.open(asha, { ...body, startUtc: nextWednesday });
  expect((await inRoom(later, 'host'))?.givenName).toBe('Amrita');
});

describe('what is no choice', () => {
  test.each<[string, object, string]>([
    ['a given name with a link in it', { givenName: 'see evil.example' }, 'givenName'],
    ['a given name with an address', { givenName: 'a@b.example' }, 'givenName'],
    ['a given name with a number', { givenName: 'Asha 07700900123' }, 'givenName'],
    ['an empty given name', { givenName: ' ' }, 'givenName'],
    ['a given name of three words, of which others would see two', { givenName: 'Mary Ann Lee' }, 'givenName'],
    ['a given name of 31 letters', { givenName: 'a'.repeat(31) }, 'givenName'],
    ['a given name of 10,000 letters', { givenName: 'a'.repeat(10_000) }, 'givenName'],
    ['a title alone', { givenName: 'Dr' }, 'givenName'],
    ['a whole name that is a title', { name: 'Dr.' }, 'name'],
    ['a whole name of 81 letters', { name: 'a'.repeat(81) }, 'name'],
    ['a number for a name', { name: 7 }, 'name'],
    ['an unknown zone', { timeZone: 'Asia/Atlantis' }, 'timeZone'],
    ['an offset for a zone', { timeZone: '+05:30' }, 'timeZone'],
    ['an unknown choice of reminders', { reminders: 'weekly' }, 'reminders'],
    ['reminders that are true', { reminders: true }, 'reminders'],
    ['an address', { email: 'x@mail.example' }, 'email'],
  ])('%s is refused, with the rule at its field, and nothing changes', async (_, choice, field) => {
    const { status, body: problem } = await choose({ ...choice, ...(field === 'reminders' ? {} : { reminders: 'none' }) });
    expect([status, problem.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
    expect((await api.askAs(asha, SHOW)).body).toMatchObject({ givenName: 'Asha', reminders: 'both' });
  });

  test('a name in another script, with a hyphen, an apostrophe or two words is one', async () => {
    for (const givenName of ['Ольга', 'Jean-Luc', "D'Arcy", 'Mary Ann', 'आशा']) {
      expect((await choose({ givenName })).body.givenName).toBe(givenName);
    }
  });
});

test('nobody reads or changes a profile without signing in', async () => {
  for (const route of [SHOW, CHANGE]) expect((await api.askAs(null, route, { body: {} })).status).toBe(401);
});

describe('what somebody may still do', () => {
  const limitOf = async (limit: string, person = asha) =>
    (await api.askAs(person, SHOW)).body.limits.find((each: { readonly limit: string }) => each.limit === limit);

  test('the profile tells what is left of each limit, and when the next comes back', async () => {
    api = testRoomsApi(undefined, { ...DEFAULT_PERSON_LIMITS, openedPerDay: 3 });
    expect(await limitOf('openedPerDay')).toEqual({ limit: 'openedPerDay', allowed: 3, left: 3, moreAt: null });
    await api.open(asha, body);
    await api.open(asha, { ...body, startUtc: nextWednesday });
    const back = plusMinutes(api.world.now(), 24 * 60);
    expect(await limitOf('openedPerDay')).toEqual({ limit: 'openedPerDay', allowed: 3, left: 1, moreAt: back });
    expect(await limitOf('hostedUpcoming')).toMatchObject({ left: 48 });
    api.world.advance(24 * 60 + 1);
    expect(await limitOf('openedPerDay')).toMatchObject({ left: 3, moreAt: null });
  });

  test('sessions from before anything was counted count, and those of others do not', async () => {
    await api.openAndBook(ben, asha, body);
    api.forgetPeople();
    expect((await limitOf('bookingsHeld')).left).toBe(9998);
    expect((await limitOf('hostedUpcoming')).left).toBe(9999);
    expect(await limitOf('hostedUpcoming', dina)).toMatchObject({ left: 9999, moreAt: null });
  });

  test('looking at the limits uses nothing of them', async () => {
    for (let n = 0; n < 3; n++) await api.askAs(asha, SHOW);
    for (const { allowed, left } of (await api.askAs(asha, SHOW)).body.limits) expect(left).toBe(allowed);
  });
});

test('the profile tells whether there is a calendar feed, and never its address', async () => {
  expect((await api.askAs(asha, SHOW)).body.hasFeed).toBe(false);
  const { url } = (await api.askAs(asha, 'POST /api/me/feed')).body;
  const shown = (await api.askAs(asha, SHOW)).body;
  expect(shown.hasFeed).toBe(true);
  expect(JSON.stringify(shown)).not.toContain(url);
});

test('somebody who wanted no more sessions from hosts lets them again', async () => {
  await api.changePerson(asha, (profile) => refuseHost(refuseHost(profile, ben.sub), dina.sub));
  expect((await api.askAs(asha, SHOW)).body.refusedHosts).toBe(2);
  expect((await choose({ refusedHosts: 'none' })).body.refusedHosts).toBe(0);
  expect((await choose({ refusedHosts: 'all' })).body.code).toBe('invalid-request');
});
