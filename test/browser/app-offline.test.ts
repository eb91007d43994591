import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { appStage } from '../support/app-stage.ts';
import { booked } from '../support/page-states.ts';
import { axeFindings, heading, markupFindings, overflows, type Visitor } from '../support/visitor.ts';

/*
 * The app without a network, in a browser that has been there before.
 */

const stage = appStage();
const SECRET_LINK = 'https://meet.example.org/secret';

/** Somebody who has read their sessions, and whose browser has kept the app by now. */
async function enterAndKeep(path = '/mine', width = 1000) {
  stage.standIn.rooms = [{ ...booked, meetingUrl: SECRET_LINK }];
  const asha = await stage.enter(path, { keepsApp: true, width });
  await asha.page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  // A page is the worker's from the next load on.
  await asha.page.reload();
  await asha.page.getByRole('heading', { level: 1 }).waitFor();
  return asha;
}

/** The page ends first, because requests that fail without a network are complained of until then. */
async function leaveOffline({ page, forgive, leave }: Pick<Visitor, 'page' | 'forgive' | 'leave'>): Promise<void> {
  await page.close();
  // Of a preloaded script that came from the worker, Chromium says that it reads it once more, from the worker's store. The browser's
  // own page of errors has no store.
  forgive(/404|ERR_INTERNET_DISCONNECTED|preload|Access is denied for this document/);
  await leave();
}

const keptText = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify(localStorage));

test('own sessions can be read without a network, and the page says how old they are', async () => {
  const { page, context, forgive, leave } = await enterAndKeep();
  await page.getByText('you host Ben').waitFor();
  await context.setOffline(true);
  await page.goto(`${stage.standIn.site}/`);
  expect(await heading(page)).toBe('My sessions');
  await page.getByText(/This is what we knew on Tue 24 Nov.*nothing can be changed now/).waitFor();
  await page.getByRole('link', { name: /you host Ben/ }).click();
  expect(await heading(page)).toContain('Session with');
  expect(await page.locator('dl.clocks').innerText()).toContain('Ben');
  expect(await page.getByRole('button').allInnerTexts()).toEqual(['Try again', 'Sign out']);
  await leaveOffline({ page, forgive, leave });
});

test('a page that was opened without a network loads again when the network is back', async () => {
  const { page, context, forgive, leave } = await enterAndKeep();
  await context.setOffline(true);
  await page.goto(`${stage.standIn.site}/mine`);
  await page.getByText('We can’t reach the service').waitFor();
  await context.setOffline(false);
  await page.getByText('you host Ben').waitFor();
  await page.getByText('We can’t reach the service').waitFor({ state: 'detached' });
  expect(await heading(page)).toBe('My sessions');
  await leaveOffline({ page, forgive, leave });
});

test('what the device keeps holds no address, no link to a call, no history and no token', async () => {
  const { page, forgive, leave } = await enterAndKeep();
  await page.getByText('you host Ben').waitFor();
  const kept = await keptText(page);
  expect(kept).toContain(booked.id);
  for (const secret of ['@', SECRET_LINK, 'rescheduled', 'eyJ']) expect(kept).not.toContain(secret);
  await leaveOffline({ page, forgive, leave });
});

test('signing out forgets the sessions, with and without a network', async () => {
  for (const isOffline of [false, true]) {
    const { page, context, forgive, leave } = await enterAndKeep();
    await page.getByText('you host Ben').waitFor();
    await context.setOffline(isOffline);
    if (isOffline) await page.goto(`${stage.standIn.site}/mine`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect.poll(() => keptText(page).catch(() => booked.id)).not.toContain(booked.id);
    await context.setOffline(true);
    await page.goto(`${stage.standIn.site}/mine`);
    await page.getByText('This device keeps nothing that could be shown here').waitFor();
    expect(await page.content()).not.toContain('Ben');
    await leaveOffline({ page, forgive, leave });
    stage.standIn.reset();
  }
});

test('the next person who signs in on a device does not find the sessions of the one before', async () => {
  const { page, context, forgive, leave } = await enterAndKeep();
  await page.getByText('you host Ben').waitFor();
  stage.standIn.claims = { ...stage.standIn.claims, sub: 'another-person' };
  await page.goto(`${stage.standIn.site}/`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await context.setOffline(true);
  await page.goto(`${stage.standIn.site}/mine`);
  await page.getByText('This device keeps nothing that could be shown here').waitFor();
  expect(await page.content()).not.toContain('Ben');
  await leaveOffline({ page, forgive, leave });
});

test('a timer that is reloaded without a network goes on', async () => {
  const start = new Date(stage.standIn.now.getTime() - 3 * 60_000).toISOString();
  const path = `/timer?start=${start}&minutes=60&role=guest`;
  const { page, context, forgive, leave } = await enterAndKeep(path);
  await page.getByText('Station 1: talk').first().waitFor();
  await context.setOffline(true);
  await page.reload();
  await page.getByText('Station 1: talk').first().waitFor();
  expect(await heading(page)).toBe('Timer');
  await leaveOffline({ page, forgive, leave });
});

test('without a network the pages of links and the API do not pretend to answer', async () => {
  const { page, context, forgive, leave } = await enterAndKeep();
  await context.setOffline(true);
  for (const path of ['/approve?t=x', '/book?t=x', '/api/health', '/llms.txt']) {
    const answer = page.goto(stage.standIn.site + path, { timeout: 5000 }).then(
      (response) => response?.status(),
      () => 'none',
    );
    expect(await answer).toBe('none');
  }
  await leaveOffline({ page, forgive, leave });
});

test.each([320, 1000])('the pages without a network are accessible, valid and within %i pixels', async (width) => {
  const { page, context, forgive, leave } = await enterAndKeep('/mine', width);
  await page.getByText('you host Ben').waitFor();
  await context.setOffline(true);
  for (const path of ['/mine', `/sessions/${booked.id}`]) {
    await page.goto(stage.standIn.site + path);
    await page.getByText('We can’t reach the service').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await markupFindings(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  }
  await leaveOffline({ page, forgive, leave });
});
