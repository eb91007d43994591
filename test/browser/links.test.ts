import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isoDate } from '../../shared/time/moment.ts';
import { openStage, type LinkServer, type Stage } from '../functions/links/stage.ts';
import { see, STATES } from '../functions/links/states.ts';
import { ashaBooked, benReserves, benSuggests, inDays, pathOf, type Story } from '../functions/links/story.ts';
import { openBrowser } from '../support/browser.ts';
import { axeFindings } from '../support/visitor.ts';

/*
 * The link pages in a real browser: as people use them who have neither script nor mouse, and as link scanners visit them.
 */

const THREE_DAYS_MS = 73 * 3_600_000;

let stage: Stage;
let servers: { readonly now: LinkServer; readonly later: LinkServer };
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  const [present, later] = await Promise.all([stage.open({ environments: 2 }), stage.open({ clockOffsetMs: THREE_DAYS_MS })]);
  servers = { now: present, later };
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const contexts: BrowserContext[] = [];
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

async function openPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: servers.now.origin, reducedMotion: 'reduce', ...options });
  contexts.push(context);
  return context.newPage();
}

const withoutScript = (options: Parameters<Browser['newContext']>[0] = {}) => openPage({ javaScriptEnabled: false, ...options });
const heading = (page: Page) => page.locator('h1').textContent();

/** What has the focus; a page gives it a moment after it is loaded. */
async function focused(page: Page) {
  const element = page.locator(':focus');
  await element.waitFor();
  return element;
}

describe('every page in every state', () => {
  // One page for all: only what it shows changes.
  let page: Page;
  beforeAll(async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' });
    page = await context.newPage();
  });
  afterAll(() => page?.context().close());

  test.each(STATES)('every page in every state is accessible in light and dark, and fits 320 pixels: $name', async (state) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setContent((await see(stage, servers, state)).text);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await axeFindings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await axeFindings(page, ['color-contrast'])).toEqual([]);
  });

  test('a page with a fault is found out also when axe has judged another page in its place before', async () => {
    await page.setContent('<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1></main></html>');
    expect(await axeFindings(page)).toEqual([]);
    await page.setContent('<!doctype html><html lang="en"><title>Bad</title><main><h1>Bad</h1><img src="data:,"></main></html>');
    expect(await axeFindings(page)).toEqual([expect.stringContaining('image-alt')]);
    await page.setContent(
      '<!doctype html><html lang="en"><title>Pale</title><main><h1 style="color: #eee; background: #fff">Pale</h1></main></html>',
    );
    expect(await axeFindings(page, ['color-contrast'])).toEqual([expect.stringContaining('color-contrast')]);
  });
});

describe('a visitor who runs scripts and follows every link', () => {
  async function expectUnchanged(story: Story, act: () => Promise<unknown>): Promise<void> {
    const before = await story.room();
    await act();
    expect(await story.room()).toEqual(before);
  }

  async function mailedLinks(story: Story): Promise<readonly string[]> {
    const reply = { type: 'reply', partstat: 'DECLINED', sequence: 0, dtstamp: null } as const;
    return [
      pathOf('approve', await story.link('approve', 'guest', { seed: story.id })),
      pathOf('decline', await story.link('decline', 'guest', { seed: story.id })),
      pathOf('reschedule', await story.link('reschedule', 'guest')),
      pathOf('confirm', await story.link('confirm', 'guest', { reply })),
    ];
  }

  test('a visitor who runs scripts and follows every link changes nothing, and the links stay good', async () => {
    const story = await benSuggests(stage);
    const links = await mailedLinks(story);
    await expectUnchanged(story, async () => {
      const page = await openPage();
      const seen = new Set<string>();
      const ahead = links.map((path) => `${servers.now.origin}${path}`);
      for (let url = ahead.pop(); url !== undefined; url = ahead.pop()) {
        if (seen.has(url)) continue;
        seen.add(url);
        await page.goto(url);
        await page.hover('body');
        ahead.push(...(await page.locator('a').evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href))));
      }
      expect(seen.size).toBeGreaterThanOrEqual(links.length);
    });
    const page = await openPage();
    await page.goto(links[0]!);
    expect(await page.locator('button').textContent()).toContain('Approve');
  });

  test.each([
    ['submits every form', () => document.forms[0]?.submit()],
    ['asks every form to submit itself', () => document.forms[0]?.requestSubmit()],
    ['clicks every button', () => document.querySelector('button')?.click()],
    [
      'sends every form by fetch',
      () =>
        void fetch(document.forms[0]!.action, {
          method: 'POST',
          body: new URLSearchParams(new FormData(document.forms[0]) as never),
        }).catch(() => undefined),
    ],
  ])('a visitor that %s as soon as a page is loaded changes nothing', async (_, script) => {
    const story = await benSuggests(stage);
    const links = await mailedLinks(story);
    await expectUnchanged(story, async () => {
      for (const path of links) {
        const page = await openPage();
        // Without the gesture of a person that `evaluate` would pretend.
        await page.addInitScript(`addEventListener('load', () => { (${String(script)})(); });`);
        await page.goto(path);
        await page.waitForTimeout(150);
      }
    });
    expect((await story.proposal()).status).toBe('pending');
  });

  test('a page runs and loads nothing, and its own security rules let it through', async () => {
    const story = await benSuggests(stage);
    for (const path of await mailedLinks(story)) {
      const page = await openPage();
      const said: string[] = [];
      const asked: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(path);
      expect(said).toEqual([]);
      expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([`${servers.now.origin}${path}`]);
      expect(await page.locator('body').evaluate((body) => getComputedStyle(body).maxWidth)).toBe('608px');
    }
  });
});

describe('without script and without a mouse', () => {
  test('the key that scrolls decides nothing, and a suggestion is approved by two keys', async () => {
    const story = await benSuggests(stage);
    const page = await withoutScript();
    await page.goto(pathOf('approve', await story.link('approve', 'guest')));
    expect(await (await focused(page)).textContent()).toBe('Move the session, as Ben suggests?');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    expect((await story.room()).sequence).toBe(0);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('The new time is approved').waitFor();
    expect(await heading(page)).toBe('The new time is approved');
    expect((await story.room()).sequence).toBe(1);
    await page.reload();
    expect(await heading(page)).toBe('The new time is approved');
  });

  test('the page that asks to approve leads to the page that declines', async () => {
    const story = await benSuggests(stage);
    const seed = story.id;
    await story.link('decline', 'guest', { seed });
    const page = await withoutScript();
    await page.goto(pathOf('approve', await story.link('approve', 'guest', { seed })));
    await tabTo(page, 'a');
    expect(await (await focused(page)).textContent()).toContain('Decline instead');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/decline\?t=/);
    await tabTo(page, 'button');
    expect(await (await focused(page)).textContent()).toContain('Decline: keep');
    await page.keyboard.press('Space');
    await page.getByText('The suggestion was declined').waitFor();
    expect((await story.proposal()).status).toBe('declined');
  });

  test('a session that is reserved is booked, and the page says so after a reload', async () => {
    const story = await benReserves(stage, true);
    const page = await withoutScript();
    await page.goto(pathOf('book', await story.link('book', 'guest')));
    expect(await heading(page)).toBe('Practise with Ben again?');
    await tabTo(page, 'button');
    expect(await (await focused(page)).textContent()).toContain('Book this session');
    await page.keyboard.press('Enter');
    await page.getByText('You have booked this session').waitFor();
    expect((await story.room()).status).toBe('booked');
    await page.reload();
    expect(await heading(page)).toBe('You have booked this session');
  });

  test('somebody says no to a session that is reserved, and to more of them', async () => {
    const story = await benReserves(stage, false);
    const page = await withoutScript();
    await page.goto(pathOf('book', await story.link('book', 'guest')));
    await tabTo(page, 'button[name=more]');
    expect(await (await focused(page)).textContent()).toContain('No, and no more from Ben');
    await page.keyboard.press('Space');
    await page.getByText('Your answer is noted').waitFor();
    expect((await story.room()).status).toBe('cancelled');
  });

  test('another time is suggested, checked, and sent', async () => {
    const story = await ashaBooked(stage);
    const page = await withoutScript();
    await page.goto(pathOf('reschedule', await story.link('reschedule', 'guest')));
    await page.locator('#time').focus();
    await page.keyboard.type('0800AM');
    await tabTo(page, 'input[name=length]:checked');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'summary');
    await page.keyboard.press('Enter');
    await tabTo(page, '#zone');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('kathmandu');
    await tabTo(page, '#note');
    await page.keyboard.type('Before my clinic?');
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await page.getByText('Is this the time you mean?').waitFor();
    expect(await page.locator('main').textContent()).toContain('You gave it as 08:00 in Nepal Time (UTC+05:45)');
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await page.getByText('Your suggestion is with Ben').waitFor();
    expect(await story.proposal()).toMatchObject({
      startUtc: `${isoDate(story.startUtc, 'Asia/Kolkata')}T02:15:00.000Z`,
      durationMinutes: 90,
      note: 'Before my clinic?',
    });
  });

  test.each([
    [320, 568],
    [390, 844],
    [1280, 600],
  ])('the question and the button with the focus are both in view at %d × %d pixels, also with a long note', async (width, height) => {
    const story = await benSuggests(stage, { note: 'I am on call that evening. '.repeat(18) });
    const page = await withoutScript({ viewport: { width, height } });
    for (const purpose of ['approve', 'decline'] as const) {
      await page.goto(pathOf(purpose, await story.link(purpose, 'guest')));
      const [button, question] = await Promise.all([(await focused(page)).boundingBox(), page.locator('h1').boundingBox()]);
      expect(question?.y).toBeGreaterThanOrEqual(0);
      expect((button?.y ?? Infinity) + (button?.height ?? 0)).toBeLessThanOrEqual(height);
    }
  });

  test('what is wrong is read out first, and leads to its field', async () => {
    const story = await ashaBooked(stage);
    const page = await withoutScript();
    await page.goto(pathOf('reschedule', await story.link('reschedule', 'guest')));
    await page.locator('#date').focus();
    await page.keyboard.press('Backspace');
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await (await focused(page)).getAttribute('role')).toBe('alert');
    expect(await page.title()).toMatch(/^Error: /);
    await page.keyboard.press('Tab');
    expect(await (await focused(page)).textContent()).toBe('Choose a date');
    await page.keyboard.press('Enter');
    expect(await (await focused(page)).getAttribute('id')).toBe('date');
  });

  test('the Enter key in a field sends the suggestion, and never asks for mail', async () => {
    const story = await benSuggests(stage);
    const page = await withoutScript();
    await page.goto(pathOf('reschedule', await story.link('reschedule', 'guest')));
    await page.locator('summary').press('Enter');
    await page.locator('#zone').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('The session is at that time already');
  });

  test('an answer from the calendar is confirmed', async () => {
    const story = await ashaBooked(stage);
    const reply = { type: 'reply', partstat: 'ACCEPTED', sequence: 0, dtstamp: null } as const;
    const page = await withoutScript();
    await page.goto(pathOf('confirm', await story.link('confirm', 'guest', { reply })));
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await page.getByText('Your answer is noted').waitFor();
    const room = await story.room();
    expect(room.status === 'booked' && room.guest.partstat).toBe('ACCEPTED');
  });

  test('a fresh link is asked for', async () => {
    const story = await ashaBooked(stage);
    const page = await withoutScript();
    await page.goto(pathOf('reschedule', await story.link('reschedule', 'guest', { expiresAt: inDays(-1, '00:00') })));
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/fresh-link$/);
    expect(await heading(page)).toBe('Look into your inbox');
    expect(await story.owed()).toContain('fresh-link to guest');
  });

  async function tabTo(page: Page, selector: string): Promise<void> {
    const goal = page.locator(selector).first();
    for (let n = 0; n < 30; n++) {
      if (await goal.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Nobody gets to ${selector} by Tab`);
  }
});

test('what has the focus is seen to have it', async () => {
  const story = await benSuggests(stage);
  const page = await openPage();
  await page.goto(pathOf('approve', await story.link('approve', 'guest')));
  await page.keyboard.press('Tab');
  const { outline, shadow } = await (await focused(page)).evaluate((element) => {
    const { outlineWidth, outlineStyle, boxShadow } = getComputedStyle(element);
    return { outline: `${outlineWidth} ${outlineStyle}`, shadow: boxShadow };
  });
  expect(outline).toBe('3px solid');
  expect(shadow).toContain('0px 0px 0px 5px');
});

test('a printed page holds what to know, and nothing to press', async () => {
  const story = await benSuggests(stage);
  const page = await openPage();
  await page.goto(pathOf('approve', await story.link('approve', 'guest')));
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('button').isVisible()).toBe(false);
  expect(await page.locator('dl').isVisible()).toBe(true);
});

test('long names and a long brand do not make the page wider than a phone', async () => {
  const server = await stage.open({ settings: { BRAND_NAME: 'B'.repeat(60), BRAND_COLOR: '#FFE9A8' } });
  const story = await benSuggests(stage, { note: 'n'.repeat(500) });
  const page = await openPage({ viewport: { width: 320, height: 640 }, baseURL: server.origin });
  await page.goto(pathOf('approve', await story.link('approve', 'guest')));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeFindings(page, ['color-contrast'])).toEqual([]);
  }
});
