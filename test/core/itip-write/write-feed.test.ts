import { parseICS } from 'node-ical';
import { expect, test } from 'vitest';
import { decide } from '../../../shared/room/decide.ts';
import { writeFeed } from '../../../shared/itip/write-feed.ts';
import { endOf } from '../../../shared/time/time-slot.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { asha, ben, bookedRoom, existing, monday, openRoom, seed } from '../../support/rooms.ts';

const [open, booked] = [openRoom(), bookedRoom()];
const cancelling = decide(booked, { type: 'cancel', by: { sub: ben.sub }, at: plusMinutes(monday, 5), seed: seed(9) });
const cancelled = existing(cancelling.kind === 'changed' ? cancelling.room : booked);

const text = { brandName: 'Ophthalmo Practice', publicUrl: 'https://app.example' };
const eventsOf = (ics: string): any[] => Object.values<any>(parseICS(ics)).filter(({ type }) => type === 'VEVENT');

test('another program reads a booked session from the feed as it stands', () => {
  const [event, ...others] = eventsOf(writeFeed(asha.sub, [booked], monday, text));
  expect(others).toEqual([]);
  expect(event).toMatchObject({ uid: booked.uid, summary: 'Ophthalmo Practice Session with Ben', status: 'CONFIRMED' });
  expect(event.start.toISOString()).toBe(booked.startUtc);
  expect(event.end.toISOString()).toBe(endOf(booked));
  expect(event.url.val).toBe(`https://app.example/sessions/${booked.id}`);
});

test('each of the two reads the first name of the other, and no feed has an address or an answer', () => {
  const ofBen = writeFeed(ben.sub, [booked], monday, text);
  expect(eventsOf(ofBen)[0].summary).toBe('Ophthalmo Practice Session with Asha');
  for (const ics of [ofBen, writeFeed(asha.sub, [booked], monday, text)]) expect(ics).not.toMatch(/@|METHOD|ATTENDEE|ORGANIZER|mailto/i);
});

test('an open session is tentative until it begins, and gone afterwards, because nobody booked it', () => {
  expect(eventsOf(writeFeed(ben.sub, [open], monday, text))[0]).toMatchObject({
    summary: 'Ophthalmo Practice Session (open)',
    status: 'TENTATIVE',
  });
  expect(eventsOf(writeFeed(ben.sub, [open], open.startUtc, text))).toEqual([]);
});

test('a booked session stays in the feed when it is over', () => {
  expect(eventsOf(writeFeed(ben.sub, [booked], plusMinutes(endOf(booked), 1), text))).toHaveLength(1);
});

test('a cancelled session is not in the feed', () => {
  expect(eventsOf(writeFeed(ben.sub, [cancelled], monday, text))).toEqual([]);
});

test('the feed asks calendar programs to come back each hour, and says what it is', () => {
  const ics = writeFeed(ben.sub, [], monday, text);
  expect(ics).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n');
  expect(ics).toContain('X-PUBLISHED-TTL:PT1H\r\n');
  expect(ics).toContain('NAME:Ophthalmo Practice sessions\r\n');
  expect(ics).toMatch(/^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\r\n$/);
});

test('the same sessions give the same bytes, and no line is longer than 75 octets', () => {
  const long = { ...booked, host: { ...booked.host, name: `${'Ü'.repeat(28)} Carter` } };
  const ics = writeFeed(asha.sub, [long], monday, text);
  expect(writeFeed(asha.sub, [long], plusMinutes(monday, 9), text)).toBe(ics);
  for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});

test('an event says what is practised and where the two meet, as the invitation does', () => {
  const practised = { ...booked, practice: { topic: 'Glaucoma', exam: 'ICO', line: 'Bring two cases' } };
  const venues = new Map([[booked.id, 'https://meet.example.org/0123456789abcdef0123456789abcdef0123456789abcdef']]);
  const [event] = eventsOf(writeFeed(asha.sub, [open, practised], monday, text, venues)).filter(({ location }) => location);
  expect(event.location).toBe(venues.get(booked.id));
  expect(event.description).toContain(
    `Join the session: ${venues.get(booked.id)}\nWhat you practise: Glaucoma, ICO.\nBen wrote: Bring two cases`,
  );
  expect(eventsOf(writeFeed(ben.sub, [practised], monday, text))[0].description).toContain('You wrote: Bring two cases');
});

test('each event has the conference of its own session, and one without a link has none', () => {
  const other = { ...booked, id: 'c0ffee00-0000-4000-8000-000000000002' as typeof booked.id };
  const third = { ...booked, id: 'c0ffee00-0000-4000-8000-000000000003' as typeof booked.id };
  const venues = new Map([
    [booked.id, 'https://meet.example.org/first'],
    [third.id, `https://meet.example.org/${'third'.repeat(30)}`],
  ]);
  const ics = writeFeed(asha.sub, [booked, other, third], monday, text, venues);
  for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const events = ics.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1);
  expect(events.map((event) => /CONFERENCE.*:(https:.*)\r/.exec(event)?.[1])).toEqual([
    venues.get(booked.id),
    undefined,
    venues.get(third.id),
  ]);
});
