import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { booked } from '../support/page-states.ts';
import { OWN_PROFILE, openRoom, problem } from '../support/stand-in.ts';
import { appStage } from '../support/app-stage.ts';

/*
 * Small errands, as people go about them.
 */

const stage = appStage();

const enter = (path: string) => {
  stage.standIn.claims = {
    sub: '6f1c1d9e-0001-4000-8000-000000000002',
    name: 'Ben Carter',
    email: 'ben@example.org',
    zoneinfo: 'Asia/Kolkata',
  };
  return stage.enter(path);
};

test('Back leads to the page before, also after a reload', async () => {
  const { page, leave } = await enter('/profile');
  await page.getByRole('link', { name: 'My sessions' }).first().click();
  await page.waitForURL('**/mine');
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'My sessions' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Profile' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/profile');
  await leave();
});

test('a person downloads what is kept about them, all pages of it in one file', async () => {
  const { page, leave } = await enter('/profile');
  const part = (id: string, cursor: string | null) => ({ profile: id === 'first' ? { name: 'Ben' } : null, sessions: [{ id }], cursor });
  const pages = [part('first', 'more'), part('second', null)].map((body) => ({ status: 200, body }));
  stage.standIn.answers.set('GET /api/me/export', pages);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download my data' }).click()]);
  expect(download.suggestedFilename()).toBe('my-data.json');
  const file = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(file).toEqual({ profile: { name: 'Ben' }, sessions: [{ id: 'first' }, { id: 'second' }] });
  await page.getByText('Your data is in your downloads').first().waitFor();
  await leave();
});

test('a person changes by keyboard what others call them and when they are reminded, sees the title that follows, and reads that it is saved', async () => {
  const saved = { name: 'Ben Carter', givenName: 'Benny', timeZone: 'Asia/Kolkata', reminders: 'hour' };
  const chosen = { name: false, givenName: true, timeZone: false, reminders: true };
  stage.standIn.answers.set('PATCH /api/me', [{ status: 200, body: { ...OWN_PROFILE, ...saved, chosen } }]);
  const { page, leave } = await enter('/profile');
  await page.getByLabel('Your first name').fill(' Benny ');
  await page.getByText('Ophthalmo Practice Session with Benny', { exact: true }).waitFor();
  await page.getByRole('radio', { name: 'A day before and an hour before' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Saved. It counts for every mail').waitFor();
  expect(stage.standIn.calls).toContain('PATCH /api/me {"givenName":" Benny ","reminders":"hour"}');
  await page.getByRole('radio', { name: 'Not at all' }).check();
  await expect.poll(() => page.getByText('Saved. It counts').count()).toBe(0);
  await leave();
});

test('a zone that is chosen on the profile is saved for mail too, and the page says so', async () => {
  const chosen = { name: false, givenName: false, timeZone: true, reminders: false };
  const saved = { name: 'Ben Carter', givenName: 'Ben', timeZone: 'Africa/Cairo', reminders: 'both', chosen };
  stage.standIn.answers.set('PATCH /api/me', [{ status: 200, body: { ...OWN_PROFILE, ...saved } }]);
  const { page, leave } = await enter('/profile');
  await page.getByText('Mail about a session has times in the zone in which you hosted or booked it.').waitFor();
  await page.getByLabel('Find a time zone').fill('egypt');
  await page.getByRole('radio', { name: /^Cairo/ }).check();
  await page.getByRole('button', { name: 'Use Cairo time' }).click();
  await page.getByText('So does your mail.').waitFor();
  expect(stage.standIn.calls).toContain('PATCH /api/me {"timeZone":"Africa/Cairo"}');
  await leave();
});

test('what was typed and cannot be is said at once where the time would be shown', async () => {
  const { page, leave } = await enter('/host');
  await page.getByLabel('Date').fill('2020-01-01');
  await page.getByLabel('Start').fill('18:00');
  await expect
    .poll(() => page.locator('[aria-live=polite].card').textContent())
    .toBe('That time has already passed: choose one in the future.');
  await leave();
});

test('what was just cancelled can be taken back on the page that follows, by keyboard, and the page says so', async () => {
  const room = openRoom(3, 50, { role: 'host', history: [], proposals: [] });
  const undoUntil = new Date(stage.standIn.now.getTime() + 60_000).toISOString();
  const cancelled = { ...room, status: 'cancelled' as const, undoUntil };
  stage.standIn.rooms = [room];
  stage.standIn.answers.set(`DELETE /api/rooms/${room.id}`, [{ status: 200, body: cancelled }]);
  stage.standIn.answers.set(`POST /api/rooms/${room.id}/undo`, [{ status: 200, body: room }]);
  const { page, leave } = await enter(`/sessions/${room.id}/cancel`);
  stage.standIn.rooms = [cancelled];
  await page.getByRole('button', { name: 'Cancel the session' }).click();
  await page.waitForURL(`**/sessions/${room.id}`);
  await page.getByText('You have just cancelled this session.').waitFor();
  stage.standIn.rooms = [room];
  await page.getByRole('button', { name: 'Take it back' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('You took it back.').first().waitFor();
  expect(stage.standIn.calls).toContain(`POST /api/rooms/${room.id}/undo`);
  expect(await page.getByRole('button', { name: 'Take it back' }).count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await leave();
});

test('somebody who has practised with another reserves a session for them by keyboard, and reads what happens next', async () => {
  const { status, role, host, guest } = booked;
  const over = { ...booked, ...openRoom(52, -30, { durationMinutes: 60, status, role, host, guest }) };
  const reserved = openRoom(9, 60, { role: 'host', history: [], proposals: [] });
  stage.standIn.rooms = [over, reserved];
  stage.standIn.answers.set('POST /api/rooms', [{ status: 201, body: reserved }]);
  const { page, leave } = await enter(`/sessions/${over.id}`);
  await page.getByRole('link', { name: /^Practise again/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /^Practise again with / }).waitFor();
  const sent = page.getByRole('button', { name: /^Reserve it for / });
  await sent.focus();
  await page.keyboard.press('Enter');
  await page.getByText('There is a problem').waitFor();
  expect(stage.standIn.calls.some((call) => call.startsWith('POST /api/rooms '))).toBe(false);
  await page.getByLabel('Date').fill('2026-12-01');
  await page.getByLabel('Start').fill('18:30');
  await page.getByLabel('Cancel it').focus();
  await page.keyboard.press('ArrowDown');
  await sent.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/sessions/${reserved.id}`);
  await page.getByText('gets a mail with a Book button').first().waitFor();
  const asked = stage.standIn.calls.find((call) => call.startsWith('POST /api/rooms '));
  expect(asked).toContain(`"reservedFor":{"roomId":"${over.id}","thenForEveryone":true}`);
  await leave();
});

test('the limits of a person are folded up, and open by keyboard', async () => {
  const limits = [{ limit: 'reservedPerDay', allowed: 3, left: 0, moreAt: '2026-11-25T05:00:00.000Z' }];
  stage.standIn.answers.set('GET /api/me', [{ status: 200, body: { ...OWN_PROFILE, limits } }]);
  const { page, leave } = await enter('/profile');
  const line = page.getByText(/Sessions that you reserve for somebody in a day: 0 of 3 left, one more from Wed 25 Nov, 10:30/);
  await page.getByText('All limits').waitFor();
  expect(await line.isVisible()).toBe(false);
  await page.getByText('All limits').focus();
  await page.keyboard.press('Enter');
  await line.waitFor();
  await leave();
});

test('the way back goes when its minute is over', async () => {
  const undoUntil = new Date(stage.standIn.now.getTime() + 3_000).toISOString();
  stage.standIn.rooms = [openRoom(3, 50, { role: 'host', status: 'cancelled', undoUntil, history: [], proposals: [] })];
  const { page, leave } = await enter(`/sessions/${stage.standIn.rooms[0]!.id}`);
  await page.getByText('This session is cancelled').waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Take it back' }).count(), { timeout: 20_000 }).toBe(0);
  await leave();
});

test('somebody writes to the other party by keyboard, mends what is refused, and then asks to exchange addresses', async () => {
  const rule = 'Write the note as text of at most 500 characters: these are 501';
  const path = `/api/rooms/${booked.id}`;
  stage.standIn.rooms = [booked];
  stage.standIn.answers.set(`POST ${path}/notes`, [
    { status: 400, body: problem(400, 'invalid-request', { errors: [{ field: 'text', message: rule }] }) },
    { status: 200, body: booked },
  ]);
  stage.standIn.answers.set(`PUT ${path}/introduction`, [{ status: 200, body: booked }]);
  const { page, forgive, leave } = await enter(`/sessions/${booked.id}`);
  const field = page.getByLabel('A few words');
  await field.fill('I have the green book');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: `${rule}.` }).click();
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Sent to Ben.').first().waitFor();
  expect(await field.inputValue()).toBe('');
  await page.getByRole('button', { name: 'Exchange addresses' }).click();
  await page.getByText('You and Ben get a mail each').first().waitFor();
  const calls = stage.standIn.calls.filter((call) => /notes|introduction/.test(call));
  expect(calls.at(1)).toContain('{"text":"I have the green book"}');
  expect(calls.at(-1)).toContain('{"yes":true}');
  forgive(/400 \(Bad Request\)/);
  await leave();
});

test('a person deletes their account by keyboard, after the page has said what happens, and never by a slip', async () => {
  const hosted = openRoom(3, 50, { role: 'host', status: 'booked', guest: { firstName: 'Asha', partstat: 'ACCEPTED' } });
  stage.standIn.rooms = [hosted];
  stage.standIn.answers.set('DELETE /api/me', [{ status: 202, body: { askedAt: stage.standIn.now.toISOString() } }]);
  const { page, leave } = await enter('/profile');
  await page.getByRole('link', { name: 'Delete my account' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('1 session that you host is cancelled').waitFor();
  await page.getByRole('button', { name: 'Delete my account' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByRole('link', { name: 'Type Ben to show that you mean it.' }).waitFor();
  expect(stage.standIn.calls).not.toContain('DELETE /api/me');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.type('ben ');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Your account is being deleted' }).waitFor();
  expect(stage.standIn.calls).toContain('DELETE /api/me');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).waitFor();
  await leave();
});

test('somebody filters the list by keyboard; the address has the filter, Back takes it away, and the device remembers it', async () => {
  stage.standIn.rooms = [openRoom(7, 20, {})];
  const { page, leave } = await enter('/');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const listed = () => asked.findLast((url) => url.includes('/api/rooms?'));
  await page.getByText('Filter', { exact: true }).press('Enter');
  await page.getByRole('checkbox', { name: '60 minutes' }).press('Space');
  await page.waitForURL('**/?durationMinutes=60');
  await page.getByRole('checkbox', { name: 'Evening' }).press('Space');
  await page.waitForURL('**/?durationMinutes=60&partOfDay=evening');
  await expect.poll(listed).toMatch(/durationMinutes=60.*partOfDay=evening.*timeZone=Asia/);
  await page.getByText('Filter: 60 minutes, Evening (18 to 22)').waitFor();
  await page.goBack();
  await page.getByText('Filter: 60 minutes', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'My sessions' }).first().click();
  await page.waitForURL('**/mine');
  await page.getByRole('link', { name: 'Sessions', exact: true }).first().click();
  await page.waitForURL('**/?durationMinutes=60&partOfDay=evening');
  await page.getByText('Filter: 60 minutes, Evening (18 to 22)').press('Enter');
  await page.getByRole('button', { name: 'Show all sessions' }).click();
  await page.getByText('Filter', { exact: true }).waitFor();
  expect(new URL(page.url()).search).toBe('');
  await leave();
});
