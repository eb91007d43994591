import type { IncomingMessage, ServerResponse } from 'node:http';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HtmlValidate } from 'html-validate';
import { classifyMail } from '../../functions/mail-in/classify-mail.ts';
import type { Received } from '../../functions/mail-in/notification.ts';
import { readMail } from '../../functions/mail-in/read-mail.ts';
import type { ArrivingMail } from '../../local/engines/incoming-mail.ts';
import { serve } from '../../local/http.ts';
import { createMailbox } from '../../local/mailbox/serve-mailbox.ts';
import { decodeMail } from '../../local/mailbox/decode-mail.ts';
import { invitationIn } from '../../local/reply-as/invitation.ts';
import { DISGUISES } from '../../local/reply-as/disguises.ts';
import { PROGRAMS } from '../../local/reply-as/programs.ts';
import { calendarMail } from '../../shared/room/compose-owed-mail.ts';
import { outgoing, written } from '../support/written-mail.ts';
import { asha, ben, bensRoom, bookedRoom, email, instant, nextTuesday, seed } from '../support/rooms.ts';

const arrived: ArrivingMail[] = [];
const opened: string[] = [];
let invitation: Buffer;
let site: string;

beforeAll(async () => {
  const room = { ...bookedRoom(), stamp: instant('2030-01-07T09:01Z') };
  const { bytes: raw } = await written(calendarMail('invitation', room, 'guest', seed(2)));
  const summary = {
    id: 'm1',
    to: asha.email,
    from: outgoing.organizer,
    subject: '',
    method: 'REQUEST',
    uid: bensRoom.uid,
    sequence: 0,
    at: '',
  };
  invitation = Buffer.from(raw);
  const mailbox = createMailbox({
    store: {
      list: () => [{ ...summary, id: 'm0', to: ben.email }, summary],
      get: (id) => (id === 'm1' ? summary : undefined),
      raw: async () => invitation,
    },
    incoming: {
      accepts: () => true,
      receive: async (mail) => {
        arrived.push(mail);
        return 'ses1';
      },
    },
  });
  const listening = await serve((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (!url.pathname.startsWith('/mail')) opened.push(`${request.method ?? ''} ${url.pathname}`);
    void mailbox(request, response, url).then((answered) => answered || response.writeHead(404).end());
  });
  site = listening.url;
  return listening.stop;
});
beforeEach(() => {
  arrived.length = 0;
  opened.length = 0;
});

const press = (fields: Record<string, string>, at = '/mail/messages/m1/reply') =>
  fetch(`${site}${at}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

const verdictsOf = (dmarc: Received['verdicts']['dmarc']): Received => ({
  sesMessageId: 'ses1',
  bucket: 'inbox',
  key: 'k',
  receivedAt: instant('2030-01-07T11:00Z'),
  returnPath: 'x@mail.example',
  verdicts: { spam: 'PASS', virus: 'PASS', spf: dmarc, dkim: dmarc, dmarc },
});
const readArriving = async ({ raw, verdict }: ArrivingMail) =>
  classifyMail(
    verdictsOf(verdict === 'pass' ? 'PASS' : verdict === 'fail' ? 'FAIL' : 'GRAY'),
    await readMail(new Uint8Array(raw)),
    email(outgoing.organizer),
  );

test('what an invitation says of itself is what an answer repeats', async () => {
  expect(invitationIn(await decodeMail(invitation))).toEqual({
    from: { name: asha.name, email: asha.email },
    organizer: { name: 'Ophthalmo Practice', email: outgoing.organizer },
    uid: bensRoom.uid,
    sequence: 0,
    summary: 'Ophthalmo Practice Session with Ben',
    startUtc: nextTuesday,
    endUtc: '2030-01-15T19:00:00.000Z',
    clock: { label: 'India Standard Time (UTC+05:30)', minutesAhead: 330 },
  });
});

describe('the form of a reply', () => {
  const page = async (cookie = '') => (await fetch(`${site}/mail/messages/m1`, { headers: { cookie } })).text();

  test('the form has the clock of the mailbox and the length of the session', async () => {
    const text = await page();
    // A day after 18:00 UTC, in Kolkata.
    expect(text).toContain('value="2030-01-16"');
    expect(text).toContain('value="23:30"');
    expect(text).toContain('New time, India Standard Time (UTC+05:30)');
    expect(/<option[^>]* selected>(\d+)/.exec(text)?.[1]).toBe('60');
  });

  test('a time of the form is read on the clock that the form names', async () => {
    await press({ program: 'gmail', says: 'propose', date: '2030-01-17', time: '01:00', minutes: '60', ahead: '330' });
    const [mail] = arrived;
    expect(JSON.stringify(mail && (await readArriving(mail)))).toContain('"startUtc":"2030-01-16T19:30:00.000Z"');
  });

  test.each(['NaN', '1e9', '1440', '0.5', '-1440'])('a clock that is %s minutes ahead is none, and nothing is sent', async (ahead) => {
    const { status } = await press({ program: 'gmail', says: 'propose', date: '2030-01-17', time: '01:00', minutes: '60', ahead });
    expect([status, arrived]).toEqual([400, []]);
  });

  test('the program with which a mailbox answered stays chosen, and only for that mailbox', async () => {
    const { headers } = await press({ program: 'outlook', disguise: 'nobody', says: 'accept' });
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(await page(cookie)).toContain('<option value="outlook" selected>');
    expect(await page(cookie.replace('=outlook', '=<script>'))).not.toContain('<script>');
    expect(await page(cookie.replace(/^program-../, 'program-00'))).not.toContain('<option value="outlook" selected>');
  });

  test('the mailbox of the other one is a press away', async () => {
    expect(await page()).toContain('<a href="/mail/to/ben.carter%40mail.example">ben.carter@mail.example</a>');
  });
});

describe.each(Object.keys(PROGRAMS))('pressed as %s', (program) => {
  test.each([
    ['accept', 'ACCEPTED'],
    ['tentative', 'TENTATIVE'],
    ['decline', 'DECLINED'],
  ])('%s is read as such', async (says, partstat) => {
    expect((await press({ program, disguise: 'nobody', says })).status).toBe(303);
    const [mail] = arrived;
    expect(mail).toMatchObject({ verdict: 'pass', sender: asha.email, recipients: [outgoing.organizer] });
    expect(mail && (await readArriving(mail))).toMatchObject({
      kind: 'answer',
      proof: 'proven',
      from: asha.email,
      itip: { method: 'REPLY', uid: bensRoom.uid, attendees: [{ email: asha.email, partstat }] },
    });
  });

  test('a new time is read as that time', async () => {
    await press({ program, says: 'propose', date: '2030-01-17', time: '06:30', minutes: '90' });
    const [mail] = arrived;
    expect(JSON.stringify(mail && (await readArriving(mail)))).toContain('"startUtc":"2030-01-17T06:30:00.000Z"');
  });
});

describe('pressed by somebody else', () => {
  const judged = async (disguise: string) => {
    await press({ program: 'gmail', disguise, says: 'decline' });
    return Promise.all(arrived.map(readArriving));
  };

  test('a spoofer fails DMARC', async () => {
    expect(await judged('spoofer')).toEqual([{ kind: 'dropped', outcome: { kind: 'refused', reason: 'dmarc-failed' } }]);
  });
  test('a domain without DMARC proves nothing', async () => {
    expect(await judged('no-policy')).toMatchObject([{ kind: 'answer', proof: 'unproven', from: asha.email }]);
  });
  test('a stranger is proven to be a stranger', async () => {
    expect(await judged('stranger')).toMatchObject([{ kind: 'answer', proof: 'proven', from: 'sam@elsewhere.example' }]);
  });
  test('a forwarded reply is no reply', async () => {
    expect(await judged('forwarder')).toMatchObject([{ kind: 'unreadable', reason: 'no-calendar' }]);
  });
  test('a vacation robot is one', async () => {
    expect(await judged('robot')).toEqual([{ kind: 'dropped', outcome: { kind: 'refused', reason: 'automatic' } }]);
  });
  test('a bounce is one, with a null return path', async () => {
    expect(await judged('bounce')).toEqual([{ kind: 'dropped', outcome: { kind: 'refused', reason: 'bounce' } }]);
    expect(arrived[0]?.sender).toBe('');
  });
  test('five deliveries are the same mail five times', async () => {
    await judged('five-times');
    expect(arrived).toHaveLength(5);
    expect(new Set(arrived.map(({ raw }) => raw.toString())).size).toBe(1);
  });
});

describe('the page of an invitation', () => {
  test('the page of an invitation offers every program and every disguise, by labels and buttons', async () => {
    const page = await (await fetch(`${site}/mail/messages/m1?done=Sent`)).text();
    for (const { name } of [...Object.values(PROGRAMS), ...Object.values(DISGUISES)]) expect(page).toContain(`>${name}</option>`);
    expect(page).toContain('<p role="status">Sent</p>');
    const report = await new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: { 'no-trailing-whitespace': 'off' },
    }).validateString(page);
    expect(report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual([]);
  });

  test('what the form does not offer is no answer', async () => {
    for (const fields of [
      { program: 'pine', says: 'accept' },
      { program: 'gmail', says: 'maybe' },
      { program: 'gmail', says: 'propose', date: 'x' },
    ]) {
      expect((await press(fields as Record<string, string>)).status).toBe(400);
    }
    expect((await press({ program: 'gmail', says: 'accept' }, '/mail/messages/m2/reply')).status).toBe(404);
    expect(arrived).toEqual([]);
  });
});

test('a scanner opens every link of this site twice, and none of another', async () => {
  const raw = `From: <a@mail.example>\r\nContent-Type: text/plain\r\n\r\n${site}/approve?t=1 and ${site}/decline?t=2 but https://elsewhere.example/x\r\n`;
  const before = invitation;
  invitation = Buffer.from(raw);
  const response = await press({}, '/mail/messages/m1/scan');
  invitation = before;
  expect(decodeURIComponent(response.headers.get('location') ?? '')).toContain('A scanner opened 2 links; 4 requests were answered.');
  expect(opened.toSorted()).toEqual(['GET /approve', 'GET /decline', 'HEAD /approve', 'HEAD /decline']);
});
