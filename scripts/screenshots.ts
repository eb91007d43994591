import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/support/browser.ts';
import { endMisused, readCommandLine } from './command-line.ts';
import { PAGE_STATES } from '../test/support/page-states.ts';
import { openStandIn } from '../test/support/stand-in.ts';

/*
 * `npm run screenshots` makes the pictures of the README; `npm run screenshots -- DIR` makes one of every page in every
 * state, light and dark, wide and narrow, to be looked at.
 */

interface Shot {
  readonly state: string;
  readonly look: 'light' | 'dark';
  readonly width: number;
}

const IN_README: readonly Shot[] = [
  { state: 'open sessions', look: 'light', width: 800 },
  { state: 'a session with a question', look: 'dark', width: 800 },
  { state: 'the form to move', look: 'light', width: 320 },
];
const LOOKS = [
  { look: 'light', width: 1000 },
  { look: 'dark', width: 1000 },
  { look: 'light', width: 320 },
] as const;

const everywhere = PAGE_STATES.flatMap(({ name }) => LOOKS.map((look) => ({ state: name, ...look })));
const HELP = `npm run screenshots          makes the pictures of the README, in docs/pictures
npm run screenshots -- DIR   makes one of every page in every state, light and dark, wide and narrow, in DIR`;
const {
  words: [folder, ...others],
} = readCommandLine(HELP, {}, true);
if (others.length > 0) endMisused(`One folder at a time: ${others.join(' ')} is too much`);
const target = folder ?? join(import.meta.dirname, '..', 'docs', 'pictures');
mkdirSync(target, { recursive: true });

const [browser, standIn] = await Promise.all([openBrowser(), openStandIn()]);
for (const shot of folder === undefined ? IN_README : everywhere) {
  standIn.reset();
  const context = await browser.newContext({
    viewport: { width: shot.width, height: 700 },
    colorScheme: shot.look,
    timezoneId: 'Asia/Kolkata',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await show(page, shot);
  const file = `${shot.state.replaceAll(/[ ,]+/g, '-')}-${shot.look}-${shot.width}.png`;
  await page.screenshot({ path: join(target, file), fullPage: true });
  process.stdout.write(`${join(target, file)}\n`);
  await context.close();
}
await browser.close();
await standIn.stop();

async function show(page: Page, { state: name }: Shot): Promise<void> {
  const state = PAGE_STATES.find((one) => one.name === name);
  if (!state) throw new Error(`there is no state ${name}`);
  state.given?.(standIn);
  if (!state.signedOut) await page.addInitScript(() => localStorage.setItem('signed-in', 'yes'));
  await page.goto(standIn.site + state.path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await state.act?.(page);
  await page.getByText(state.says).first().waitFor();
  // Pictures of pages, not of where the focus happens to be.
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
}
