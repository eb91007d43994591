import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../ops/commands.ts';
import { inDays } from '../support/coming-days.ts';
import { type Caller, type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { runOps, runOpsProcess } from '../support/run-ops.ts';
import { until } from '../support/until.ts';

/*
 * The operator's commands on a local stack that runs, and on one that was stopped.
 */

const directory = mkdtempSync(join(tmpdir(), 'local-commands-'));
let stack: LocalStack;
let [ben, asha]: Caller[] = [];
beforeAll(async () => {
  stack = await startLocalStack({ directory });
  [ben, asha] = [await stack.signIn('ben@example.org', 'Ben Carter'), await stack.signIn('asha@example.org', 'Asha Rao')];
});
afterAll(async () => {
  await stack.stop();
  rmSync(directory, { recursive: true, force: true });
});

const ops = (...args: readonly string[]) => runOps([...args, '--local', directory]);

async function bookSession(): Promise<string> {
  const startUtc = inDays(20);
  const { body } = await ben!.api('POST', '/api/rooms', { startUtc, durationMinutes: 60, timeZone: 'UTC', allowOverlap: true });
  await asha!.api('POST', `/api/rooms/${body.id}/booking`, { timeZone: 'UTC', allowOverlap: true });
  return body.id;
}

const mailsTo = async (email: string): Promise<number> => (await stack.mails(0, email)).length;

describe('mail resend', () => {
  test('a person gets how their session stands now, and nobody else gets anything', async () => {
    const [before, beforeBen] = [await mailsTo('asha@example.org'), await mailsTo('ben@example.org')];
    const id = await bookSession();
    await stack.mails(before + 1, 'asha@example.org');
    const { out, errors, code } = await ops('mail', 'resend', id, 'guest');
    expect([code, errors]).toEqual([0, '']);
    expect(out).toContain(`The guest of session ${id} gets a REQUEST`);
    expect(out).toContain(`\nNext: npm run ops -- doctor --local ${directory}\n`);
    expect(out).not.toContain('@');
    const again = (await stack.mails(before + 2, 'asha@example.org')).at(-1);
    expect(again?.method).toBe('REQUEST');
    await ben!.api('DELETE', `/api/rooms/${id}`);
    await stack.mails(before + 3, 'asha@example.org');
    expect((await ops('mail', 'resend', `${stack.site}/sessions/${id}`, 'guest')).out).toContain('gets a CANCEL');
    const mails = await stack.mails(before + 4, 'asha@example.org');
    expect(mails.at(-1)?.method).toBe('CANCEL');
    expect(await stack.mails(beforeBen + 2, 'ben@example.org')).toHaveLength(beforeBen + 2);
  });

  test('what cannot be resent is one line, and what is not understood ends with 2', async () => {
    const nobody = await ops('mail', 'resend', '0f000000-0000-4000-8000-000000000001', 'host');
    expect([nobody.code, nobody.errors]).toEqual([1, 'There is no session of this id.\n']);
    const unclear = await ops('mail', 'resend', '0f000000-0000-4000-8000-000000000001', 'both');
    expect([unclear.code, unclear.errors.split('\n')]).toEqual([2, [expect.stringContaining('host or guest'), '']]);
  });
});

describe('probe', () => {
  const HOPS = ['open', 'book', 'send', 'receive', 'answer', 'decide', 'clean up'];

  test('a session of nobody goes through the whole stack and is gone, and people see nothing of it', async () => {
    const { code, out, errors } = await ops('probe');
    expect([code, errors]).toEqual([0, '']);
    expect([...out.matchAll(/^([a-z ]+?) +\d+\.\d\d s$/gm)].map(([, hop]) => hop)).toEqual(HOPS);
    expect(out).toMatch(/\nThe whole round trip took \d+\.\d seconds\.\n$/);
    const json = await ops('probe', '--json');
    const { roomId, hops, failure } = JSON.parse(json.out);
    expect([json.code, hops.map(({ hop }: { hop: string }) => hop), failure]).toEqual([0, HOPS, null]);
    expect((await ops('session', roomId)).out).toMatch(/^\S+ {2}cancelled [^]*accepted by guest[^]*cancelled by host/);
    expect((await ops('doctor')).out).toMatch(/ok +last probe +made the round trip in \d+\.\d seconds, 0 minutes ago/);
    const listed = await asha!.api('GET', '/api/rooms?from=2020-01-01T00:00:00Z&days=14');
    expect(JSON.stringify(listed.body)).not.toContain('Probe');
    expect((await asha!.api('GET', `/api/rooms/${roomId}`)).status).toBe(404);
  });

  test('while sending is paused no probe begins, and what cannot be understood ends with 2', async () => {
    await ops('mail', 'pause');
    const paused = await ops('probe');
    expect([paused.code, paused.out, paused.errors]).toEqual([1, '', expect.stringContaining('Sending is paused')]);
    await ops('mail', 'resume');
    expect((await ops('probe', 'now')).code).toBe(2);
  });
});

describe('session', () => {
  const yes = async (id: string, from: Caller) => {
    const mail = (await stack.mails(1, from.email)).at(-1);
    const { calendar } = await stack.open(mail?.id ?? '');
    const unfolded = calendar?.replaceAll(/\r?\n[ \t]/g, '') ?? '';
    const uid = /^UID:(.*)$/m.exec(unfolded)?.[1]?.trim() ?? '';
    const reply = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REPLY', 'BEGIN:VEVENT', `UID:${uid}`, 'SEQUENCE:0', 'DTSTAMP:20300101T000000Z']
      .concat([`ATTENDEE;PARTSTAT=ACCEPTED:mailto:${from.email}`, 'ORGANIZER:mailto:practice@sessions.example'])
      .concat([`DTSTART:${inDays(40).replaceAll(/[-:]/g, '')}`, 'END:VEVENT', 'END:VCALENDAR', '']);
    const headers = [`From: ${from.email}`, 'To: practice@sessions.example', `Message-ID: <yes-${id}@example.org>`, 'Subject: Accepted'];
    await stack.receive([...headers, 'Content-Type: text/calendar; method=REPLY', '', ...reply].join('\r\n'));
    await stack.quiet();
    return uid;
  };

  test('a session is found by its id, its UID, its page and an address, with its decisions, mail and answers in order', async () => {
    const mona = await stack.signIn('mona@example.org', 'Mona Farouk');
    const before = await mailsTo(mona.email);
    const startUtc = inDays(40);
    const { body } = await ben!.api('POST', '/api/rooms', { startUtc, durationMinutes: 60, timeZone: 'UTC' });
    await mona.api('POST', `/api/rooms/${body.id}/booking`, { timeZone: 'UTC' });
    await stack.mails(before + 1, mona.email);
    const uid = await yes(body.id, mona);
    await stack.quiet();
    const { code, out, errors } = await ops('session', body.id);
    expect([code, errors]).toEqual([0, '']);
    expect(out).toMatch(
      new RegExp(
        `^${body.id}  booked  ${inDays(40).replace('Z', '.000Z')} to ${inDays(40, 19).replace('Z', '.000Z')}  SEQUENCE 0\nUID ${uid}\n`,
      ),
    );
    for (const line of [
      new RegExp(`decision {2}created by host, ${inDays(40).replace('Z', '.000Z')} for 60 minutes, SEQUENCE 0\n`),
      /decision {2}booked by guest/,
      /mail {6}REQUEST to guest, SEQUENCE 0: accepted after 1 try, SES \S+\n/,
      /SES {7}delivery of REQUEST to guest, SEQUENCE 0\n/,
      /reply {5}REPLY ACCEPTED of m…@example.org, SEQUENCE 0: applied\n/,
      /decision {2}accepted by guest/,
    ]) {
      expect(out).toMatch(line);
    }
    expect(out).toContain('\nNothing is owed.\n');
    const times = [...out.matchAll(/^(\S+Z) {2}(?:decision|mail|SES|reply)/gm)].map(([, at]) => at);
    expect(times).toEqual(times.toSorted((a = '', b = '') => a.localeCompare(b)));
    const others = await Promise.all([uid, `${stack.site}/sessions/${body.id}`, mona.email].map((typed) => ops('session', typed)));
    for (const other of others) expect(other.out).toBe(out);
    const { out: json } = await ops('session', body.id, '--json');
    expect(JSON.parse(json)).toMatchObject({ id: body.id, uid, status: 'booked', owed: [] });
    for (const word of ['mona@', 'ben@', 'Mona', 'Farouk', 'Carter']) expect(out + json).not.toContain(word);
  });

  test('an address in several sessions lists them, and one in none is one line', async () => {
    const { code, out } = await ops('session', 'BEN@example.org');
    expect(code).toBe(0);
    expect(out).toMatch(/\d+ sessions, the newest first\.\nNext: npm run ops -- session \S+ --local /);
    const nobody = await ops('session', 'nobody@example.org');
    expect([nobody.code, nobody.errors]).toEqual([1, 'This address is in no session.\n']);
    const unknown = await ops('session', '0f000000-0000-4000-8000-000000000001');
    expect([unknown.code, unknown.errors]).toEqual([1, 'There is no session of this id or UID.\n']);
    expect((await ops('session')).code).toBe(2);
  });

  test('mail that waits is owed with its state, and mail that came back names the command that sends it again', async () => {
    const bounced = await stack.signIn('bounce@simulator.amazonses.com', 'Sunita Thapa');
    const startUtc = inDays(60);
    const { body } = await ben!.api('POST', '/api/rooms', { startUtc, durationMinutes: 60, timeZone: 'UTC' });
    await bounced.api('POST', `/api/rooms/${body.id}/booking`, { timeZone: 'UTC' });
    await stack.quiet();
    const back = await ops('session', body.id);
    expect(back.out).toMatch(/SES {7}bounce of REQUEST to guest/);
    expect(back.out).toMatch(new RegExp(`\nNext: npm run ops -- mail resend ${body.id} guest --local `));
    await ops('mail', 'pause');
    await ben!.api('DELETE', `/api/rooms/${body.id}`);
    const owing = await until(
      'a mail that was tried',
      () => ops('session', body.id),
      ({ out }) => /cancelled to host.*next try at .* after \d+, \d+ faults of the channel/.test(out),
    );
    expect(owing.out).toContain('\nOwed now:\n');
    await ops('mail', 'resume');
    await stack.quiet('MailQueue');
  });
});

test('sending stops and goes on by a command, and what was decided meanwhile leaves afterwards', async () => {
  const before = await mailsTo('asha@example.org');
  const paused = await ops('mail', 'pause');
  expect([paused.code, paused.errors]).toEqual([0, '']);
  expect(paused.out).toContain(`Next: npm run ops -- mail resume --local ${directory}\n`);
  await bookSession();
  const log = () => stack.request('GET', '/local/api/queues').then(({ body }) => body as { name: string; waiting: number }[]);
  // The mailer puts the mail off with a hint that comes later.
  await until('mail that waits', log, (queues) => queues.some(({ name, waiting }) => name === 'MailQueue' && waiting > 0));
  expect(await mailsTo('asha@example.org')).toBe(before);
  const sick = await ops('doctor');
  expect([sick.code, sick.out.match(/^wrong.*/gm)]).toEqual([1, [expect.stringMatching(/^wrong +sending switch +paused/)]]);
  expect(sick.out).toMatch(/ok +oldest owed mail +decided \d+ minutes ago/);
  expect((await ops('mail', 'resume', '--json')).out).toContain('"sendingEnabled": true');
  await stack.mails(before + 1, 'asha@example.org');
});

test('dead letters are put back to work, and doctor names them before', async () => {
  const id = await bookSession();
  await stack.quiet('MailQueue');
  const settings: Record<string, Record<string, string>> = (await stack.request('GET', '/local/api/settings')).body;
  const { SQSClient, SendMessageCommand } = await import('@aws-sdk/client-sqs');
  const mailer = Object.values(settings).find((each) => each['POWERTOOLS_SERVICE_NAME'] === 'send-mail') ?? {};
  const sqs = new SQSClient({
    region: 'eu-west-1',
    endpoint: mailer['AWS_ENDPOINT_URL_SQS'] ?? '',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await sqs.send(new SendMessageCommand({ QueueUrl: mailer['MAIL_DEAD_LETTER_QUEUE_URL'], MessageBody: JSON.stringify({ roomId: id }) }));
  const sick = await ops('doctor');
  expect(sick.code).toBe(1);
  expect(sick.out).toMatch(/wrong +MailDeadLetters +1 messages\n.*mail redrive --local /);
  // Whatever the shell says of another region and profile is not about this stack.
  const redriven = await runOps(['mail', 'redrive', '--local', directory], { AWS_REGION: 'us-east-1', AWS_PROFILE: 'nobody' });
  expect([redriven.code, redriven.errors]).toEqual([0, '']);
  expect(redriven.out).toMatch(/^mail: 1 message back at work\nreplies: 0 messages back at work\nmail-status: 0 messages back at work\n/);
  await stack.quiet('MailQueue');
  expect((await ops('doctor')).out).toContain('Everything holds.');
});

test('mail to the organizer is listed, shown and replayed', async () => {
  await stack.receive(
    'From: someone@example.org\r\nTo: practice@sessions.example\r\nMessage-ID: <one@example.org>\r\nSubject: hello\r\n\r\nhello\r\n',
  );
  await stack.quiet('MailInWorkQueue');
  const listed = await ops('replies', 'list');
  expect([listed.code, listed.errors]).toEqual([0, '']);
  const [, id = ''] = /replies show '(\S+)'/.exec(listed.out) ?? [];
  const shown = await ops('replies', 'show', id);
  expect([shown.code, shown.errors]).toEqual([0, '']);
  expect(shown.out).not.toContain('someone@');
  const replayed = await ops('replies', 'replay', id);
  expect([replayed.code, replayed.errors, replayed.out]).toEqual([0, '', expect.stringContaining('unreadable(')]);
});

test('older rooms are brought in, and shown to nobody by mail', async () => {
  const [from, refused] = [join(directory, 'legacy.ndjson'), join(directory, 'refused.ndjson')];
  const host = { sub: 'old-1', email: 'old@example.org', name: null };
  const id = '0f000000-0000-4000-8000-0000000000aa';
  writeFileSync(
    from,
    `${JSON.stringify({ id, ics_uid: id, status: 'open', start_utc: null, datetime_utc: '2030-01-07 18:30:00', host })}\n`,
  );
  const { code, out, errors } = await ops('backfill', '--from', from, '--refused', refused);
  expect([code, errors, out]).toEqual([0, '', '1 rows found: 1 written, 0 there already, 0 refused.\n']);
});

test('the keys of links are rotated', async () => {
  const { code, out, errors } = await runOpsProcess('keys', 'rotate', 'links', '--local', directory);
  expect([code, errors]).toEqual([0, '']);
  expect(out).toContain('New links are signed with k2');
});

test('on a stack that was stopped each command is one line with the way out, and none changes anything', async () => {
  const stopped = mkdtempSync(join(tmpdir(), 'stopped-'));
  // What a killed stack leaves behind, while another one answers at its address.
  writeFileSync(join(stopped, 'running.json'), JSON.stringify({ url: stack.site }));
  const needed: Readonly<Record<string, readonly string[]>> = {
    'mail resend': ['0f000000-0000-4000-8000-0000000000aa', 'host'],
    session: ['0f000000-0000-4000-8000-0000000000aa'],
    'person find': ['one@example.org'],
    'person export': ['one@example.org'],
    'person lift': ['one@example.org'],
    'person erase': ['one@example.org', '--yes'],
    'replies show': ['one@example.org'],
    'replies replay': ['one@example.org'],
  };
  try {
    const runs = COMMANDS.map(async ({ name }) => {
      const run = await runOps([...name.split(' '), ...(needed[name] ?? []), '--local', stopped]);
      return [name, run.code === 0 ? 'done' : (run.errors || run.out).split('\n')[0]];
    });
    const said = Object.fromEntries(await Promise.all(runs));
    const notRunning = expect.stringContaining(`Nothing runs with its data in ${stopped}`);
    const notHere = expect.stringContaining('Leave --local out');
    expect(said).toEqual({
      ...Object.fromEntries(COMMANDS.map(({ name }) => [name, notRunning])),
      'receive on': notHere,
      'receive off': notHere,
      'keys rotate origin': notHere,
      'keys rotate links': expect.stringContaining('secrets.json is not there'),
    });
  } finally {
    rmSync(stopped, { recursive: true });
  }
});
