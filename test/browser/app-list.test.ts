import { expect, test } from 'vitest';
import { appStage } from '../support/app-stage.ts';
import { openRoom } from '../support/stand-in.ts';

/*
 * The list of open sessions in a browser: what somebody finds again, and where the list leads when it is empty.
 */

const stage = appStage();
const { enter } = stage;
const LIST = 'GET /api/rooms';

/** Three pages of 50 sessions each. */
function givenManySessions(): void {
  const rooms = Array.from({ length: 150 }, (_, n) => openRoom(n, 3 + n * 2));
  stage.standIn.rooms = rooms;
  const pages = [0, 50, 100].map((first) => ({
    status: 200,
    body: { rooms: rooms.slice(first, first + 50), cursor: first < 100 ? 'c' : null },
  }));
  // The last answer stays: it is what the list finds when it looks for news after Back.
  stage.standIn.answers.set(LIST, [...pages, pages[0]!]);
}

test('Back shows the list as it was left: as long, at the same place, with the focus on the same session', async () => {
  givenManySessions();
  const { page, leave } = await enter('/');
  for (const shown of [50, 100, 150]) {
    await expect.poll(() => page.getByRole('button', { name: /^Book / }).count()).toBe(shown);
    if (shown < 150) await page.getByRole('button', { name: 'Show later sessions' }).click();
  }
  const link = page.locator('a[href$="000000000120"]');
  await link.focus();
  const before = await page.evaluate(() => scrollY);
  expect(before).toBeGreaterThan(5000);
  await link.press('Enter');
  await page.waitForURL('**/sessions/*000000000120');
  await page.goBack();
  await expect.poll(() => page.getByRole('button', { name: /^Book / }).count()).toBe(150);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(before);
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('href'))).toMatch(/000000000120$/);
  // It is the list of a moment ago, and nothing has changed since.
  expect(await page.getByText('The list has changed').count()).toBe(0);
  await leave();
});

test('what has changed since is offered after Back, and does not push the list away', async () => {
  givenManySessions();
  stage.standIn.answers.get(LIST)?.push({ status: 200, body: { rooms: [openRoom(7, 4)], cursor: null } });
  stage.standIn.answers.get(LIST)?.splice(1, 3);
  const { page, leave } = await enter('/');
  await page.locator('a[href$="000000000020"]').press('Enter');
  await page.waitForURL('**/sessions/*000000000020');
  await page.goBack();
  await page.getByRole('button', { name: 'Show it as it is now' }).waitFor();
  expect(await page.getByRole('button', { name: /^Book / }).count()).toBe(50);
  await page.getByRole('button', { name: 'Show it as it is now' }).click();
  await expect.poll(() => page.getByRole('button', { name: /^Book / }).count()).toBe(1);
  await leave();
});

test('the list begins anew for somebody who comes to it by its link', async () => {
  givenManySessions();
  const { page, leave } = await enter('/');
  await page.getByRole('button', { name: 'Show later sessions' }).click();
  await expect.poll(() => page.getByRole('button', { name: /^Book / }).count()).toBe(100);
  await page.locator('a[href$="000000000020"]').press('Enter');
  await page.waitForURL('**/sessions/*000000000020');
  await page.getByRole('link', { name: 'Sessions', exact: true }).first().click();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await expect.poll(() => page.getByRole('button', { name: /^Book / }).count()).toBe(50);
  await leave();
});

test('an empty list leads to the form to host a session, filled in with what was looked for', async () => {
  const { page, leave } = await enter('/?durationMinutes=90&weekdays=thu&partOfDay=evening&topic=Retina');
  await page.getByRole('link', { name: 'Host a session like this' }).click();
  await page.waitForURL('**/host');
  await expect.poll(() => page.getByLabel('Date').inputValue()).toBe('2026-11-26');
  expect(await page.getByLabel('Start').inputValue()).toBe('19:00');
  expect(await page.getByRole('radio', { name: '90 minutes' }).isChecked()).toBe(true);
  expect(await page.getByLabel('Topic').inputValue()).toBe('Retina');
  // What is typed afterwards is kept over a reload.
  await page.getByLabel('Start').fill('20:15');
  await page.reload();
  await expect.poll(() => page.getByLabel('Start').inputValue()).toBe('20:15');
  expect(await page.getByLabel('Topic').inputValue()).toBe('Retina');
  await leave();
});

test('a date beyond the horizon is refused in the form, with the last date that is possible', async () => {
  const { page, leave } = await enter('/host');
  await page.getByLabel('Start').fill('14:00');
  await page.getByLabel('Date').fill('2027-05-25');
  await page.getByText('Tuesday 25 May 2027, 14:00').waitFor();
  await page.getByLabel('Date').fill('2027-05-26');
  await page.getByRole('button', { name: 'Open this session' }).click();
  await page
    .getByRole('alert')
    .getByRole('link', { name: 'Sessions begin within half a year: choose a date until Tuesday 25 May 2027' })
    .waitFor();
  expect(stage.standIn.calls.filter((call) => call.startsWith('POST /api/rooms'))).toEqual([]);
  await leave();
});
