import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openBrowser } from './browser.ts';
import { openStandIn, type StandIn } from './stand-in.ts';
import { visitor, type Visitor, type VisitorOptions } from './visitor.ts';

export interface AppStage {
  readonly browser: Browser;
  readonly standIn: StandIn;
  /** Somebody with a browser of their own who opens the page and sees its heading. */
  readonly enter: (path: string, options?: VisitorOptions & { readonly signedOut?: boolean }) => Promise<Visitor>;
}

/** The app in a real browser, before an API and an issuer that say what a test wants; for the tests of one file, anew for each. */
export function appStage(): AppStage {
  let browser: Browser;
  let standIn: StandIn;
  beforeAll(async () => {
    [browser, standIn] = await Promise.all([openBrowser(), openStandIn()]);
  });
  afterAll(async () => {
    await browser.close();
    await standIn.stop();
  });
  beforeEach(() => standIn.reset());
  return {
    get browser() {
      return browser;
    },
    get standIn() {
      return standIn;
    },
    enter: async (path, { signedOut = false, ...options } = {}) => {
      const guest = await visitor(browser, options);
      if (!signedOut) await guest.page.addInitScript(() => localStorage.setItem('signed-in', 'yes'));
      await guest.page.goto(standIn.site + path);
      await guest.page.getByRole('heading', { level: 1 }).waitFor();
      return guest;
    },
  };
}
