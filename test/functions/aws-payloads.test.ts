import { describe, expect, test } from 'vitest';
import { parseNotification } from '../../functions/mail-in/notification.ts';
import { readSnsMessage } from '../../functions/mail-status/sns-message.ts';
import { parseStatusEvent } from '../../functions/mail-status/status-event.ts';
import {
  EXAMPLE_SIGNING_URL,
  PUBLISHED_MESSAGE_ID,
  publishedEvents,
  publishedReceipt,
  setupNotification,
  SIGNED_EXAMPLES,
  SNS_ACTION,
} from '../support/aws-payloads.ts';
import { createSigner } from '../support/sns.ts';

const USED = ['Bounce', 'Complaint', 'Delivery', 'Send', 'Reject', 'DeliveryDelay'];
const key = 'f'.repeat(64);

describe('a record of SES as its documentation shows it', () => {
  test.each(publishedEvents({ send_key: [key] }))('$eventType is read when the mail is ours and the type is of use', (published) => {
    const { eventType, timestamp, record } = published;
    expect(parseStatusEvent(JSON.stringify(record))).toEqual(
      USED.includes(eventType)
        ? {
            type: eventType,
            sendKey: key,
            sesMessageId: PUBLISHED_MESSAGE_ID,
            at: timestamp.replace(/\.\d+Z$/, '.000Z'),
            bounceType: eventType === 'Bounce' ? 'Permanent' : null,
          }
        : null,
    );
  });

  test.each(publishedEvents())('$eventType of a mail of somebody else is passed over', ({ record }) => {
    expect(parseStatusEvent(JSON.stringify(record))).toBeNull();
  });

  // SES ends each record with a line break.
  test.each(publishedEvents({ send_key: [key] }))('$eventType is read the same with a line break after it', ({ record }) => {
    expect(parseStatusEvent(`${JSON.stringify(record)}\n`)).toEqual(parseStatusEvent(JSON.stringify(record)));
  });
});

const wrap = (message: object) =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '4d4dc071-ddbf-465d-bba8-08f81c89da64',
    TopicArn: 'arn:aws:sns:us-east-1:012345678912:example-topic',
    Subject: 'Amazon SES Email Receipt Notification',
    Message: JSON.stringify(message),
    Timestamp: '2015-09-11T20:32:34.012Z',
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: EXAMPLE_SIGNING_URL,
    UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=example',
  });

describe.each([
  ['raw', (message: object) => JSON.stringify(message)],
  ['as SNS wraps it', wrap],
])('a notification of a received mail, %s', (_, write) => {
  test('a notification of a stored mail is read, and a verdict that it lacks proves nothing', () => {
    expect(parseNotification(write(publishedReceipt()))).toEqual({
      sesMessageId: 'd6iitobk75ur44p8kdnnp7g2n800',
      bucket: 'my-S3-bucket',
      key: 'inbound/email',
      receivedAt: '2015-09-11T20:32:33.936Z',
      returnPath: '0000014fbe1c09cf-7cb9f704-7531-4e53-89a1-5fa9744f5eb6-000000@amazonses.com',
      verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'GRAY' },
    });
  });

  test('a notification of a mail that was not stored goes to the dead letters, because there is nothing to read', () => {
    expect(() => parseNotification(write({ ...publishedReceipt(SNS_ACTION), content: 'Return-Path: <…>' }))).toThrow(/action/);
  });

  test('the setup notification of a receipt rule is no mail', () => {
    expect(parseNotification(write(setupNotification()))).toBeNull();
    const { notificationType, mail } = setupNotification();
    expect(parseNotification(write({ notificationType, mail }))).toBeNull();
  });
});

describe('the text that SNS signs, as its documentation writes it out', () => {
  const sns = createSigner();
  const read = (message: object) =>
    readSnsMessage(JSON.stringify(message), 'arn:aws:sns:us-east-2:123456789012:s4-MySNSTopic-1G1WEFCOXTC0P', async ({ href }) =>
      href === EXAMPLE_SIGNING_URL ? sns.certificate : null,
    );
  const versions = SIGNED_EXAMPLES.flatMap(({ message, text }) =>
    (['1', '2'] as const).map((version) => ({ type: message.Type, version, message, text })),
  );

  test.each(versions)('a $type with a signature of version $version is believed', async ({ version, message, text }) => {
    const Signature = sns.signText(text, version);
    const signed = { ...message, SignatureVersion: version, Signature, SigningCertURL: EXAMPLE_SIGNING_URL };
    expect(await read(signed)).toMatchObject({ Type: message.Type, MessageId: message.MessageId });
    expect(await read({ ...signed, Message: 'My other message' })).toBeNull();
    expect(await read({ ...signed, SignatureVersion: version === '1' ? '2' : '1' })).toBeNull();
  });
});
