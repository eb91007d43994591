import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createFetchText } from '../../../functions/mail-status/fetch-text.ts';
import { createStatusHook } from '../../../functions/mail-status/status-hook.ts';
import { createHttpHandler } from '../../../functions/platform/http/http-handler.ts';
import { keyOf } from '../../support/written-mail.ts';
import { lastMail } from '../../support/decided-mail.ts';
import { ask } from '../../support/http-events.ts';
import { postOffice } from '../../support/post-office.ts';
import { ashaBooks, bensRoom, existing } from '../../support/rooms.ts';
import { sesEvent } from '../../support/ses-events.ts';
import { CERTIFICATE_URL, confirmation, createSigner, notification, TOPIC } from '../../support/sns.ts';

const sns = createSigner();
const stranger = createSigner();
const keyOfAsha = lastMail([bensRoom, ashaBooks]).map(keyOf)[1]!.id;
const bounce = sesEvent('Bounce', keyOfAsha);

/** The hook on a booking whose mail has left. */
async function hook(certificates: Readonly<Record<string, string>> = { [CERTIFICATE_URL]: sns.certificate }) {
  const office = postOffice({ losesEvents: true });
  await office.decide(bensRoom, ashaBooks);
  await office.untilQuiet();
  const fetched: string[] = [];
  const fetchText = async (address: URL) => {
    fetched.push(address.href);
    return certificates[address.href] ?? (address.search === '' ? null : '<ConfirmSubscriptionResponse/>');
  };
  const handler = createHttpHandler(
    new Map([['POST /api/hooks/email-status', createStatusHook({ ...office.deps, topicArn: TOPIC, fetchText })]]),
    office.log,
  );
  return {
    fetched,
    log: office.log,
    post: (body: unknown, isBase64Encoded = false) => {
      const headers = { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': 'Notification' };
      return ask(handler, { route: 'POST /api/hooks/email-status', headers, body, isBase64Encoded });
    },
    shown: async () => existing((await office.room()).room).history.filter(({ by }) => by === 'system').length,
  };
}

describe('what SNS signed for our topic takes effect', () => {
  test.each(['1', '2'] as const)('what SNS signed for our topic is applied with signature version %s', async (version) => {
    const { post, shown } = await hook();
    expect((await post(sns.signed(notification(bounce), version))).status).toBe(204);
    expect(await shown()).toBe(1);
  });

  test('what SNS signed for our topic is applied with a subject, and in base64 as API Gateway may pass it on', async () => {
    const { post, shown } = await hook();
    const message = sns.signed(notification(bounce, { Subject: 'Amazon SES Email Event Notification' }));
    expect((await post(Buffer.from(JSON.stringify(message)).toString('base64'), true)).status).toBe(204);
    expect(await shown()).toBe(1);
  });

  test('an event that SNS delivers twice has one effect', async () => {
    const { post, shown } = await hook();
    const message = sns.signed(notification(bounce));
    await Promise.all([post(message), post(message)]);
    await post(message);
    expect(await shown()).toBe(1);
  });

  test('an event of a type that we do not use is accepted', async () => {
    const { post, shown } = await hook();
    expect((await post(sns.signed(notification('Successfully validated SNS topic for Amazon SES event publishing.')))).status).toBe(204);
    expect(await shown()).toBe(0);
  });

  test('an event that cannot be read is answered so that SNS tries again', async () => {
    const { post } = await hook();
    expect((await post(sns.signed(notification('{"eventType":1}')))).status).toBe(500);
  });
});

describe('a subscription', () => {
  test('a subscription of our topic is confirmed', async () => {
    const { post, fetched } = await hook();
    const message = sns.signed(confirmation());
    expect((await post(message)).status).toBe(204);
    expect(fetched).toEqual([CERTIFICATE_URL, message['SubscribeURL']]);
  });

  test.each([
    ['of another topic', () => sns.signed(confirmation({ TopicArn: `${TOPIC}-2` }))],
    ['that nobody signed', () => ({ ...confirmation(), SignatureVersion: '2', Signature: '', SigningCertURL: CERTIFICATE_URL })],
    ['that leads elsewhere', () => sns.signed(confirmation({ SubscribeURL: 'https://evil.example/?Action=ConfirmSubscription' }))],
    ['that leads into this network', () => sns.signed(confirmation({ SubscribeURL: 'http://169.254.169.254/latest/meta-data' }))],
  ])('%s is not', async (_, message) => {
    const { post, fetched } = await hook();
    expect((await post(message())).status).toBe(403);
    expect(fetched.filter((address) => address !== CERTIFICATE_URL)).toEqual([]);
  });

  test('a subscription that ends is noted without a visit', async () => {
    const { post, fetched } = await hook();
    expect((await post(sns.signed({ ...confirmation(), Type: 'UnsubscribeConfirmation' }))).status).toBe(204);
    expect(fetched).toEqual([CERTIFICATE_URL]);
  });
});

describe('anything else is a 403, and changes nothing', () => {
  const signed = sns.signed(notification(bounce));
  test.each<[string, unknown]>([
    ['no body', undefined],
    ['no JSON', 'hello'],
    ['an event without SNS around it', bounce],
    ['another message under the same signature', { ...signed, Message: sesEvent('Complaint', keyOfAsha) }],
    ['another time under the same signature', { ...signed, Timestamp: '2031-01-07T09:00:00.000Z' }],
    ['another topic', sns.signed(notification(bounce, { TopicArn: 'arn:aws:sns:eu-west-1:999999999999:events' }))],
    ['a signature of somebody else', stranger.signed(notification(bounce))],
    ['no signature', { ...signed, Signature: '' }],
    ['an unknown signature version', { ...signed, SignatureVersion: '3' }],
    ['a signature of the other version', { ...signed, SignatureVersion: '1' }],
    ['more than SNS ever sends', { ...signed, padding: 'x'.repeat(300_000) }],
  ])('%s', async (_, body) => {
    const { post, shown } = await hook();
    const { status, body: problem } = await post(body);
    expect([status, problem.code]).toEqual([403, 'sender-unproven']);
    expect(await shown()).toBe(0);
  });

  test.each([
    'https://evil.example/SimpleNotificationService.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/x.pem',
    'https://user@sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
    'https://sns.us-east-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com.cn/x.pem',
    'http://sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com/x.txt',
    'file:///etc/passwd.pem',
    'x.pem',
  ])('a certificate at %s, which is not even fetched', async (address) => {
    const { post, fetched } = await hook({ [address]: stranger.certificate });
    expect((await post({ ...stranger.signed(notification(bounce)), SigningCertURL: address })).status).toBe(403);
    expect(fetched).toEqual([]);
  });

  test('a certificate that is not there', async () => {
    const { post } = await hook({});
    expect((await post(sns.signed(notification(bounce)))).status).toBe(403);
  });
});

describe('fetching', () => {
  async function served(answer: { readonly status: number; readonly text?: string; readonly location?: string }) {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location }).end(answer.text ?? 'text');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x.pem`);
    return { address, asked: () => asked, stop: () => server.close() };
  }

  test('a certificate is fetched once', async () => {
    const fetchText = createFetchText();
    const { address, asked, stop } = await served({ status: 200, text: 'certificate' });
    expect([await fetchText(address), await fetchText(address), asked()]).toEqual(['certificate', 'certificate', 1]);
    stop();
  });

  test.each([
    ['a refusal is nothing', { status: 404 }, null],
    ['too much is nothing', { status: 200, text: 'x'.repeat(100_000) }, null],
  ])('%s', async (_, answer, text) => {
    const { address, stop } = await served(answer);
    expect(await createFetchText()(address)).toBe(text);
    stop();
  });

  test.each([
    ['a failure of the other side is thrown', { status: 503 }],
    ['a redirect is not followed', { status: 302, location: 'http://127.0.0.1:1/' }],
  ])('%s', async (_, answer) => {
    const { address, stop } = await served(answer);
    await expect(createFetchText()(address)).rejects.toBeInstanceOf(Error);
    stop();
  });
});
