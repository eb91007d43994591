import type { Page } from 'playwright-core';
import { isolate } from '../../shared/words/isolate.ts';
import { expect, test } from 'vitest';
import { appStage } from '../support/app-stage.ts';
import { booked, open } from '../support/page-states.ts';
import { openRoom, problem } from '../support/stand-in.ts';
import { heading, overflows, visitor } from '../support/visitor.ts';

const stage = appStage();

const { enter } = stage;

const bookings = (): string[] => stage.standIn.calls.filter((call) => call.includes('/booking'));
const created = (): string[] => stage.standIn.calls.filter((call) => call.startsWith('POST /api/rooms '));

async function fillForm(page: Page): Promise<void> {
  await page.getByLabel('Date').fill('2026-12-01');
  await page.getByLabel('Start').fill('18:30');
  await page.getByRole('radio', { name: '90 minutes' }).check();
}

const send = (page: Page): Promise<void> => page.getByRole('button', { name: 'Open this session' }).click();

test('a guest who comes too late is offered the next three sessions, and the focus is there', async () => {
  stage.standIn.rooms = open;
  stage.standIn.answers.set(`POST /api/rooms/${open[0]!.id}/booking`, [{ status: 409, body: problem(409, 'room-taken') }]);
  const guest = await enter('/');
  await guest.page.getByRole('button', { name: 'Book Tuesday 24 November 2026, 17:30, 30 minutes with Ben' }).click();
  await guest.page.getByRole('button', { name: 'Book this session' }).click();
  const note = guest.page.locator('.remark', { hasText: 'Just taken' });
  await note.waitFor();
  expect(await note.getByRole('link').allInnerTexts()).toEqual([
    'Tuesday 24 November 2026, 22:00, 60 minutes with Sunita',
    'Wednesday 25 November 2026, 16:30, 90 minutes with Mona',
    'Wednesday 25 November 2026, 17:30, 30 minutes with Chidi',
  ]);
  expect(await note.evaluate((element) => element === document.activeElement)).toBe(true);
  guest.forgive(/409/);
  await guest.leave();
});

test('two clicks book once', async () => {
  stage.standIn.rooms = open;
  stage.standIn.answers.set(`POST /api/rooms/${open[0]!.id}/booking`, [{ status: 200, body: null, delayMillis: 100 }]);
  const guest = await enter('/');
  await guest.page
    .getByRole('button', { name: /^Book Tuesday/ })
    .first()
    .click();
  await guest.page.getByRole('button', { name: 'Book this session' }).dblclick();
  await guest.page.getByText('Booked. Invitations').waitFor();
  expect(bookings()).toHaveLength(1);
  await guest.leave();
});

test('booking asks once, says what will happen, and books nothing before the answer', async () => {
  stage.standIn.rooms = open;
  const guest = await enter('/');
  const book = guest.page.getByRole('button', { name: /^Book Tuesday/ }).first();
  await book.click();
  const question = guest.page.getByRole('group', { name: /^Book Tuesday .* with Ben\?$/ });
  await question.getByText('Both of you then get a calendar invitation').waitFor();
  expect(await question.evaluate((element) => element === document.activeElement)).toBe(true);
  await question.getByRole('button', { name: 'Not now' }).click();
  expect(await question.count()).toBe(0);
  expect(await book.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(bookings()).toEqual([]);
  await guest.leave();
});

test('a form whose answer was lost is sent again under the same key, with all that was typed', async () => {
  const keys: (string | undefined)[] = [];
  stage.standIn.answers.set('POST /api/rooms', [{ status: 0, breaks: true }]);
  stage.standIn.rooms = [booked];
  const guest = await enter('/host');
  guest.page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/rooms')) keys.push(request.headers()['idempotency-key']);
  });
  await fillForm(guest.page);
  await send(guest.page);
  await guest.page.getByText('The service can’t be reached').waitFor();
  expect(await guest.page.getByLabel('Start').inputValue()).toBe('18:30');
  stage.standIn.answers.set('POST /api/rooms', [{ status: 201, body: booked }]);
  await send(guest.page);
  await guest.page.getByText('Your session is open').first().waitFor();
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(new Set(created()).size).toBe(1);
  guest.forgive(/ERR_EMPTY_RESPONSE|Failed to load/);
  await guest.leave();
});

test('a token that is refused in the middle of a form is renewed, and nobody notices', async () => {
  stage.standIn.answers.set('POST /api/rooms', [
    { status: 401, body: { message: 'Unauthorized' } },
    { status: 201, body: booked },
  ]);
  stage.standIn.rooms = [booked];
  const guest = await enter('/host');
  await fillForm(guest.page);
  await send(guest.page);
  await guest.page.getByText('Your session is open').first().waitFor();
  expect(created()).toHaveLength(2);
  guest.forgive(/401/);
  await guest.leave();
});

test('a person whose sign-in has ended signs in again and finds what was typed', async () => {
  const guest = await enter('/host');
  await fillForm(guest.page);
  stage.standIn.signedIn = false;
  stage.standIn.answers.set('POST /api/rooms', [
    { status: 401, body: { message: 'Unauthorized' } },
    { status: 201, body: booked },
  ]);
  await send(guest.page);
  await guest.page.getByRole('button', { name: 'Sign in again' }).click();
  await guest.page.waitForURL(`${stage.standIn.site}/host`);
  await guest.page.getByLabel('Date').waitFor();
  expect(await guest.page.getByLabel('Date').inputValue()).toBe('2026-12-01');
  expect(await guest.page.getByLabel('Start').inputValue()).toBe('18:30');
  expect(await guest.page.getByRole('radio', { name: '90 minutes' }).isChecked()).toBe(true);
  guest.forgive(/401|400/);
  await guest.leave();
});

test('a token is renewed before it runs out', async () => {
  stage.standIn.tokenSeconds = 30;
  let grants = 0;
  const guest = await visitor(stage.browser);
  await guest.page.addInitScript(() => localStorage.setItem('signed-in', 'yes'));
  guest.page.on('request', (request) => {
    if (request.postData()?.includes('grant_type=refresh_token')) grants++;
  });
  await guest.page.goto(`${stage.standIn.site}/`);
  await guest.page.getByText('No open sessions').waitFor();
  expect(grants).toBe(1);
  await guest.leave();
});

test('a deep link leads through sign-in to where it points', async () => {
  stage.standIn.rooms = [booked];
  stage.standIn.signedIn = false;
  const guest = await enter(`/sessions/${booked.id}?from=mail`, { signedOut: true });
  await guest.page.getByRole('button', { name: 'Sign in to see the sessions' }).click();
  await guest.page.waitForURL(`${stage.standIn.site}/sessions/${booked.id}?from=mail`);
  await guest.page.getByText('What has happened').waitFor();
  expect(await heading(guest.page)).toBe('Session with Ben');
  await guest.leave();
});

test('a person who declines to sign in is back on the same page, signed out', async () => {
  const guest = await enter('/', { signedOut: true });
  await guest.page.evaluate(() =>
    sessionStorage.setItem('sign-in', JSON.stringify({ state: 's', nonce: 'n', verifier: 'v', returnTo: '/mine' })),
  );
  await guest.page.goto(`${stage.standIn.site}/signed-in?error=access_denied&state=s`);
  await guest.page.getByRole('button', { name: 'Sign in to see the sessions' }).waitFor();
  expect(guest.page.url()).toBe(`${stage.standIn.site}/mine`);
  await guest.leave();
});

test('an answer that was not asked for signs nobody in', async () => {
  const guest = await enter('/', { signedOut: true });
  await guest.page.evaluate(() =>
    sessionStorage.setItem('sign-in', JSON.stringify({ state: 'mine', nonce: 'n', verifier: 'v', returnTo: '/' })),
  );
  await guest.page.goto(`${stage.standIn.site}/signed-in?code=theirs&state=theirs`);
  await guest.page.getByText('Signing in did not work').waitFor();
  expect(await guest.page.getByRole('navigation').count()).toBe(0);
  await guest.leave();
});

test('tokens and addresses are in memory only', async () => {
  const guest = await enter('/');
  await guest.page.getByText('No open sessions').waitFor();
  const stored = await guest.page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
  expect(stored).not.toMatch(/eyJ|id_token|refresh|@/);
  expect(guest.page.url()).toBe(`${stage.standIn.site}/`);
  await guest.leave();
});

test('signing out in one tab ends the other', async () => {
  const guest = await enter('/');
  const other = await guest.context.newPage();
  await other.goto(`${stage.standIn.site}/`);
  await other.getByText('No open sessions').waitFor();
  await guest.page.getByRole('button', { name: 'Sign out' }).click();
  await guest.page.getByRole('button', { name: 'Sign in to see the sessions' }).waitFor();
  await other.getByRole('link', { name: 'My sessions' }).click();
  await other.getByText('Your sign-in has ended').waitFor();
  expect(await other.getByRole('button', { name: 'Sign in again' }).isVisible()).toBe(true);
  await guest.leave();
});

test.each([-1, 1])('a device whose clock is wrong by %i day shows the right day and signs in all the same', async (days) => {
  stage.standIn.rooms = [openRoom(0, 50)];
  const guest = await enter('/', { clock: new Date(stage.standIn.now.getTime() + days * 86_400_000) });
  await guest.page.getByText('with Ben').waitFor();
  expect(await guest.page.locator('.row').innerText()).toContain('in 2 days');
  await guest.leave();
});

test('five hundred open sessions are shown, a page at a time', async () => {
  const all = Array.from({ length: 500 }, (_, n) => openRoom(n, 1 + n / 2));
  const pages = Array.from({ length: 10 }, (_, n) => ({ rooms: all.slice(n * 50, n * 50 + 50), cursor: n < 9 ? `c${n}` : null }));
  stage.standIn.answers.set(
    'GET /api/rooms',
    pages.map((body) => ({ status: 200, body })),
  );
  const guest = await enter('/');
  const more = guest.page.getByRole('button', { name: 'Show later sessions' });
  for (let n = 1; n < 10; n++) {
    await more.click();
    await guest.page.waitForFunction((count) => document.querySelectorAll('.row').length === count, (n + 1) * 50);
  }
  expect(await more.count()).toBe(0);
  await guest.page.getByRole('button', { name: /^Show sessions from .* on$/ }).waitFor();
  const names = await guest.page
    .getByRole('button', { name: /^Book / })
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')));
  expect(new Set(names).size).toBe(500);
  await guest.leave();
});

test.each([
  ['of 300 characters', 'Wolfeschlegelsteinhausenbergerdorff'.repeat(9).slice(0, 300)],
  ['with emoji', '👩🏽‍⚕️👁️Ann'],
  ['from right to left', 'يوسف'],
  ['that looks like markup', '<img src=x onerror=alert(1)>'],
])('a name %s is shown as it is and breaks nothing', async (_, firstName) => {
  stage.standIn.rooms = [
    ...open.map((room) => ({ ...room, host: { ...room.host, firstName } })),
    { ...booked, guest: { firstName, partstat: 'ACCEPTED' } },
  ];
  stage.standIn.claims = { ...stage.standIn.claims, name: firstName };
  const guest = await enter('/', { width: 320 });
  await guest.page
    .getByText(`with ${isolate(firstName)}`)
    .first()
    .waitFor();
  expect(await overflows(guest.page)).toBe(false);
  await guest.page.goto(`${stage.standIn.site}/sessions/${booked.id}`);
  await guest.page.getByText('What has happened').waitFor();
  expect(await heading(guest.page)).toBe(`Session with ${isolate(firstName)}`);
  expect(await overflows(guest.page)).toBe(false);
  await guest.leave();
});

test('a page without a network says so, keeps what is typed, and goes on by itself', async () => {
  stage.standIn.rooms = open;
  const guest = await enter('/');
  await guest.page.getByText('with Ben').first().waitFor();
  await guest.context.setOffline(true);
  await guest.page.getByText('You are offline').waitFor();
  await guest.page.getByRole('link', { name: 'My sessions' }).click();
  await guest.page.getByText('The service can’t be reached').waitFor();
  await guest.context.setOffline(false);
  await guest.page.getByText('You have no sessions yet').waitFor();
  expect(await guest.page.getByText('You are offline').count()).toBe(0);
  guest.forgive(/ERR_INTERNET_DISCONNECTED/);
  await guest.leave();
});

test('a problem in a form takes the focus, leads to its field, and stays in the words of the field', async () => {
  const guest = await enter('/host');
  await send(guest.page);
  const box = guest.page.getByRole('alert');
  expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
  await box.getByRole('link', { name: 'Choose a start time' }).click();
  expect(await guest.page.evaluate(() => document.activeElement?.id)).toBe('time');
  const describedBy = await guest.page.getByLabel('Start').getAttribute('aria-describedby');
  expect(await guest.page.locator(`#${describedBy}`).innerText()).toContain('Choose a start time');
  expect(await guest.page.getByLabel('Start').getAttribute('aria-invalid')).toBe('true');
  await guest.leave();
});

test('what the API refuses about a field is said at the field', async () => {
  const body = problem(400, 'start-too-far', { title: 'The new start is too far away.', detail: 'Choose a start within a year.' });
  stage.standIn.answers.set('POST /api/rooms', [{ status: 400, body }]);
  const guest = await enter('/host');
  await fillForm(guest.page);
  await send(guest.page);
  await guest.page.getByRole('alert').getByRole('link', { name: 'The new start is too far away. Choose a start within a year.' }).waitFor();
  expect(await guest.page.locator('#date-error').innerText()).toContain('Choose a start within a year.');
  guest.forgive(/400/);
  await guest.leave();
});
