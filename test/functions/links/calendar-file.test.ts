import ICAL from 'ical.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { actor, ashaBooked, asked, benSuggests, inDays, pathOf, type Story } from './story.ts';
import { posted, visit } from './visit.ts';

/*
 * The session as a calendar file, from the pages that tell an outcome.
 */

let stage: Stage;
let server: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.open();
});
afterAll(() => stage.close());

const fileOf = async (story: Story) =>
  visit(`${server.origin}${pathOf('calendar-file', await story.bookingLink('calendar-file', 'guest'))}`);

test('the outcome of a decision leads to the session, its calendar file and another time', async () => {
  const story = await benSuggests(stage);
  const t = await story.link('approve', 'guest');
  await visit(`${server.origin}/approve`, posted({ t }));
  const { text } = await visit(`${server.origin}${pathOf('approve', t)}`);
  for (const way of ['See the session', 'suggest another time', 'Add it to another calendar']) expect(text).toContain(way);
  const path = /href="(\/calendar-file\?t=[^"]+)"/.exec(text)?.[1];
  const { status, headers, text: ics } = await visit(`${server.origin}${path}`);
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/calendar; charset=utf-8', 'no-store']);
  const event = new ICAL.Component(ICAL.parse(ics)).getFirstSubcomponent('vevent')!;
  expect(event.getFirstPropertyValue('summary')).toBe('Ophthalmo Practice Session with Ben');
  expect(String(event.getFirstPropertyValue('dtstart'))).toBe((await story.room()).startUtc.replace('.000', ''));
  expect(event.getFirstPropertyValue('uid')).toBe(story.id);
  expect(ics).not.toMatch(/@|ORGANIZER|ATTENDEE|METHOD/);
});

test('the file has the time to which the session has moved since', async () => {
  const story = await ashaBooked(stage);
  const t = await story.bookingLink('calendar-file', 'guest');
  await story.happens({ type: 'reschedule', by: actor('host'), startUtc: inDays(9, '10:00'), durationMinutes: 90, ...asked(5) });
  const { text } = await visit(`${server.origin}${pathOf('calendar-file', t)}`);
  expect(text).toContain(`DTSTART:${inDays(9, '10:00').replace(/[-:]|\.000/g, '')}`);
  expect(text).toContain(`DTEND:${inDays(9, '11:30').replace(/[-:]|\.000/g, '')}`);
});

test('a session that is cancelled has no file, and a guest who is out gets none', async () => {
  const cancelled = await ashaBooked(stage);
  const t = await cancelled.bookingLink('calendar-file', 'guest');
  await cancelled.happens({ type: 'cancel', by: actor('host'), ...asked(5) });
  const page = await visit(`${server.origin}${pathOf('calendar-file', t)}`);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  const left = await ashaBooked(stage);
  const own = await left.bookingLink('calendar-file', 'guest');
  await left.happens({ type: 'leave', by: actor('guest'), ...asked(5) });
  expect((await visit(`${server.origin}${pathOf('calendar-file', own)}`)).status).toBe(410);
});

test('asking for the file changes nothing, by whatever method', async () => {
  const story = await ashaBooked(stage);
  const before = await story.room();
  await fileOf(story);
  await visit(`${server.origin}/calendar-file`, posted({ t: await story.bookingLink('calendar-file', 'host') }));
  expect(await story.room()).toEqual(before);
});
