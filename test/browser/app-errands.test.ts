import { expect, test } from 'vitest';
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

test('what was typed and cannot be is said at once where the time would be shown', async () => {
  const { page, leave } = await enter('/host');
  await page.getByLabel('Date').fill('2020-01-01');
  await page.getByLabel('Start').fill('18:00');
  await expect
    .poll(() => page.locator('[aria-live=polite].card').textContent())
    .toBe('That time has already passed: choose one in the future.');
  await leave();
});
