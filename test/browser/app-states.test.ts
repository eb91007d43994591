import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { appStage } from '../support/app-stage.ts';
import { PAGE_STATES, type PageState } from '../support/page-states.ts';
import { axeFindings, markupFindings, overflows, type Visitor } from '../support/visitor.ts';

const stage = appStage();

async function enter(state: PageState): Promise<Visitor> {
  state.given?.(stage.standIn);
  const guest = await stage.enter(state.path, { signedOut: state.signedOut ?? false });
  await state.act?.(guest.page);
  await guest.page.getByText(state.says).first().waitFor();
  return guest;
}

async function headings(page: Page): Promise<readonly string[]> {
  return page.locator('h1').allInnerTexts();
}

describe.each(PAGE_STATES)('$name', (state) => {
  test('each state has no finding of axe, light and wide or dark and narrow, is valid HTML, and logs nothing', async () => {
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
