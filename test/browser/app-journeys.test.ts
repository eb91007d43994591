import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startLocalStack, type LocalStack } from '../support/local-stack.ts';
import { signInAs, visitor, type Visitor } from '../support/visitor.ts';

/*
 * Two people in their own browsers, on the service as `npm start` runs it: its pages, its functions, its mail.
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

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function arrive(name: string, zone: string, path: string): Promise<Visitor> {
  const guest = await visitor(browser, { zone });
  await guest.page.goto(stack.site + path);
  await signInAs(guest.page, name);
  return guest;
}

async function fill(page: Page, date: string, time: string): Promise<void> {
  await page.getByLabel('Date').fill(date);
  await page.getByLabel('Start').fill(time);
}

const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).click();
const follow = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('link', { name }).first().click();
const says = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();

/** Hosts a session as this person; gives the path of its page. */
async function host(page: Page, date: string, time: string, minutes: 30 | 60 | 90): Promise<string> {
  await page.goto(`${stack.site}/host`);
  await fill(page, date, time);
  await page.getByRole('radio', { name: `${minutes} minutes` }).check();
  await press(page, 'Open this session');
  await says(page, 'Your session is open');
  return new URL(page.url()).pathname;
}

test('two people find each other, move, ask, approve and part, and neither learns the other’s address', async () => {
  const asha = await arrive('Asha', 'Asia/Kolkata', '/host');
  const ben = await arrive('Ben', 'Europe/London', '/');
  const session = await host(asha.page, inDays(3), '00:15', 90);
  await says(asha.page, 'Your open session');

  await ben.page.reload();
  await press(ben.page, /^Book .* 90 minutes with Asha$/);
  await press(ben.page, 'Book this session');
  await says(ben.page, 'Booked. Invitations are on their way');
  await follow(ben.page, 'See your session');
  await says(ben.page, 'You have agreed here; the calendar has not answered yet');
  const invitations = await stack.mails(2);
  expect(Object.fromEntries(invitations.map(({ to, subject }) => [to, subject]))).toEqual({
    'asha@example.org': 'Ophthalmo Practice Session with Ben',
    'ben@example.org': 'Ophthalmo Practice Session with Asha',
  });

  await asha.page.reload();
  await asha.page.getByRole('heading', { name: 'Session with Ben' }).waitFor();
  await follow(asha.page, 'Move to another time');
  await fill(asha.page, inDays(4), '01:15');
  await says(asha.page, 'the day before');
  await press(asha.page, 'Move the session');
  await says(asha.page, 'You moved it to');
  expect((await stack.mails(4)).slice(2).map(({ sequence }) => sequence)).toEqual([1, 1]);

  await ben.page.reload();
  await follow(ben.page, 'Suggest another time');
  await fill(ben.page, inDays(5), '18:00');
  await ben.page.getByLabel('A few words').fill('After my clinic?');
  await press(ben.page, 'Ask Asha');
  await says(ben.page, 'Waiting for Asha to answer');

  await follow(asha.page, 'My sessions');
  await says(asha.page, 'Your answer is needed');
  await asha.page.locator('a.row').first().click();
  await says(asha.page, 'After my clinic?');
  await press(asha.page, /^Approve the new time/);
  await says(asha.page, /^You approved .* new invitations/);
  expect(await asha.page.getByText('Approve the new time').count()).toBe(0);
  await ben.page.reload();
  await says(ben.page, /^Asha approved/);

  await follow(ben.page, 'Leave the session');
  await says(ben.page, 'Asha receives a mail that you can’t come');
  await press(ben.page, 'Leave the session');
  await says(ben.page, 'You have left the session');
  await asha.page.reload();
  await says(asha.page, 'Ben left.');

  await follow(asha.page, 'Cancel the session');
  await press(asha.page, 'Cancel the session');
  await says(asha.page, 'The session is cancelled.');
  await asha.page.goto(stack.site + session);
  await says(asha.page, 'This session is cancelled');

  for (const [{ page, heard }, stranger] of [
    [asha, 'ben@example.org'],
    [ben, 'asha@example.org'],
  ] as const) {
    // The local sign-in page names everybody; the service itself must not.
    const ours = heard.filter((text) => !text.includes('Sign in as'));
    expect(ours.filter((text) => text.includes(stranger))).toEqual([]);
    expect(await page.content()).not.toContain(stranger);
    expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]))).not.toContain('@');
  }
  await asha.leave();
  await ben.leave();
});

test('an answer from Outlook is asked about in the app', async () => {
  const asha = await arrive('Asha', 'Asia/Kolkata', '/host');
  const ben = await arrive('Ben', 'Europe/London', '/');
  const session = await host(asha.page, inDays(6), '20:00', 60);
  const before = (await stack.mails(0, 'ben@example.org')).length;
  await ben.page.goto(stack.site + session);
  await press(ben.page, 'Book this session');
  await says(ben.page, 'Booked with Asha');
  const invitation = (await stack.mails(before + 1, 'ben@example.org')).at(-1)!;
  await ben.page.goto(`${stack.site}/mail/messages/${invitation.id}`);
  await ben.page.getByLabel('Calendar of ben@example.org').selectOption({ label: 'Outlook (Microsoft 365)' });
  await press(ben.page, 'Propose the new time');
  await expect
    .poll(async () => {
      await asha.page.reload();
      await asha.page.getByText('What has happened').waitFor();
      return asha.page.getByText('Ben suggests another time: your answer is needed').count();
    })
    .toBe(1);
  await press(asha.page, /^Keep the time as it is/);
  await says(asha.page, 'The time stays as it is. Ben gets a mail that says so.');
  await asha.leave();
  await ben.context.close();
});

test('answering a suggestion that another tab has overtaken shows the session as it is, and says why', async () => {
  const asha = await arrive('Asha', 'Asia/Kolkata', '/host');
  const ben = await arrive('Ben', 'Europe/London', '/');
  const session = await host(asha.page, inDays(8), '10:00', 30);
  await ben.page.goto(stack.site + session);
  await press(ben.page, 'Book this session');
  await says(ben.page, 'Booked with Asha');
  await ben.page.goto(`${stack.site}${session}/suggest`);
  await fill(ben.page, inDays(9), '10:00');
  await press(ben.page, 'Ask Asha');
  await says(ben.page, 'Waiting for Asha');
  await asha.page.goto(stack.site + session);
  await says(asha.page, 'Approve the new time');
  const otherTab = await asha.context.newPage();
  await otherTab.goto(`${stack.site}${session}/move`);
  await fill(otherTab, inDays(10), '10:00');
  await press(otherTab, 'Move the session');
  await says(otherTab, 'You moved it to');
  await press(asha.page, /^Approve the new time/);
  await says(asha.page, 'no longer current');
  await press(asha.page, 'Show it as it is now');
  await expect.poll(() => asha.page.getByText('Approve the new time').count()).toBe(0);
  asha.forgive(/409/);
  await asha.leave();
  await ben.leave();
});

test('what is not one’s own cannot be seen or changed', async () => {
  const asha = await arrive('Asha', 'Asia/Kolkata', '/host');
  const sunita = await arrive('Sunita', 'Asia/Kathmandu', '/');
  const session = await host(asha.page, inDays(11), '10:00', 30);
  await sunita.page.goto(stack.site + session);
  await says(sunita.page, 'Book this session');
  expect(await sunita.page.getByText('What has happened').count()).toBe(0);
  for (const change of ['move', 'cancel', 'suggest', 'leave']) {
    await sunita.page.goto(`${stack.site}${session}/${change}`);
    await says(sunita.page, 'This cannot be done with this session now.');
  }
  expect(await sunita.page.getByRole('button', { name: /Move|Cancel|Ask|Leave/ }).count()).toBe(0);
  await asha.leave();
  await sunita.leave();
});
