import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeShownSlot } from '../../../functions/links/pages/book-pages.tsx';
import { guestOf } from '../../../shared/room/room.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { dina } from '../../support/rooms.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { actor, asked, benReserves, inDays, now, pathOf, type Story } from './story.ts';
import { posted, scriptedChrome, visit } from './visit.ts';

/*
 * The link of the mail “practise again?”, by which somebody books the session that is reserved for them.
 */

let stage: Stage;
let server: LinkServer;
let later: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.open({ environments: 2 });
  later = await stage.open({ environments: 1, clockOffsetMs: 3 * 24 * 3_600_000 });
});
afterAll(() => stage.close());

async function reserved(
  thenForEveryone = true,
  expiresAt = plusMinutes(now(), 48 * 60),
): Promise<{ readonly story: Story; readonly t: string }> {
  const story = await benReserves(stage, thenForEveryone);
  return { story, t: await story.link('book', 'guest', { expiresAt }) };
}
const open = (t: string, at = server) => visit(`${at.origin}${pathOf('book', t)}`);
const slotOf = async (story: Story) => writeShownSlot(await story.room());
const press = async (story: Story, t: string, more: Readonly<Record<string, string>> = {}, at = server) =>
  visit(`${at.origin}/book`, posted({ t, slot: await slotOf(story), ...more }));
const sayNo = (story: Story, t: string, more: Readonly<Record<string, string>> = {}) => press(story, t, { answer: 'no', ...more });

test('opening the link changes nothing, however it is opened', async () => {
  const { story, t } = await reserved();
  const before = await story.room();
  const form = { t, slot: await slotOf(story) };
  const [page] = await Promise.all([
    open(t),
    ...Array.from({ length: 20 }, () => open(t)),
    visit(`${server.origin}${pathOf('book', t)}`, { method: 'HEAD' }),
    visit(`${server.origin}/book`, posted(form, scriptedChrome)),
    visit(`${server.origin}/book`, posted(form, { origin: 'https://evil.example' })),
    visit(`${server.origin}/book?t=${t}`, posted({ slot: form.slot })),
  ]);
  expect(page?.status).toBe(200);
  expect(page?.text).toContain('Practise with Ben again?');
  expect(page?.text.length).toBeLessThan(6 * 1024);
  expect(await story.room()).toEqual(before);
});

test('one press books it for the person, both get their invitation, and the page says so from then on', async () => {
  const { story, t } = await reserved();
  expect((await press(story, t)).status).toBe(303);
  const room = await story.room();
  expect(room.status).toBe('booked');
  expect(guestOf(room)?.sub).toBe(room.reservedFor?.person.sub);
  expect((await story.owed()).filter((mail) => mail.startsWith('invitation'))).toEqual(['invitation to host', 'invitation to guest']);
  const { status, text } = await open(t);
  expect([status, text]).toEqual([200, expect.stringContaining('You have booked this session')]);
});

test('the button pressed sixteen times at once books once', async () => {
  const { story, t } = await reserved();
  const form = { t, slot: await slotOf(story) };
  const answers = await Promise.all(Array.from({ length: 16 }, () => visit(`${server.origin}/book`, posted(form))));
  expect(answers.filter(({ status }) => status !== 303 && status !== 200)).toEqual([]);
  expect((await story.room()).history.filter(({ event }) => event === 'booked')).toHaveLength(1);
  expect((await story.owed()).filter((mail) => mail.startsWith('invitation'))).toHaveLength(2);
});

test('yes and no pressed at once come to one of the two', async () => {
  const { story, t } = await reserved(false);
  const form = { t, slot: await slotOf(story) };
  await Promise.all([visit(`${server.origin}/book`, posted(form)), visit(`${server.origin}/book`, posted({ ...form, answer: 'no' }))]);
  expect((await story.room()).history.filter(({ event }) => event === 'booked' || event === 'reservation-declined')).toHaveLength(1);
});

test('a host who moves it while the page is open is not booked at a time that nobody has seen', async () => {
  const { story, t } = await reserved();
  const seen = await slotOf(story);
  await story.happens({ type: 'reschedule', by: actor('host'), startUtc: inDays(9, '10:00'), durationMinutes: null, ...asked(0) });
  const { status, text } = await press(story, t, { slot: seen });
  expect([status, text]).toEqual([200, expect.stringContaining('Ben has just moved the session')]);
  expect((await story.room()).status).toBe('open');
  expect((await press(story, t)).status).toBe(303);
  expect((await story.room()).status).toBe('booked');
});

test('a form without the time that was seen books nothing', async () => {
  const { story, t } = await reserved();
  expect((await visit(`${server.origin}/book`, posted({ t }))).status).toBe(200);
  expect((await story.room()).status).toBe('open');
});

describe('no', () => {
  test('a no opens the session for everyone, the host is mailed, and the link then tells where to find it', async () => {
    const { story, t } = await reserved();
    expect((await sayNo(story, t)).status).toBe(303);
    expect(await story.room()).toMatchObject({ status: 'open', reservedFor: null });
    expect(await story.owed()).toContain('reservation-ended to host');
    const { status, text } = await open(t);
    expect([status, text]).toEqual([200, expect.stringContaining('Your answer is noted')]);
  });

  test('a no to a session for the two alone cancels it, and a press on Book afterwards books nothing', async () => {
    const { story, t } = await reserved(false);
    await sayNo(story, t);
    expect((await story.room()).status).toBe('cancelled');
    expect((await press(story, t)).text).toContain('Your answer is noted');
    expect((await story.room()).status).toBe('cancelled');
  });

  test('the host can reserve no more for somebody who pressed the button for that, and for nobody else is it remembered', async () => {
    const { story, t } = await reserved();
    const { host, reservedFor } = await story.room();
    await sayNo(story, t, { more: 'no' });
    expect((await stage.people.load(reservedFor!.person.sub)).profile.refusedHosts).toEqual([host.sub]);
    const other = await reserved();
    const person = (await other.story.room()).reservedFor!.person;
    await sayNo(other.story, other.t);
    expect((await stage.people.load(person.sub)).profile.refusedHosts).toEqual([]);
  });
});

describe('a session that is no longer reserved', () => {
  test('one that somebody else has booked is not named, and the page leads to the list', async () => {
    const { story, t } = await reserved();
    await story.happens(
      { type: 'catch-up', reminders: { host: 'none', guest: 'none' }, at: plusMinutes(now(), 49 * 60), seed: 'f'.repeat(32) },
      { type: 'book', guest: dina, ...asked(0) },
    );
    for (const { status, text } of [await open(t), await press(story, t)]) {
      expect(status).toBe(410);
      expect(text).toContain('no longer reserved for you');
      expect(text).toContain('href="/"');
      expect(text).not.toMatch(/Dina|Ben|mail\.example/);
    }
    expect(guestOf(await story.room())?.sub).toBe(dina.sub);
  });

  test('one that is open for everyone leads to its page', async () => {
    const { story, t } = await reserved();
    await story.happens({
      type: 'catch-up',
      reminders: { host: 'none', guest: 'none' },
      at: plusMinutes(now(), 49 * 60),
      seed: 'e'.repeat(32),
    });
    const { status, text } = await open(t);
    expect([status, text]).toEqual([410, expect.stringContaining(`/sessions/${story.id}`)]);
  });

  test('one that the host cancelled says so', async () => {
    const { story, t } = await reserved();
    await story.happens({ type: 'cancel', by: actor('host'), ...asked(0) });
    expect((await press(story, t)).text).toContain('It is cancelled. Nothing was in your calendar.');
    expect((await story.room()).status).toBe('cancelled');
  });

  test('after 48 hours the link books nothing, also before the service has looked', async () => {
    const { story, t } = await reserved();
    expect((await open(t, later)).status).toBe(410);
    expect((await press(story, t, {}, later)).status).toBe(410);
    expect((await story.room()).status).toBe('open');
  });

  test('somebody of whom nothing is kept any more books nothing with the link of before', async () => {
    const { story, t } = await reserved(false);
    const room = await story.room();
    const person = { subs: [room.reservedFor!.person.sub], addresses: [room.reservedFor!.person.email], firstNames: [] };
    await story.happens(
      { type: 'decline-reservation', by: { sub: person.subs[0]! }, ...asked(0) },
      { type: 'erase-person', person, ...asked(0) },
    );
    expect((await press(story, t)).status).toBe(410);
  });
});

test('a forged link shows nothing and costs no read, and a link of another purpose does not open this page', async () => {
  const { story, t } = await reserved();
  const reads = stage.databaseCalls().length;
  expect((await open('made.up.token')).status).toBe(404);
  expect((await visit(`${server.origin}${pathOf('restore', t)}`)).status).toBe(404);
  expect(stage.databaseCalls().length).toBe(reads);
  expect((await story.room()).status).toBe('open');
});

test('the second session of a day at the same time is marked, and still can be booked', async () => {
  const { story, t } = await reserved();
  const { reservedFor, startUtc, host } = await story.room();
  const other = await benReserves(stage, false);
  await stage.people.save(await stage.people.load(reservedFor!.person.sub), {
    ...(await stage.people.load(reservedFor!.person.sub)).profile,
    usage: {
      claims: [{ roomId: other.id, role: 'guest', startUtc, durationMinutes: 60, at: now(), key: 'k' }],
      uses: [],
      missed: [],
    },
  });
  expect(host.name).toContain('Ben');
  expect((await open(t)).text).toContain('You have another session then.');
  expect((await press(story, t)).status).toBe(303);
});
