import { expect, test } from 'vitest';
import { appStage } from '../support/app-stage.ts';
import { booked } from '../support/page-states.ts';
import { problem } from '../support/stand-in.ts';
import { axeFindings } from '../support/visitor.ts';

/*
 * A host opens the same session in several weeks.
 */

const stage = appStage();
const { enter } = stage;
const CREATE = 'POST /api/rooms';

/** A host in London in March 2027. London's clocks go forward on the 28th. */
async function enterForm() {
  stage.standIn.now = new Date('2027-03-01T09:00:00Z');
  stage.standIn.claims = { ...stage.standIn.claims, zoneinfo: 'Europe/London' };
  const guest = await enter('/host');
  await guest.page.getByLabel('Date').fill('2027-03-16');
  await guest.page.getByLabel('Start').fill('19:00');
  return guest;
}

const sent = () => stage.standIn.calls.filter((call) => call.startsWith(CREATE)).map((call) => JSON.parse(call.slice(CREATE.length)));

test('the form says before its button which sessions it opens, and that the clocks change in between', async () => {
  const weekly = Array.from({ length: 4 }, (_, n) => ({ id: booked.id, startUtc: `2027-0${n}`, endUtc: '' }));
  stage.standIn.answers.set(CREATE, [{ status: 201, body: { ...booked, weekly } }]);
  const { page, leave } = await enterForm();
  await page.getByLabel('Open it every week').selectOption('4 weeks in a row');
  await page.getByText('Tue 16 Mar to Tue 23 Mar, 19:00 (UTC+00:00)').waitFor();
  await page.getByText('Tue 30 Mar to Tue 6 Apr, 19:00 (UTC+01:00)').waitFor();
  await page.getByText('Your clocks change in between.').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Open these 4 sessions' }).click();
  await page.waitForURL('**/mine');
  await page.getByText('4 sessions are open, the first Tuesday 16 March 2027').first().waitFor();
  expect(sent()).toEqual([{ startUtc: '2027-03-16T19:00:00.000Z', durationMinutes: 60, timeZone: 'Europe/London', repeatWeeks: 4 }]);
  await leave();
});

test('a week whose clocks skip the time is refused in the form, with the way out', async () => {
  const { page, leave } = await enterForm();
  await page.getByLabel('Date').fill('2027-03-14');
  await page.getByLabel('Start').fill('01:30');
  await page.getByLabel('Open it every week').selectOption('3 weeks in a row');
  await page.getByRole('button', { name: 'Open these 3 sessions' }).click();
  const name = '01:30 does not exist on 2027-03-28: the clocks go forward. Choose another time, or at most 2';
  await page.getByRole('alert').getByRole('link', { name }).press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('repeat');
  expect(sent()).toEqual([]);
  await leave();
});

test('a second press after a fault in the middle asks for the same sessions again, under the same key', async () => {
  const keys: (string | undefined)[] = [];
  stage.standIn.answers.set(CREATE, [
    { status: 503, body: problem(503, 'weekly-unfinished') },
    { status: 201, body: { ...booked, weekly: [{}, {}] } },
  ]);
  const { page, forgive, leave } = await enterForm();
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/rooms')) keys.push(request.headers()['idempotency-key']);
  });
  await page.getByLabel('Open it every week').selectOption('2 weeks in a row');
  await page.getByRole('button', { name: 'Open these 2 sessions' }).click();
  await page.getByText('Press the button again: it opens the rest, and none twice.').waitFor();
  await page.getByRole('button', { name: 'Open these 2 sessions' }).click();
  await page.waitForURL('**/mine');
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
  expect(sent()[0]).toEqual(sent()[1]);
  forgive(/503/);
  await leave();
});
