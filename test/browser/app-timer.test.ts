import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { appStage } from '../support/app-stage.ts';
import { booked } from '../support/page-states.ts';
import { axeFindings, markupFindings, overflows } from '../support/visitor.ts';

/*
 * The timer of a session in a browser. The stand-in's clock is the server's: 09:00 on 24 November 2026.
 */

const stage = appStage();
const { enter } = stage;
const at = (minutesAgo: number): string => new Date(Date.UTC(2026, 10, 24, 9) - minutesAgo * 60_000).toISOString();
const timer = (minutesAgo: number, role = 'guest') => `/timer?start=${at(minutesAgo)}&minutes=60&role=${role}`;

/** The seconds that the figures show. */
async function secondsShown(page: Page): Promise<number> {
  const [minutes = 0, seconds = 0] = (await page.getByRole('timer').innerText()).split(':').map(Number);
  return minutes * 60 + seconds;
}

test.each([
  ['right', 0],
  ['five minutes ahead', 5],
  ['five minutes behind', -5],
  ['a day ahead', 24 * 60],
])('the timer goes by the server’s clock where that of the device is %s', async (_, minutes) => {
  const clock = new Date(stage.standIn.now.getTime() + minutes * 60_000);
  const { page, leave, forgive } = await enter(timer(3), { clock });
  await page.getByText('Station 1: talk').first().waitFor();
  // Three minutes in, seven are left of the first station; the page took some seconds to come.
  await expect.poll(() => secondsShown(page)).toBeLessThanOrEqual(7 * 60 + 2);
  expect(await secondsShown(page)).toBeGreaterThan(5 * 60);
  forgive(/404/);
  await leave();
});

test('both read who answers, and when they swap half-way', async () => {
  for (const [role, first, second] of [
    ['guest', 'You answer.', 'You examine.'],
    ['host', 'You examine.', 'You answer.'],
  ] as const) {
    const { page, leave, forgive } = await enter(timer(29, role));
    await page.getByText('Station 3: talk').first().waitFor();
    await page.getByText(first, { exact: true }).waitFor();
    await page.getByText('Then you swap').waitFor();
    await page.goto(stage.standIn.site + timer(31, role));
    await page.getByText('Station 4: read').first().waitFor();
    expect(await page.getByText(second, { exact: true }).count()).toBe(1);
    forgive(/404/);
    await leave();
  }
});

test('the timer goes on and changes its step while there is no network', async () => {
  const { page, context, leave, forgive } = await enter(`/timer?start=${at(2 - 5 / 60)}&minutes=60&role=guest`);
  await page.getByRole('timer').waitFor();
  await context.setOffline(true);
  await page.getByText('Station 1: talk').first().waitFor();
  const before = await secondsShown(page);
  await expect.poll(() => secondsShown(page)).toBeLessThan(before);
  forgive(/404|ERR_INTERNET_DISCONNECTED/);
  await leave();
});

test('the timer needs no sign-in, and asks for nothing of a person', async () => {
  stage.standIn.signedIn = false;
  const { page, leave, forgive } = await enter(timer(3), { signedOut: true });
  await page.getByText('Station 1: talk').first().waitFor();
  expect(stage.standIn.calls.filter((call) => !call.startsWith('GET /api/health'))).toEqual([]);
  forgive(/404/);
  await leave();
});

test('the timer fills the screen by its key and by its button, and Escape ends that', async () => {
  const { page, leave, forgive } = await enter(timer(3));
  const group = page.getByRole('group', { name: 'Timer' });
  await group.focus();
  await group.press('f');
  await page.getByRole('button', { name: 'Leave full screen (f)' }).waitFor();
  await page.getByRole('button', { name: 'Leave full screen (f)' }).press('Enter');
  await page.getByRole('button', { name: 'Full screen (f)', exact: true }).waitFor();
  await group.press('t');
  await page.getByRole('button', { name: 'No tones (t)' }).waitFor();
  // A key pressed elsewhere does nothing.
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('t');
  expect(await page.getByRole('button', { name: 'No tones (t)' }).count()).toBe(1);
  forgive(/404/);
  await leave();
});

test.each([320, 1000])('a timer of %i pixels is accessible, valid and within its page', async (width) => {
  const { page, leave, forgive } = await enter(timer(3), { width });
  await page.getByRole('timer').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(await markupFindings(page)).toEqual([]);
  expect(await overflows(page)).toBe(false);
  forgive(/404/);
  await leave();
});

test('an address that is no session says so, and leads on', async () => {
  const { page, leave, forgive } = await enter('/timer?minutes=45');
  await page.getByRole('heading', { name: 'This is no timer of a session' }).waitFor();
  expect(await page.getByRole('link', { name: 'Go to my sessions' }).count()).toBe(1);
  forgive(/404/);
  await leave();
});

test('the page of a booked session leads to its timer', async () => {
  stage.standIn.rooms = [booked];
  const { page, leave, forgive } = await enter(`/sessions/${booked.id}`);
  await page.getByRole('link', { name: 'Open the timer' }).click();
  await page.getByText('Until the session begins').first().waitFor();
  expect(new URL(page.url()).search).toBe(`?start=${booked.startUtc.replace('.000', '')}&minutes=60&role=host`);
  forgive(/404/);
  await leave();
});
