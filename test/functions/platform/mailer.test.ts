import { SESv2Client } from '@aws-sdk/client-sesv2';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { LEASE_SECONDS } from '../../../functions/mail-out/deliver-mail.ts';
import { createMailer, SES_CLIENT, SES_LONGEST_SECONDS, type Sent } from '../../../functions/platform/mail/mailer.ts';
import { asha } from '../../support/rooms.ts';
import { outgoing } from '../../support/written-mail.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

interface Call {
  readonly path: string | undefined;
  readonly body: any;
}

/** Sends one mail to an SES that answers like this. */
async function sendTo(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ sent: Sent; calls: readonly Call[] }> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({ path: request.url, body: JSON.parse(Buffer.concat(chunks).toString()) });
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new SESv2Client({
    ...SES_CLIENT,
    requestHandler: { ...SES_CLIENT.requestHandler, requestTimeout: 200 },
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  closing.push(() => {
    client.destroy();
    server.close();
    server.closeAllConnections();
  });
  const mailer = createMailer(client, outgoing.organizer, 'the-set');
  const sent = await mailer.send({ to: asha.email, bytes: Buffer.from('Subject: Hi\r\n\r\nHi'), sendKeyId: 'f'.repeat(64) });
  return { sent, calls };
}

const saying = (status: number, body: unknown, type?: string) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json', ...(type && { 'x-amzn-errortype': type }) });
  response.end(JSON.stringify(body));
};

test('a mail is given to SES as it is, for one recipient, in the organizer’s name, with the key that its events carry', async () => {
  const { sent, calls } = await sendTo(saying(200, { MessageId: 'ses-1' }));
  expect(sent).toEqual({ kind: 'accepted', sesMessageId: 'ses-1' });
  expect(calls).toEqual([
    {
      path: '/v2/email/outbound-emails',
      body: {
        FromEmailAddress: outgoing.organizer,
        Destination: { ToAddresses: [asha.email] },
        Content: { Raw: { Data: Buffer.from('Subject: Hi\r\n\r\nHi').toString('base64') } },
        ConfigurationSetName: 'the-set',
        EmailTags: [{ Name: 'send_key', Value: 'f'.repeat(64) }],
      },
    },
  ]);
});

describe('a fault of the channel', () => {
  test.each([
    [429, 'TooManyRequestsException', 'Maximum sending rate exceeded.'],
    [429, 'TooManyRequestsException', 'Daily message quota exceeded.'],
    [400, 'LimitExceededException', 'no'],
    [400, 'SendingPausedException', 'no'],
    [400, 'BadRequestException', 'Email sending is disabled for the configuration set x.'],
    [403, 'AccountSuspendedException', 'no'],
    [400, 'MailFromDomainNotVerifiedException', 'no'],
    [400, 'MessageRejected', 'Email address is not verified. The following identities failed the check in region EU-WEST-1: a@b.example'],
    [400, 'MessageRejected', 'Sending suspended for this account.'],
    [404, 'NotFoundException', 'Configuration set <x> does not exist.'],
    [403, 'AccessDeniedException', 'no'],
    [403, 'ExpiredTokenException', 'no'],
    [400, 'SomethingNewException', 'no'],
  ])('%i %s “%s” is certainly not sent, and does not count against the mail', async (status, type, message) => {
    const { sent, calls } = await sendTo(saying(status, { message }, type));
    expect(sent.kind).toBe('not-sent');
    expect(calls).toHaveLength(1);
  });
});

test.each([
  [400, 'MessageRejected', 'Address blacklisted.'],
  [400, 'BadRequestException', "Missing final '@domain'"],
  [400, 'BadRequestException', 'Message length is more than 10485760 bytes long'],
])('%i %s “%s” is a refusal of this one mail', async (status, type, message) => {
  const { sent } = await sendTo(saying(status, { message }, type));
  expect(sent.kind).toBe('refused');
});

describe('nobody knows whether it was sent, and the client does not ask again by itself', () => {
  test.each([
    [500, 'InternalServiceErrorException'],
    [503, 'ServiceUnavailable'],
    [504, 'GatewayTimeout'],
  ])('%i %s', async (status, type) => {
    const { sent, calls } = await sendTo(saying(status, {}, type));
    expect(sent.kind).toBe('unknown');
    expect(calls).toHaveLength(1);
  });

  test('no answer in time', async () => {
    const { sent, calls } = await sendTo(() => {});
    expect(sent.kind).toBe('unknown');
    expect(calls).toHaveLength(1);
  });

  test('the connection breaks', async () => {
    const { sent, calls } = await sendTo((request) => request.socket.destroy());
    expect(sent.kind).toBe('unknown');
    expect(calls).toHaveLength(1);
  });

  test('an answer that nobody can read', async () => {
    const { sent } = await sendTo((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('<html>'));
    expect(sent.kind).toBe('unknown');
  });
});

test('SES has answered, or will not, well before the lease on a mail ends', () => {
  expect(SES_LONGEST_SECONDS).toBeLessThan(LEASE_SECONDS);
  const { connectionTimeout, requestTimeout } = SES_CLIENT.requestHandler;
  expect(connectionTimeout + requestTimeout).toBe(SES_LONGEST_SECONDS * 1000);
});
