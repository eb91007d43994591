import { expect, test } from 'vitest';
import { appStage } from '../support/app-stage.ts';
import { booked } from '../support/page-states.ts';
import { openRoom } from '../support/stand-in.ts';
import type { VisitorOptions } from '../support/visitor.ts';

const stage = appStage();

const person = (zoneinfo: string | undefined) => ({
  sub: '6f1c1d9e-0001-4000-8000-000000000002',
  name: 'Ben Carter',
  email: 'ben@example.org',
  zoneinfo,
});

const enter = (path: string, options: VisitorOptions = {}) => stage.enter(path, { zone: 'UTC', ...options });

// Half an hour after the clocks of London have gone back, and half an hour before they go forward.
const aroundTheChanges = [
  openRoom(0, 0, { durationMinutes: 30, startUtc: '2027-03-28T00:30:00.000Z', endUtc: '2027-03-28T01:00:00.000Z' }),
  openRoom(1, 0, { durationMinutes: 60, startUtc: '2027-03-28T00:30:00.000Z', endUtc: '2027-03-28T01:30:00.000Z' }),
  openRoom(2, 0, { durationMinutes: 60, startUtc: '2027-10-31T00:30:00.000Z', endUtc: '2027-10-31T01:30:00.000Z' }),
  openRoom(3, 0, { durationMinutes: 30, startUtc: '2027-10-31T19:30:00.000Z', endUtc: '2027-10-31T20:00:00.000Z' }),
];

test.each([
  [
    'Asia/Kolkata',
    [
      'Sunday 28 March 2027 06:00–06:30',
      '06:00–07:00',
      'Sunday 31 October 2027 06:00–07:00',
      'Monday 1 November 2027 01:00–01:30 (at night)',
    ],
  ],
  [
    'Europe/London',
    [
      'Sunday 28 March 2027 00:30 GMT–02:00 BST (at night)',
      '00:30 GMT–02:30 BST (at night)',
      'Sunday 31 October 2027 01:30 BST–01:30 GMT (at night)',
      '19:30–20:00',
    ],
  ],
  [
    'Asia/Kathmandu',
    [
      'Sunday 28 March 2027 06:15–06:45',
      '06:15–07:15',
      'Sunday 31 October 2027 06:15–07:15',
      'Monday 1 November 2027 01:15–01:45 (at night)',
    ],
  ],
  [
    'UTC',
    [
      'Sunday 28 March 2027 00:30–01:00 (at night)',
      '00:30–01:30 (at night)',
      'Sunday 31 October 2027 00:30–01:30 (at night)',
      '19:30–20:00',
    ],
  ],
])('in %s the days and times are those of its own clock, when clocks change elsewhere too', async (zone, expected) => {
  stage.standIn.claims = person(zone);
  stage.standIn.rooms = aroundTheChanges;
  const guest = await enter('/');
  await guest.page.locator('.row').first().waitFor();
  // Each row names its day once more for screen readers; the eye has it from the heading.
  const rows = await guest.page.locator('.row .start, .day > h2').evaluateAll((elements) =>
    elements.map((element) => {
      const seen = element.cloneNode(true) as Element;
      for (const hidden of seen.querySelectorAll('.hidden')) hidden.remove();
      return seen.textContent ?? '';
    }),
  );
  const shown = rows
    .join('|')
    .replaceAll(/ ?UTC[+-][\d:]+/g, '')
    .replaceAll(/(\d{4})\|/g, '$1 ')
    .split('|')
    .map((text) => text.trim());
  expect(shown).toEqual(expected);
  await guest.leave();
});

test.each([
  ['Asia/Kolkata', ['Thursday 26 November 2026, 00:00–01:00 (at night)', 'Wednesday 25 November 2026, 18:30–19:30 (the day before)']],
  ['Europe/London', ['Wednesday 25 November 2026, 18:30–19:30']],
  ['Asia/Kathmandu', ['Thursday 26 November 2026, 00:15–01:15 (at night)', 'Wednesday 25 November 2026, 18:30–19:30 (the day before)']],
])('a reader in %s sees the other’s clock beside their own', async (zone, expected) => {
  stage.standIn.claims = person(zone);
  stage.standIn.rooms = [booked];
  const guest = await enter(`/sessions/${booked.id}`);
  const clocks = guest.page.locator('.clocks dd');
  await clocks.first().waitFor();
  expect((await clocks.allInnerTexts()).slice(0, 2)).toEqual(expected);
  await guest.leave();
});

test('a time that does not exist is refused, with the reason', async () => {
  stage.standIn.claims = person('Europe/London');
  stage.standIn.now = new Date('2027-03-01T09:00:00Z');
  const guest = await enter('/host');
  await guest.page.getByLabel('Date').fill('2027-03-28');
  await guest.page.getByLabel('Start').fill('01:30');
  await guest.page.getByRole('button', { name: 'Open this session' }).click();
  expect(await guest.page.locator('#time-error').innerText()).toContain('01:30 does not exist that day in London: the clocks go forward.');
  expect(stage.standIn.calls.filter((call) => call.startsWith('POST'))).toEqual([]);
  await guest.leave();
});

test.each([
  ['before the clocks go back', '2027-10-31T00:30:00.000Z'],
  ['after the clocks go back', '2027-10-31T01:30:00.000Z'],
])('a time that comes twice is asked about: %s', async (which, startUtc) => {
  stage.standIn.claims = person('Europe/London');
  stage.standIn.now = new Date('2027-10-01T09:00:00Z');
  stage.standIn.answers.set('POST /api/rooms', [{ status: 201, body: booked }]);
  stage.standIn.rooms = [booked];
  const guest = await enter('/host');
  await guest.page.getByLabel('Date').fill('2027-10-31');
  await guest.page.getByLabel('Start').fill('01:30');
  await guest.page.getByRole('radio', { name: new RegExp(which) }).check();
  await guest.page.getByRole('button', { name: 'Open this session' }).click();
  await guest.page.getByText('Your session is open').first().waitFor();
  expect(stage.standIn.calls.find((call) => call.startsWith('POST'))).toContain(`"startUtc":"${startUtc}"`);
  await guest.leave();
});

test('what is typed is read in the zone of the reader, whatever the device believes', async () => {
  stage.standIn.claims = person('Asia/Kathmandu');
  const guest = await enter('/host', { zone: 'America/New_York' });
  await guest.page.getByLabel('Date').fill('2026-12-01');
  await guest.page.getByLabel('Start').fill('00:15');
  const understood = guest.page.locator('.card[aria-live=polite]');
  await understood.getByText('Tuesday 1 December 2026, 00:15–01:15').waitFor();
  expect(await understood.innerText()).toContain('Monday 30 November 2026, 18:30–19:30');
  await guest.leave();
});

test.each([
  ['calcutta', 'Kolkata'],
  ['Kathmandu', 'Kathmandu'],
  ['katmandu', 'Kathmandu'],
  ['kiev', 'Kyiv'],
  ['utc', 'UTC'],
  ['+05:45', 'Kathmandu'],
  ['india', 'Kolkata'],
  ['manchester', 'London'],
])('looking for %s finds %s, and from then on times are in it', async (query, place) => {
  stage.standIn.claims = person('Europe/London');
  const guest = await enter('/');
  await guest.page.getByRole('button', { name: 'Change the time zone' }).click();
  await guest.page.getByLabel('Find a time zone').fill(query);
  await guest.page
    .getByRole('radio', { name: new RegExp(`^${place} `) })
    .first()
    .check();
  await guest.page.getByRole('button', { name: `Use ${place} time` }).click();
  await guest.page.getByText(`Times are in ${place}`).waitFor();
  await guest.page.reload();
  await guest.page.getByText(`Times are in ${place}`).waitFor();
  expect(await guest.page.getByRole('button', { name: 'Change the time zone' }).count()).toBe(1);
  await guest.leave();
});

test('nothing is chosen while somebody types, and there is no button before they choose', async () => {
  stage.standIn.claims = person('Europe/London');
  const guest = await enter('/');
  await guest.page.getByRole('button', { name: 'Change the time zone' }).click();
  const search = guest.page.getByLabel('Find a time zone');
  await search.fill('india');
  await guest.page.getByText(/of \d+ time zones/).waitFor();
  const use = guest.page.getByRole('button', { name: /^Use / });
  expect(await guest.page.getByRole('radio', { checked: true }).count()).toBe(0);
  expect(await use.count()).toBe(0);
  await guest.page.getByRole('radio', { name: /^Kolkata / }).check();
  expect(await use.innerText()).toBe('Use Kolkata time');
  await search.fill('egypt');
  await guest.page.getByRole('radio', { name: /^Cairo for Egypt / }).waitFor();
  expect(await use.count()).toBe(0);
  await search.fill('qqqq');
  await guest.page.getByText('No time zone fits').waitFor();
  expect(await use.count()).toBe(0);
  await guest.leave();
});

test('a person whose account names no zone reads times in the zone of the device', async () => {
  stage.standIn.claims = person(undefined);
  const guest = await enter('/', { zone: 'Africa/Cairo' });
  await guest.page.getByText('Times are in Cairo time, Eastern European Standard Time (UTC+02:00).').waitFor();
  expect(await guest.page.getByText('Your device is now in').count()).toBe(0);
  await guest.leave();
});

test('the app asks once when the device has moved to another zone', async () => {
  stage.standIn.claims = person('Europe/London');
  const guest = await enter('/', { zone: 'Asia/Tokyo' });
  const key = `device-zone:${String(stage.standIn.claims['sub'])}`;
  await guest.page.evaluate((name) => localStorage.setItem(name, 'Europe/London'), key);
  await guest.page.reload();
  await guest.page.getByText('Your device is now in Tokyo').waitFor();
  await guest.page.getByRole('button', { name: 'Keep London time' }).click();
  expect(await guest.page.getByText('Your device is now in').count()).toBe(0);
  await guest.page.reload();
  await guest.page.getByText('Times are in London time').waitFor();
  expect(await guest.page.getByText('Your device is now in').count()).toBe(0);
  await guest.leave();
});
