import { expect, test } from 'vitest';
import { appStage } from '../support/app-stage.ts';
import { asked, booked, open } from '../support/page-states.ts';
import { overflows } from '../support/visitor.ts';

const stage = appStage();
const { enter } = stage;

test('a row that waits for an answer shows the old time and the new one', async () => {
  stage.standIn.rooms = [asked];
  const guest = await enter('/mine');
  await guest.page.locator('.row').waitFor();
  expect(await guest.page.locator('.row').innerText()).toContain('Ben suggests Thu 26 Nov 00:00 → Fri 27 Nov 00:30 IST');
  await guest.leave();
});

test('a cancelled session does not come nearer, waits for no answer, and leads on', async () => {
  stage.standIn.rooms = [{ ...booked, status: 'cancelled' }];
  const guest = await enter('/mine');
  await guest.page.getByRole('button', { name: /past and cancelled/ }).click();
  expect(await guest.page.locator('.row').innerText()).not.toMatch(/in \d|tomorrow/);
  await guest.page.locator('a.row').click();
  await guest.page.getByText('This session is cancelled').waitFor();
  expect(await guest.page.locator('.people').innerText()).not.toContain('answered');
  expect(await guest.page.getByRole('link', { name: 'Find another session' }).isVisible()).toBe(true);
  await guest.leave();
});

test('the form to move starts with the present time, and says when nothing would change', async () => {
  stage.standIn.rooms = [booked];
  const guest = await enter(`/sessions/${booked.id}/move`);
  await guest.page.getByLabel('Date').waitFor();
  expect(await guest.page.getByLabel('Date').inputValue()).toBe('2026-11-26');
  expect(await guest.page.getByLabel('Start').inputValue()).toBe('00:00');
  expect(await guest.page.getByRole('radio', { name: '60 minutes' }).isChecked()).toBe(true);
  await guest.page.getByRole('button', { name: 'Move the session' }).click();
  await guest.page.getByRole('alert').getByText('The session is at that time already').waitFor();
  expect(stage.standIn.calls.filter((call) => call.startsWith('POST'))).toEqual([]);
  await guest.leave();
});

test('a time at night is warned of on one’s own clock, in the list and on the page', async () => {
  stage.standIn.rooms = [booked];
  const guest = await enter('/mine');
  await guest.page.locator('.row', { hasText: '00:00–01:00' }).getByText('(at night)').waitFor();
  await guest.page.locator('a.row').click();
  expect(await guest.page.locator('.clocks dd').first().innerText()).toContain('(at night)');
  await guest.leave();
});

test('a page that is open learns of news, and a list offers them without moving what one reads', async () => {
  stage.standIn.rooms = open.slice(1);
  const guest = await enter('/');
  await guest.page.locator('.row').first().waitFor();
  // The list asks again when its answer is half a minute old: this browser's clock is put ahead.
  stage.standIn.rooms = open;
  await guest.page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 31_000;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await guest.page.getByText('The list has changed.').waitFor();
  expect(await guest.page.locator('.row').count()).toBe(open.length - 1);
  await guest.page.getByRole('button', { name: 'Show it as it is now' }).click();
  await expect.poll(() => guest.page.locator('.row').count()).toBe(open.length);
  await guest.leave();
});

test('no line breaks inside a range of times, at 320 pixels', async () => {
  stage.standIn.rooms = [booked];
  const guest = await enter(`/sessions/${booked.id}`, { width: 320 });
  const ranges = guest.page.locator('.range');
  await ranges.first().waitFor();
  const lines = await ranges.evaluateAll((elements) => elements.map((element) => element.getClientRects().length));
  expect(lines.length).toBeGreaterThan(0);
  expect(new Set(lines)).toEqual(new Set([1]));
  await guest.leave();
});

test.each([640, 320])('with text of 200 %% the navigation keeps its words whole, %d pixels wide', async (width) => {
  stage.standIn.rooms = open;
  const guest = await enter('/', { width });
  await guest.page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  const linesOfEach = await guest.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link')
    .evaluateAll((links) =>
      links.map((link) => {
        const range = document.createRange();
        range.selectNodeContents(link);
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
      }),
    );
  expect(linesOfEach).toEqual([1, 1, 1, 1]);
  expect(await overflows(guest.page)).toBe(false);
  await guest.leave();
});

test('nobody reads the word “room”', async () => {
  stage.standIn.rooms = [...open, asked];
  const guest = await enter('/');
  for (const path of [
    '/',
    '/mine',
    '/host',
    '/profile',
    '/help',
    '/privacy',
    ...['', '/move', '/suggest', '/cancel'].map((rest) => `/sessions/${asked.id}${rest}`),
  ]) {
    await guest.page.goto(stage.standIn.site + path);
    await guest.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await guest.page.locator('body').innerText()).not.toMatch(/\brooms?\b/i);
  }
  await guest.leave();
});
