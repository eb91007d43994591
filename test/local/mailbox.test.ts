import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { openIncomingMail } from '../../local/engines/incoming-mail.ts';
import { startObjects } from '../../local/engines/objects.ts';
import type { Notices } from '../../local/engines/notices.ts';
import { openSmtp, type Smtp } from '../../local/engines/smtp.ts';
import { sendJson, serve } from '../../local/http.ts';
import { openMailStore } from '../../local/mailbox/mail-store.ts';
import { createMailbox } from '../../local/mailbox/serve-mailbox.ts';
import { linkify } from '../../local/mailbox/pages.ts';
import { readOptions } from '../../local/options.ts';
import { openTemplate, readResources } from '../../local/template/template.ts';
import { makeValues } from '../../local/template/values.ts';

const ORGANIZER = 'practice@sessions.example';
const directory = mkdtempSync(join(tmpdir(), 'local-mailbox-'));
const store = openMailStore(join(directory, 'mail'));
const published: { topic: string; notification: any }[] = [];
let site: string;
let s3: S3Client;
let smtp: Smtp;

beforeAll(async () => {
  const raw = readResources({
    Resources: {
      Inbox: { Type: 'AWS::S3::Bucket' },
      Arrivals: { Type: 'AWS::SNS::Topic' },
      Rule: {
        Type: 'AWS::SES::ReceiptRule',
        Properties: {
          Rule: {
            Recipients: [ORGANIZER],
            Actions: [{ S3Action: { BucketName: { Ref: 'Inbox' }, ObjectKeyPrefix: 'inbound/', TopicArn: { Ref: 'Arrivals' } } }],
          },
        },
      },
    },
  });
  const template = openTemplate(raw, makeValues(raw, { queues: '', site: '' }));
  const objects = await startObjects(join(directory, 'objects'), new Set(['inbox']));
  const write: Notices['write'] =
    ({ topicArn, message }) =>
    async () =>
      void published.push({ topic: topicArn, notification: JSON.parse(message) });
  const incoming = openIncomingMail(template, objects, { write });
  const mailbox = createMailbox({ store, incoming });
  const listening = await serve((request, response) => {
    void mailbox(request, response, new URL(request.url ?? '', 'http://localhost')).then(
      (answered) => answered || sendJson(response, 404, {}),
    );
  });
  smtp = await openSmtp(readOptions(['--smtp-port', '0'], {}), incoming);
  site = listening.url;
  s3 = new S3Client({ region: 'eu-west-1', endpoint: objects.url, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  return async () => {
    await Promise.all([listening.stop(), smtp.stop(), objects.stop()]);
    rmSync(directory, { recursive: true });
  };
});

const stored = async ({ receipt }: any): Promise<string> =>
  (await s3.send(new GetObjectCommand({ Bucket: receipt.action.bucketName, Key: receipt.action.objectKey }))).Body?.transformToString() ??
  '';
const arrive = (raw: string, query = '') =>
  fetch(`${site}/mail/api/inbound${query}`, { method: 'POST', headers: { 'content-type': 'message/rfc822' }, body: raw });
const REPLY = `Return-Path: <asha@example.org>\r\nFrom: Asha Rao <asha@example.org>\r\nTo: ${ORGANIZER}\r\nSubject: Accepted:\r\n a folded subject\r\nMessage-ID: <1@example.org>\r\n\r\nYes.\r\n`;

describe('a mail that arrives', () => {
  test('a mail that arrives is stored where the receipt rule says, with the headers of SES on top, and a notification follows', async () => {
    published.length = 0;
    const response = await arrive(REPLY);
    expect([response.status, (await response.json()).id]).toEqual([202, published[0]?.notification.mail.messageId]);
    expect(published[0]).toMatchObject({
      topic: 'arn:aws:sns:eu-west-1:000000000000:Arrivals',
      notification: {
        notificationType: 'Received',
        mail: {
          source: 'asha@example.org',
          destination: [ORGANIZER],
          commonHeaders: { from: ['Asha Rao <asha@example.org>'], subject: 'Accepted: a folded subject', returnPath: 'asha@example.org' },
        },
        receipt: {
          recipients: [ORGANIZER],
          dmarcVerdict: { status: 'PASS' },
          action: {
            type: 'S3',
            bucketName: 'inbox',
            objectKeyPrefix: 'inbound/',
            objectKey: expect.stringMatching(/^inbound\/[0-9a-f]{40}$/),
          },
        },
      },
    });
    const text = await stored(published[0]?.notification);
    expect(text.endsWith(REPLY)).toBe(true);
    expect(text.slice(0, -REPLY.length)).toMatch(
      /^Return-Path: <asha@example\.org>\r\n[^]*Authentication-Results: amazonses\.com;[^]*X-SES-RECEIPT: .*\r\nX-SES-DKIM-SIGNATURE: .*\r\n$/,
    );
  });

  test.each([
    ['fail', { spfVerdict: 'FAIL', dkimVerdict: 'FAIL', dmarcVerdict: 'FAIL' }, 'quarantine'],
    ['gray', { spfVerdict: 'GRAY', dkimVerdict: 'GRAY', dmarcVerdict: 'GRAY' }, undefined],
  ])('mail that arrives with the verdict %s is published with it', async (verdict, verdicts, policy) => {
    published.length = 0;
    await arrive(REPLY, `?verdict=${verdict}`);
    const { receipt } = published[0]!.notification;
    expect(Object.fromEntries(Object.keys(verdicts).map((name) => [name, receipt[name].status]))).toEqual(verdicts);
    expect([receipt.dmarcPolicy, receipt.virusVerdict.status]).toEqual([policy, 'PASS']);
  });

  test('a mail may arrive without a sender, as bounces do', async () => {
    published.length = 0;
    await arrive(REPLY, '?from=');
    expect(published[0]?.notification.mail.source).toBe('');
  });

  test.each([
    ['?verdict=maybe', REPLY, 400],
    ['', '', 400],
    ['?to=stranger@sessions.example', REPLY, 422],
  ])('a reply form is refused: %s', async (query, raw, status) => expect((await arrive(raw, query)).status).toBe(status));

  test('a mail that arrives by SMTP counts as proven', async () => {
    published.length = 0;
    const transport = createTransport({ host: '127.0.0.1', port: smtp.port, secure: false });
    await transport.sendMail({ from: 'Ben <ben@example.org>', to: ORGANIZER, subject: 'Hi', text: '.leading dot\nand more' });
    expect(published[0]?.notification).toMatchObject({
      mail: { source: 'ben@example.org' },
      receipt: { dmarcVerdict: { status: 'PASS' } },
    });
    expect(await stored(published[0]?.notification)).toContain('\r\n.leading dot\r\n');
    await expect(transport.sendMail({ from: 'ben@example.org', to: 'stranger@sessions.example', text: 'x' })).rejects.toThrow(/550/);
  });
});

describe('mail that was sent', () => {
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    'UID:u-1',
    'SEQUENCE:3',
    'ATTENDEE;RSVP=TRUE:mailto:asha@example.org',
    'SUMMARY:Practice\\, with Ben',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  let raw: Buffer;
  beforeAll(async () => {
    const html = '<p onclick="alert(1)">Hi <script>alert(2)</script></p>';
    const text = 'Hi\nReschedule: http://localhost:3000/reschedule?r=abc.def. Bye <b>';
    raw = await new MailComposer({
      from: ORGANIZER,
      to: 'asha@example.org',
      subject: 'Séance "one"',
      text,
      html,
      textEncoding: 'base64',
      icalEvent: { method: 'REQUEST', content: calendar },
    })
      .compile()
      .build();
    const request = { from: ORGANIZER, configurationSet: '', tags: [] };
    await store.add({ ...request, id: 'first', to: ['asha@example.org'], raw });
    await store.add({ ...request, id: 'second', to: ['ben@example.org'], raw: Buffer.from('Subject: none\r\n\r\nplain') });
  });

  test('sent mail is listed oldest first, to one address or to all', async () => {
    const list = async (query: string): Promise<any[]> => (await fetch(`${site}/mail/api/messages${query}`)).json();
    expect((await list('')).map(({ id }) => id)).toEqual(['first', 'second']);
    expect(await list('?to=ASHA@example.org')).toMatchObject([
      { id: 'first', to: 'asha@example.org', subject: 'Séance "one"', method: 'REQUEST', uid: 'u-1', sequence: 3 },
    ]);
    expect((await list('?to=ben@example.org'))[0]).toMatchObject({ method: null, uid: null, sequence: null });
  });

  test('sent mail is decoded, and is there byte for byte', async () => {
    const mail = await (await fetch(`${site}/mail/api/messages/first`)).json();
    expect(mail).toMatchObject({
      id: 'first',
      text: expect.stringContaining('Reschedule'),
      html: expect.stringContaining('<p'),
      calendar,
      headers: { to: 'asha@example.org' },
    });
    expect(Buffer.from(await (await fetch(`${site}/mail/api/messages/first/raw`)).arrayBuffer())).toEqual(raw);
  });

  test('sent mail is shown with working links, and nothing of it runs in the page', async () => {
    const page = await fetch(`${site}/mail/messages/first`);
    const text = await page.text();
    expect(text).toContain('<a href="http://localhost:3000/reschedule?r=abc.def">');
    expect(text).toContain('Practice, with Ben');
    expect(text).toContain('RSVP=TRUE');
    expect(text).not.toContain('<script>');
    expect(text).toMatch(/<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="[^"]*&lt;script&gt;/);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  });

  test('sent mail is found by mailbox', async () => {
    expect(await (await fetch(`${site}/mail`)).text()).toContain('href="/mail/to/asha%40example.org"');
    expect(await (await fetch(`${site}/mail/to/asha%40example.org`)).text()).toContain('REQUEST, sequence 3');
  });

  test.each(['/mail/messages/none', '/mail/api/messages/none', '/mail/api/messages/first/other', '/mail/api/other', '/mail/other'])(
    'nothing is at %s',
    async (path) => expect((await fetch(site + path)).status).toBe(404),
  );
});

test('an address ends before the punctuation that follows it', () => {
  expect(linkify('See https://a.example/x?y=1&z=(2), or (https://b.example).').text).toBe(
    'See <a href="https://a.example/x?y=1&amp;z=(2">https://a.example/x?y=1&amp;z=(2</a>), or (<a href="https://b.example">https://b.example</a>).',
  );
});
