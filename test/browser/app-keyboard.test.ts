import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startLocalStack, type LocalStack } from '../support/local-stack.ts';
import { visitor } from '../support/visitor.ts';

/*
 * Without a pointer: every step is a key, and at every step it can be seen where the focus is.
 */

let browser: Browser;
let stack: LocalStack;
beforeAll(async () => {
  [browser, stack] = await Promise.all([openBrowser(), startLocalStack()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

const MOST_STEPS = 40;

/** What the focus is on: its accessible name, whether it can be seen, and whether its outline can. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return { name: '', isSeen: false, isOutlined: false };
    const labels = 'labels' in element && element.labels instanceof NodeList ? [...element.labels].map((label) => label.textContent) : [];
    const name = element.getAttribute('aria-label') ?? (labels.length > 0 ? labels.join(' ') : element.textContent);
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const marked = element.closest('.choice') ?? element;
    return {
      name: name.trim(),
      isSeen: at !== null && (element.contains(at) || at.contains(element) || marked.contains(at)),
      isOutlined: Number.parseFloat(getComputedStyle(marked).outlineWidth) >= 3,
    };
  });

/** Tabs on until the focus is on something of that name; fails where it cannot be seen. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const seen: string[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press('Tab');
    const focus = await focused(page);
    seen.push(focus.name);
    if (typeof name === 'string' ? focus.name === name : name.test(focus.name)) {
      if (focus.isSeen && focus.isOutlined) return;
      throw new Error(`the focus is on ${focus.name}, but nobody sees it`);
    }
  }
  throw new Error(`the focus never came to ${String(name)}; it was on ${seen.join(', ')}`);
}

const says = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor();

test('a person signs in, hosts, reads, moves and cancels by keyboard alone', async () => {
  const { page, leave } = await visitor(browser, { zone: 'Asia/Kathmandu' });
  await page.goto(`${stack.site}/host`);
  await says(page, 'Sign in to see the sessions');
  await tabTo(page, 'Sign in to see the sessions');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/oidc\/interaction\//);
  for (let step = 0; step < MOST_STEPS && !(await focused(page)).name.startsWith('Sunita'); step++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await says(page, 'Open this session');

  await page.keyboard.press('Tab');
  expect((await focused(page)).name).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Date');
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString();
  // This Chromium speaks American English only: month, day, year, and a clock of twelve hours.
  await page.keyboard.type(`${day.slice(5, 7)}${day.slice(8, 10)}${day.slice(0, 4)}`);
  await tabTo(page, 'Start');
  await page.keyboard.type('0630PM');
  await tabTo(page, /60 minutes/);
  await page.keyboard.press('ArrowDown');
  expect(await page.getByRole('radio', { name: '90 minutes' }).isChecked()).toBe(true);
  await says(page, '18:30–20:00');
  await tabTo(page, 'Open this session');
  await page.keyboard.press('Enter');
  await says(page, 'Your session is open');
  await page.getByRole('heading', { name: 'Your open session' }).waitFor();
  expect((await focused(page)).name).toBe('Your open session');

  await tabTo(page, 'Move to another time');
  await page.keyboard.press('Enter');
  await page.getByLabel('Date').waitFor();
  await tabTo(page, 'Move the session');
  await page.keyboard.press('Enter');
  await says(page, 'There is a problem');
  expect(await page.getByRole('alert').evaluate((element) => element === document.activeElement)).toBe(true);
  await tabTo(page, /^The session is at that time already/);
  await page.keyboard.press('Enter');
  expect((await focused(page)).name).toBe('Start');
  await tabTo(page, 'Leave it as it is');
  await page.keyboard.press('Enter');
  await says(page, 'What has happened');

  await tabTo(page, 'Cancel the session');
  await page.keyboard.press('Enter');
  await says(page, 'Nobody is booked, so nobody gets a mail.');
  await tabTo(page, 'Cancel the session');
  await page.keyboard.press('Space');
  await says(page, 'The session is cancelled.');
  expect((await focused(page)).name).toBe('My sessions');
  await leave();
});

test('a person finds a session, books it and goes to it by keyboard alone', async () => {
  const mona = await stack.signIn('mona@example.org', 'Mona Farouk', 'Africa/Cairo');
  const startUtc = new Date(Date.now() + 3 * 86_400_000).toISOString();
  expect((await mona.api('POST', '/api/rooms', { startUtc, durationMinutes: 30 })).status).toBe(201);
  const { page, leave } = await visitor(browser, { zone: 'Asia/Kathmandu', width: 320 });
  await page.goto(stack.site);
  await says(page, 'Sign in to see the sessions');
  await tabTo(page, 'Sign in to see the sessions');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/oidc\/interaction\//);
  for (let step = 0; step < MOST_STEPS && !(await focused(page)).name.startsWith('Sunita'); step++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await says(page, 'with Mona');
  await tabTo(page, /^Book .* 30 minutes with Mona$/);
  await page.keyboard.press('Enter');
  await says(page, 'Both of you then get a calendar invitation');
  await tabTo(page, 'Book this session');
  await page.keyboard.press('Enter');
  await says(page, 'Booked. Invitations are on their way');
  expect((await focused(page)).name).toBe('See your session');
  await page.keyboard.press('Enter');
  await says(page, 'Session with Mona');
  await leave();
});
