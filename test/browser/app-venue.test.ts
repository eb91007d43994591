import { expect, test } from 'vitest';
import { appStage } from '../support/app-stage.ts';
import { booked } from '../support/page-states.ts';

const stage = appStage();
const LINK = 'https://whereby.com/bens-room';

test('the way in appears ten minutes before the start while the page is open, and not before', async () => {
  const start = stage.standIn.now.getTime() + 10 * 60_000 + 4_000;
  stage.standIn.rooms = [
    {
      ...booked,
      startUtc: new Date(start).toISOString(),
      endUtc: new Date(start + 3_600_000).toISOString(),
      meetingUrl: LINK,
      ownMeetingUrl: LINK,
    },
  ];
  const guest = await stage.enter(`/sessions/${booked.id}`);
  await guest.page.getByRole('link', { name: LINK }).waitFor();
  const join = guest.page.getByRole('link', { name: 'Join the session' });
  expect(await join.count()).toBe(0);
  await join.waitFor();
  expect(await join.getAttribute('href')).toBe(LINK);
  await guest.leave();
});

test('a host opens a session with a link of their own', async () => {
  stage.standIn.answers.set('POST /api/rooms', [{ status: 201, body: booked }]);
  stage.standIn.rooms = [booked];
  const guest = await stage.enter('/host');
  const { page } = guest;
  await page.getByLabel('Date').fill('2026-11-26');
  await page.getByLabel('Start').fill('18:30');
  await page.getByLabel('Link to the video call').fill(` ${LINK} `);
  await page.getByRole('button', { name: 'Open this session' }).click();
  await page.getByRole('heading', { level: 1, name: /Session with/ }).waitFor();
  expect(stage.standIn.calls.find((call) => call.startsWith('POST /api/rooms '))).toContain(`"meetingUrl":"${LINK}"`);
  await guest.leave();
});
