import { parseICS } from 'node-ical';
import { expect, test } from 'vitest';
import { instantAt } from '../../shared/time/instant.ts';
import { calendarFile } from '../../web/calendar-file.ts';
import { booked } from '../support/page-states.ts';

const now = instantAt(Date.UTC(2026, 10, 24, 9));
const page = 'https://meet.example.org/sessions/1';
const fileOf = (firstName: string): string =>
  calendarFile({ ...booked, guest: { firstName, partstat: 'ACCEPTED' } }, 'Ophthalmo Practice', page, now);
const eventOf = (file: string): any => Object.values<any>(parseICS(file)).find(({ type }) => type === 'VEVENT');

test('another program reads the session in it', () => {
  const event = eventOf(fileOf('Ben'));
  expect(event).toMatchObject({
    uid: booked.id,
    summary: 'Ophthalmo Practice Session with Ben',
    description: expect.stringContaining(page),
  });
  expect(event.description).toContain('This is a copy');
  expect(event.start.toISOString()).toBe(booked.startUtc);
  expect(event.end.toISOString()).toBe(booked.endUtc);
  expect(Number(event.sequence)).toBe(booked.icsSequence);
});

test('a calendar file invites nobody and can be answered by nobody: the invitation is in the mail', () => {
  expect(fileOf('Ben')).not.toMatch(/METHOD|ATTENDEE|ORGANIZER|@/);
});

test.each(['Ben; DROP', 'a,b', 'back\\slash', 'two\r\nDTSTART:20200101T000000Z', 'x'.repeat(300), '👩🏽‍⚕️'.repeat(40), 'يوسف'])(
  'the name %j stays a name',
  (firstName) => {
    const file = fileOf(firstName);
    expect(eventOf(file).summary).toBe(`Ophthalmo Practice Session with ${firstName.replace('\r\n', '\n')}`);
    expect(eventOf(file).start.toISOString()).toBe(booked.startUtc);
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(file).toMatch(/\r\nEND:VCALENDAR\r\n$/);
  },
);

test('a session that nobody has booked says so', () => {
  const file = calendarFile({ ...booked, status: 'open', guest: null }, 'Ophthalmo Practice', page, now);
  expect(eventOf(file).summary).toBe('Ophthalmo Practice Session (open)');
});
