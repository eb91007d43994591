import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocalStack, type LocalStack } from '../support/local-stack.ts';
import { chrome, posted, visit } from '../functions/links/visit.ts';

/*
 * From the invitation in a calendar to the new time in both, by the links that people really get: the whole service, its own mail.
 */

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack();
});
afterAll(() => stack?.stop());

const BEN = 'ben.links@example.com';
const ASHA = 'asha.links@example.com';

/** So many days from now, at this time in UTC. */
const onDay = (days: number, time: string): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}:00.000Z`;
/** As iCalendar writes an instant. */
const compact = (instant: string): string => instant.replace('.000', '').replaceAll(/[-:]/g, '');

/** Ben hosts, Asha books; gives the room's id once both have their invitations. */
async function booked(ben: string, asha: string): Promise<string> {
  const host = await stack.signIn(ben, 'Ben Carter', 'Europe/London');
  const guest = await stack.signIn(asha, 'Asha Raman', 'Asia/Kolkata');
  const { body } = await host.api('POST', '/api/rooms', {
    startUtc: onDay(8, '12:00'),
    durationMinutes: 60,
    timeZone: 'Europe/London',
  });
  await guest.api('POST', `/api/rooms/${body.id}/booking`, { timeZone: 'Asia/Kolkata' });
  await Promise.all([stack.mails(1, ben), stack.mails(1, asha)]);
  return body.id;
}

/** The newest mail to somebody, once they have so many. */
async function newest(to: string, count: number) {
  const mails = await stack.mails(count, to);
  const open = await stack.open(mails.at(-1)!.id);
  return { ...open, unfolded: (open.calendar ?? '').replaceAll(/\r?\n[ \t]/g, '').replaceAll(/\\([;,\\])/g, '$1') };
}

const linkIn = (text: string, path: string): string => new RegExp(`https?://[^\\s\\\\"<]+${path}\\?[^\\s\\\\"<]+`).exec(text)?.[0] ?? '';
const tokenOf = (url: string): string => new URL(url).searchParams.values().next().value ?? '';
const propose = (link: string, startUtc: string, endUtc: string) =>
  stack.request('POST', '/api/reschedule/propose', {
    token: tokenOf(link),
    proposedStartUtc: startUtc,
    proposedEndUtc: endUtc,
    note: 'On call.',
  });

test('a time suggested from the calendar’s own link is approved by the link in the mail, and both calendars follow', async () => {
  const id = await booked(BEN, ASHA);
  const invitation = await newest(BEN, 1);
  const reschedule = linkIn(invitation.unfolded, '/reschedule');
  expect(linkIn(invitation.text, '/reschedule')).toBe(reschedule);
  expect((await propose(reschedule, onDay(9, '13:00'), onDay(9, '14:30'))).status).toBe(201);

  const question = await newest(ASHA, 2);
  expect(question.subject).toMatch(/^Your answer needed: Ben suggests .*, 18:30 IST$/);
  expect(`${question.text}${question.html}${JSON.stringify(question.headers)}`).not.toContain(BEN);
  expect((await newest(BEN, 2)).subject).toContain('Sent: your suggestion');

  const [approve, decline] = [linkIn(question.text, '/approve'), linkIn(question.text, '/decline')];
  for (const method of ['HEAD', 'GET']) for (const url of [approve, decline]) expect((await visit(url, { method })).status).toBe(200);
  const host = await stack.signIn(BEN, 'Ben Carter');
  expect((await host.api('GET', `/api/rooms/${id}`)).body.icsSequence).toBe(0);

  for (let n = 0; n < 2; n++) expect((await visit(approve.split('?')[0]!, posted({ t: tokenOf(approve) }, chrome))).status).toBe(303);
  const [toBen, toAsha] = [await newest(BEN, 3), await newest(ASHA, 3)];
  for (const { method, sequence, uid, unfolded, subject } of [toBen, toAsha]) {
    expect([method, sequence, uid]).toEqual(['REQUEST', 1, invitation.uid]);
    expect(unfolded).toMatch(new RegExp(`DTSTART:${compact(onDay(9, '13:00'))}.*DTEND:${compact(onDay(9, '14:30'))}`, 's'));
    expect(subject).toMatch(/^Moved: /);
  }
  await visit(decline.split('?')[0]!, posted({ t: tokenOf(decline) }, chrome));
  await stack.quiet();
  expect([(await stack.mails(3, BEN)).length, (await stack.mails(3, ASHA)).length]).toEqual([3, 3]);
  for (const url of [approve, decline]) expect((await visit(url)).text).toContain('Asha approved it on');

  const old = await visit(reschedule);
  expect(old.text).toContain('This link is from before the session changed');
  expect((await propose(reschedule, onDay(10, '13:00'), onDay(10, '14:00'))).body.code).toBe('link-outdated');
  expect(linkIn(toBen.unfolded, '/reschedule')).not.toBe(reschedule);

  await visit(reschedule.split('?')[0]!.replace('/reschedule', '/fresh-link'), posted({ r: tokenOf(reschedule) }, chrome));
  const fresh = await newest(BEN, 4);
  expect(fresh.subject).toMatch(/^Your fresh link: /);
  expect((await visit(linkIn(fresh.text, '/reschedule'))).text).toContain('Suggest another time');
});

test('a link whose path a mail program has changed leads to its page, and no other path does', async () => {
  await booked('ben.paths@example.com', 'asha.paths@example.com');
  const link = linkIn((await newest('asha.paths@example.com', 1)).text, '/reschedule');
  const { origin, search } = new URL(link);
  for (const path of ['/Reschedule', '/reschedule/', '//reschedule', '/RESCHEDULE//', '/reschedule.']) {
    const { status, headers } = await visit(`${origin}${path}${search}`);
    expect([path, status, headers['location']]).toEqual([path, 307, `/reschedule${search}`]);
  }
  expect((await visit(`${link}&utm_source=x`)).text).toContain('Suggest another time');
  expect((await visit(`${origin}/rescheduled${search}`)).text).toContain('needs JavaScript');
});

test('three days later the same links have expired; where links decide on opening, one GET decides', async () => {
  const [ben, asha] = ['ben.later@example.com', 'asha.later@example.com'];
  const id = await booked(ben, asha);
  await propose(linkIn((await newest(ben, 1)).text, '/reschedule'), onDay(9, '13:00'), onDay(9, '14:00'));
  const lapsing = linkIn((await newest(asha, 2)).text, '/approve');
  const directory = stack.directory;
  await stack.kill();

  const later = await startLocalStack({ directory, flags: ['--clock-offset', 'PT73H'], settings: { DECISION_LINKS: 'one-click' } });
  try {
    const at = (url: string) => `${later.site}${new URL(url).pathname}${new URL(url).search}`;
    const expired = await visit(at(lapsing));
    expect([expired.status, expired.text.includes('This link has expired')]).toEqual([410, true]);

    const guest = await later.signIn(asha, 'Asha Raman', 'Asia/Kolkata');
    await guest.api('POST', `/api/rooms/${id}/proposals`, {
      proposedStartUtc: onDay(11, '13:00'),
      proposedEndUtc: onDay(11, '14:00'),
    });
    // The end of the first suggestion is mailed too, before it or after it.
    const asking = async () => (await later.mails(3, ben)).find(({ subject }) => subject.startsWith('Your answer needed'));
    await expect.poll(asking).toBeDefined();
    const question = await later.open((await asking())!.id);
    const approve = at(linkIn(question.text, '/approve'));
    await visit(approve, { method: 'HEAD' });
    await visit(approve, { headers: { 'sec-purpose': 'prefetch' } });
    expect((await guest.api('GET', `/api/rooms/${id}`)).body.icsSequence).toBe(0);
    for (let n = 0; n < 2; n++) expect((await visit(approve)).text).toContain('Ben approved it on');
    expect((await guest.api('GET', `/api/rooms/${id}`)).body).toMatchObject({ icsSequence: 1, startUtc: onDay(11, '13:00') });
  } finally {
    await later.stop();
  }
});
