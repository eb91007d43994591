import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Saying } from '../../local/reply-as/answer.ts';
import { invitationIn } from '../../local/reply-as/invitation.ts';
import { PROGRAMS, type ProgramName } from '../../local/reply-as/programs.ts';
import { instantAt, plusMinutes, type Instant } from '../../shared/time/instant.ts';
import { type Caller, type LocalStack, type Mail, startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack();
}, 60_000);
afterAll(async () => {
  await stack.stop();
});

/** Every reply has been worked on, and the mail that it led to has left. */
async function settled(): Promise<void> {
  await stack.quiet('MailInWorkQueue');
  await stack.quiet('MailQueue');
}

let told = 0;

/** Two people who meet nobody else, and the room that one opened and the other booked. */
async function booked() {
  told += 1;
  const host = await stack.signIn(`ben-${told}@mail.example`, 'Ben Carter', 'Europe/London');
  const guest = await stack.signIn(`asha-${told}@mail.example`, 'Asha Raman', 'Asia/Kolkata');
  const startUtc = instantAt(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + (told + 48) * 3_600_000);
  const created = await host.api('POST', '/api/rooms', { startUtc, durationMinutes: 60, timeZone: 'Europe/London' });
  await guest.api('POST', `/api/rooms/${created.body.id}/booking`, { timeZone: 'Asia/Kolkata' });
  await stack.mails(1, host.email);
  await stack.mails(1, guest.email);
  return { host, guest, id: String(created.body.id), startUtc };
}

const newest = async (to: string): Promise<Mail> => {
  const mails = await stack.mails(1, to);
  return mails.findLast(({ method }) => method === 'REQUEST') ?? Promise.reject(new Error(`No invitation to ${to}`));
};

async function answerOf({ email }: Caller, says: Saying, at: Instant = instantAt(Math.floor(Date.now() / 1000) * 1000)): Promise<Answer> {
  const invitation = invitationIn(await stack.open((await newest(email)).id));
  if (!invitation) throw new Error(`${email} holds no invitation`);
  return { ...invitation, says, at, id: `${at.replace(/\D/g, '')}${Math.round(performance.now())}` };
}

async function replies(who: Caller, program: ProgramName, says: Saying, verdict: 'pass' | 'fail' | 'gray' = 'pass') {
  const raw = PROGRAMS[program].write(await answerOf(who, says));
  expect((await stack.receive(raw, verdict)).status).toBe(202);
  await settled();
}

const roomOf = async (who: Caller, id: string) => (await who.api('GET', `/api/rooms/${id}`)).body;
const subjects = async ({ email }: Caller) =>
  (await stack.mails(0, email)).map(({ method, sequence, subject }) => [method, sequence, subject]);

test('an acceptance from Gmail and a maybe from Apple are seen in the room', async () => {
  const { host, guest, id } = await booked();
  await replies(guest, 'gmail', 'accept');
  await replies(host, 'apple', 'tentative');
  expect(await roomOf(host, id)).toMatchObject({ host: { partstat: 'TENTATIVE' }, guest: { partstat: 'ACCEPTED' } });
});

test('a guest who declines from Outlook gets one CANCEL, and the room is open again', async () => {
  const { host, guest, id } = await booked();
  await replies(guest, 'outlook', 'decline');
  expect(await roomOf(host, id)).toMatchObject({ status: 'open' });
  await stack.mails(2, host.email);
  await stack.mails(2, guest.email);
  expect((await subjects(guest)).map(([method]) => method)).toEqual(['REQUEST', 'CANCEL']);
  expect((await subjects(host)).map(([method, sequence]) => [method, sequence])).toEqual([
    ['REQUEST', 0],
    ['REQUEST', 1],
  ]);
});

test('a new time from Thunderbird is proposed, approved in the app, and in both calendars', async () => {
  const { host, guest, id, startUtc } = await booked();
  const wanted = { startUtc: plusMinutes(startUtc, 24 * 60), endUtc: plusMinutes(startUtc, 24 * 60 + 90) };
  await replies(host, 'thunderbird', wanted);
  const { proposals } = await roomOf(guest, id);
  expect(proposals).toMatchObject([{ by: 'host', proposedStartUtc: wanted.startUtc, status: 'pending' }]);
  expect((await subjects(guest)).at(-1)?.[2]).toMatch(/^Your answer needed: Ben suggests/);
  await guest.api('POST', `/api/rooms/${id}/proposals/${proposals[0].id}/approve`);
  await stack.mails(3, guest.email);
  await settled();
  expect(await roomOf(host, id)).toMatchObject({ startUtc: wanted.startUtc, durationMinutes: 90, icsSequence: 1 });
  for (const who of [host, guest]) expect((await answerOf(who, 'accept')).startUtc).toBe(wanted.startUtc);
});

test('a reply that a mail program sends by SMTP is applied', async () => {
  const { host, id } = await booked();
  const answer = await answerOf(host, 'accept');
  const transport = createTransport({ host: '127.0.0.1', port: stack.smtpPort, secure: false });
  await transport.sendMail({ envelope: { from: host.email, to: answer.organizer.email }, raw: PROGRAMS.kde.write(answer) });
  await settled();
  expect((await roomOf(host, id)).host.partstat).toBe('ACCEPTED');
});

test('an answer without proof changes nothing, and only the invited address is asked, once', async () => {
  const { host, guest, id } = await booked();
  await replies(host, 'gmail', 'decline', 'gray');
  await replies(host, 'outlook', 'decline', 'gray');
  await replies(host, 'yahoo', 'decline', 'fail');
  expect((await roomOf(host, id)).status).toBe('booked');
  expect((await subjects(host)).slice(1).map(([, , subject]) => subject)).toEqual([expect.stringMatching(/^Was this you\?/)]);
  expect(await subjects(guest)).toHaveLength(1);
});

test('a proposed time of 45 minutes is not passed on, and the proposer gets a mail that says why', async () => {
  const { host, guest, startUtc } = await booked();
  await replies(guest, 'outlook', { startUtc: plusMinutes(startUtc, 60), endUtc: plusMinutes(startUtc, 105) });
  await stack.mails(2, guest.email);
  const [, mail] = await stack.mails(2, guest.email);
  expect((await stack.open(mail?.id ?? '')).text).toContain('30, 60 or 90 minutes');
  expect(await subjects(host)).toHaveLength(1);
});

test('the page of an invitation answers it', async () => {
  const { guest, id } = await booked();
  const { id: mailId } = await newest(guest.email);
  const response = await fetch(`${stack.site}/mail/messages/${mailId}/reply`, {
    method: 'POST',
    body: new URLSearchParams({ program: 'gmail', disguise: 'five-times', says: 'accept' }),
  });
  expect(await response.text()).toContain('Sent: Accepted, as Gmail');
  await settled();
  expect((await roomOf(guest, id)).guest.partstat).toBe('ACCEPTED');
});

/** The command, as an operator of this stack calls it. */
const replayMail = (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> =>
  new Promise((settle) => {
    const script = resolve(import.meta.dirname, '../../ops/ops-main.ts');
    execFile(process.execPath, [script, 'replies', ...args], (error, out, complaint) => {
      settle({ code: typeof error?.code === 'number' ? error.code : 0, said: (out + complaint).trim() });
    });
  });

test('the command for operators lists, shows and replays the mail of a running stack; a reply that was applied is not applied again', async () => {
  const { host, guest, id } = await booked();
  await replies(guest, 'gmail', 'accept');
  const before = await roomOf(host, id);
  const here = ['--local', stack.directory];
  const listed = await replayMail('list', '--outcome', 'applied', '--limit', '1', '--json', ...here);
  const [{ message_id: message, raw_pointer: key }] = JSON.parse(listed.said);
  const shown = await replayMail('show', message, ...here);
  expect(shown.said).toMatch(/applied[^]*METHOD:REPLY/);
  expect(listed.said + shown.said).not.toContain(guest.email);
  expect(await replayMail('replay', message, ...here)).toEqual({ code: 0, said: `${key}  applied -> unchanged(repeated)` });
  expect(await replayMail('replay', key, ...here)).toEqual({ code: 0, said: `${key}  applied -> unchanged(repeated)` });
  expect(await roomOf(host, id)).toEqual(before);
});

test.each([
  ['a mail that is not stored', ['replay', 'inbound/none'], 'No mail is stored as inbound/none. Raw mail is kept for 30 days.'],
  ['a message that nobody knows', ['show', '<none@mail.example>'], 'No message <none@mail.example> has been settled.'],
])('the command for operators says of %s that it is not there', async (_, args, says) => {
  const { code, said } = await replayMail(...args, '--local', stack.directory);
  expect([code, said]).toEqual([1, expect.stringContaining(says)]);
});

test('the command for operators says that nothing runs where it is to look', async () => {
  const { code, said } = await replayMail('list', '--local', '/nowhere');
  expect([code, said]).toEqual([1, 'Nothing runs with its data in /nowhere. Start it with npm start, or name another --local.']);
});
