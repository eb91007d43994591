import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { PAGE_STATES, type PageState } from '../support/page-states.ts';
import { openStandIn, type StandIn } from '../support/stand-in.ts';
import { axeFindings, markupFindings, overflows, visitor, type Visitor } from '../support/visitor.ts';

let browser: Browser;
let standIn: StandIn;
beforeAll(async () => {
  [browser, standIn] = await Promise.all([openBrowser(), openStandIn()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await standIn.stop();
});
beforeEach(() => standIn.reset());

async function enter(state: PageState): Promise<Visitor> {
  const guest = await visitor(browser);
  state.given?.(standIn);
  if (!state.signedOut) await guest.page.addInitScript(() => localStorage.setItem('signed-in', 'yes'));
  await guest.page.goto(standIn.site + state.path);
  await guest.page.getByRole('heading', { level: 1 }).waitFor();
  await state.act?.(guest.page);
  await guest.page.getByText(state.says).first().waitFor();
  return guest;
}

async function headings(page: Page): Promise<readonly string[]> {
  return page.locator('h1').allInnerTexts();
}

describe.each(PAGE_STATES)('$name', (state) => {
  test('is without a finding of axe, light and wide as well as dark and 320 px wide; valid; and quiet', { timeout: 15_000 }, async () => {
    const guest = await enter(state);
    const { page } = guest;
    expect(await axeFindings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
    expect(await markupFindings(page)).toEqual([]);
    expect(await headings(page)).toHaveLength(1);
    expect(await page.title()).toMatch(/^.+ – Ophthalmo Practice$/);
    if (state.complains) guest.forgive(state.complains);
    await guest.leave();
  });
});
