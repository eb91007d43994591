import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { appStage } from '../support/app-stage.ts';
import { asked, booked, open } from '../support/page-states.ts';
import { openRoom, problem } from '../support/stand-in.ts';

const stage = appStage();
const { enter } = stage;

/** The name of what has the focus, and its kind; `BODY` when nothing has it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element === null || element === document.body
      ? 'BODY'
      : `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent ?? ''}`.trim();
  });

const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

describe('after an action that removes its own button, the focus is', () => {
  test.each([
    ['Approve the new time', 'approve', 'You approved'],
    ['Keep the time as it is', 'decline', 'The time stays as it is'],
  ])('the focus is on the heading, after %s', async (button, decision, says) => {
    stage.standIn.rooms = [asked];
    const guest = await enter(`/sessions/${asked.id}`);
    const decided = async () => {
      stage.standIn.rooms = [booked];
    };
    stage.standIn.answers.set(`POST /api/rooms/${asked.id}/proposals/p1/${decision}`, [{ status: 200, body: booked }]);
    await guest.page.getByRole('button', { name: new RegExp(`^${button}`) }).waitFor();
    await decided();
    await press(guest.page, new RegExp(`^${button}`));
    await guest.page.getByText(says).first().waitFor();
    await expect.poll(() => focused(guest.page)).toBe('H1 Session with Ben');
    await guest.leave();
  });

  test('the focus is on the heading, after Book on the page of a session', async () => {
    const first = open[0]!;
    stage.standIn.rooms = [first];
    stage.standIn.answers.set(`POST /api/rooms/${first.id}/booking`, [{ status: 200, body: booked }]);
    const guest = await enter(`/sessions/${first.id}`);
    await guest.page.getByText('Book this session').waitFor();
    stage.standIn.rooms = [{ ...booked, id: first.id, role: 'guest' }];
    await press(guest.page, 'Book this session');
    await guest.page.getByText('Booked with').first().waitFor();
    await expect.poll(() => focused(guest.page)).toMatch(/^H1 Session with /);
    await guest.leave();
  });

  test('the focus is on the link to the session, after Book in the list', async () => {
    stage.standIn.rooms = open;
    const guest = await enter('/');
    await press(guest.page, /^Book Tuesday/);
    await press(guest.page, 'Book this session');
    await expect.poll(() => focused(guest.page)).toBe('A See your session');
    await guest.leave();
  });

  test('the focus is on the heading, after a failed list has come at the second try', async () => {
    stage.standIn.answers.set('GET /api/rooms', [{ status: 500, body: problem(500, 'internal-error') }]);
    const guest = await enter('/');
    await guest.page.getByRole('button', { name: 'Try again' }).waitFor();
    stage.standIn.answers.clear();
    await press(guest.page, 'Try again');
    await guest.page.getByText('No open sessions before').waitFor();
    await expect.poll(() => focused(guest.page)).toBe('H1 Open sessions');
    guest.forgive(/500/);
    await guest.leave();
  });

  test('the focus is on the end of the list, when all weeks up to the horizon are shown', async () => {
    const all = Array.from({ length: 4 }, (_, n) => openRoom(n, 5 + n * 24));
    const nothing = { status: 200, body: { rooms: [], cursor: null } };
    stage.standIn.answers.set('GET /api/rooms', [
      { status: 200, body: { rooms: all.slice(0, 2), cursor: 'c' } },
      { status: 200, body: { rooms: all.slice(2), cursor: null } },
      ...Array.from({ length: 11 }, () => nothing),
      { status: 200, body: { rooms: [openRoom(9, 24 * 180)], cursor: null } },
    ]);
    const guest = await enter('/');
    await press(guest.page, 'Show later sessions');
    const winter = ['Tue 8 Dec', 'Tue 22 Dec', 'Tue 5 Jan', 'Tue 19 Jan', 'Tue 2 Feb', 'Tue 16 Feb'];
    const starts = [...winter, 'Tue 2 Mar', 'Tue 16 Mar', 'Tue 30 Mar', 'Tue 13 Apr', 'Tue 27 Apr', 'Tue 11 May'];
    for (const start of starts) await press(guest.page, `Show sessions from ${start} on`);
    await expect.poll(() => focused(guest.page)).toMatch(/^P This is the end of the list/);
    expect(await guest.page.getByRole('button', { name: /^Book / }).count()).toBe(5);
    await guest.leave();
  });

  test('the focus is on the heading, after the question about a new zone is answered', async () => {
    const guest = await enter('/', { zone: 'Asia/Tokyo' });
    const key = `device-zone:${String(stage.standIn.claims['sub'])}`;
    await guest.page.evaluate((name) => localStorage.setItem(name, 'Europe/London'), key);
    await guest.page.reload();
    await press(guest.page, /^Keep .* time$/);
    await expect.poll(() => focused(guest.page)).toBe('H1 Open sessions');
    await guest.leave();
  });

  test('the focus is in the search field, after a zone is chosen on the profile', async () => {
    const guest = await enter('/profile');
    await guest.page.getByLabel('Find a time zone').fill('egypt');
    await guest.page.getByRole('radio', { name: /^Cairo/ }).check();
    await press(guest.page, 'Use Cairo time');
    await expect.poll(() => guest.page.evaluate(() => document.activeElement?.id)).toBe('zone-search');
    await guest.leave();
  });
});

test('what has just succeeded lies over nothing: each thing that can have the focus can be seen', async () => {
  stage.standIn.rooms = open;
  const guest = await enter('/', { width: 320 });
  await press(guest.page, /^Book Tuesday/);
  await press(guest.page, 'Book this session');
  await guest.page.getByText('Booked. Invitations').waitFor();
  const signOut = guest.page.getByRole('button', { name: 'Sign out' });
  await signOut.focus();
  const isCovered = await signOut.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return !element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  });
  expect(isCovered).toBe(false);
  await guest.leave();
});
