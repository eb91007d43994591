import { AxeBuilder } from '@axe-core/playwright';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PATIENCE_MS } from './until.ts';

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: errors, warnings, violations of the content security policy, failed requests. */
  readonly complaints: string[];
  /** Everything that the site has sent, as text. */
  readonly heard: string[];
  /** Forgives complaints that the test provoked, e.g. the browser's own line about a 409. */
  readonly forgive: (pattern: RegExp) => void;
  /** Closes the browser's window; fails when the browser has complained. */
  readonly leave: () => Promise<void>;
}

export interface VisitorOptions {
  /** Where the device is. */
  readonly zone?: string;
  /** What the device believes the time to be. */
  readonly clock?: Date;
  readonly width?: number;
  /** Whether the browser may keep the app. Where it does, tests do not see all requests. */
  readonly keepsApp?: boolean;
}

/** Somebody with a browser of their own. */
export async function visitor(browser: Browser, options: VisitorOptions = {}): Promise<Visitor> {
  const { zone = 'Asia/Kolkata', clock, width = 1000, keepsApp = false } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    timezoneId: zone,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    serviceWorkers: keepsApp ? 'allow' : 'block',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  if (clock) await context.clock.setSystemTime(clock);
  const page = await context.newPage();
  const [complaints, heard]: [string[], string[]] = [[], []];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // The browser is told to keep no app: see `keepsApp`.
    if (message.text() === 'Service Worker registration blocked by Playwright') return;
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error('CSP', violatedDirective, blockedURI),
    );
  });
  page.on(
    'response',
    (response) =>
      void response.text().then(
        (text) => heard.push(text),
        () => undefined,
      ),
  );
  return {
    page,
    context,
    complaints,
    heard,
    forgive: (pattern) => {
      const left = complaints.filter((complaint) => !pattern.test(complaint));
      complaints.splice(0, complaints.length, ...left);
    },
    leave: async () => {
      await context.close();
      expect(complaints).toEqual([]);
    },
  };
}

/** Signs in on the local stack, from the page that is open, as one of the people whom it offers. */
export async function signInAs(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in to see the sessions' }).click();
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

export const heading = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds on the page, as `rule: element`: by all rules, or by these. Its legacy mode judges the same without a second page
 * for the result, because our pages have no frames.
 */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  // Half a megabyte of text: it is sent to a page once.
  const builder = new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) }).setLegacyMode(true);
  const { violations } = await (rules ? builder.withRules([...rules]) : builder.withTags(TAGS)).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

const validator = new HtmlValidate(
  new FileSystemConfigLoader({
    root: true,
    extends: ['html-validate:recommended', 'html-validate:a11y'],
    // The browser wrote this text: how it writes is not ours to mend.
    rules: {
      'attribute-empty-style': 'off',
      'void-style': 'off',
      'no-trailing-whitespace': 'off',
      'attribute-boolean-style': 'off',
      'long-title': 'off',
      'no-inline-style': 'off',
    },
  }),
);

/** What html-validate finds in the page as it stands. */
export async function markupFindings(page: Page): Promise<string[]> {
  const { results } = await validator.validateString(await page.content());
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${ruleId}: ${message} (line ${line})`));
}

/** Whether something sticks out to the right. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
