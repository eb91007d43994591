import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/*
 * SNS as far as its signatures go: a key, a certificate for it, and messages signed with it.
 */

export const TOPIC = 'arn:aws:sns:eu-west-1:000000000000:events';
export const CERTIFICATE_URL = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

export interface Signer {
  readonly certificate: string;
  /** The signature of a text as it stands. */
  readonly signText: (text: string, version: '1' | '2') => string;
  readonly signed: (fields: Readonly<Record<string, string>>, version?: '1' | '2') => Record<string, string>;
}

export function createSigner(): Signer {
  const { publicKey, privateKey } = pair();
  const signText: Signer['signText'] = (text, version) =>
    sign(version === '1' ? 'sha1' : 'sha256', Buffer.from(text), privateKey).toString('base64');
  return {
    certificate: certificateOf(publicKey, privateKey),
    signText,
    signed: (fields, version = '2') => {
      const text = SIGNED.filter((name) => name in fields)
        .map((name) => `${name}\n${fields[name]}\n`)
        .join('');
      return { ...fields, SignatureVersion: version, Signature: signText(text, version), SigningCertURL: CERTIFICATE_URL };
    },
  };
}

const SIGNED = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

export const notification = (message: string, more: Readonly<Record<string, string>> = {}) => ({
  Type: 'Notification',
  MessageId: '00000000-0000-4000-8000-000000000001',
  TopicArn: TOPIC,
  Timestamp: '2030-01-07T09:00:00.000Z',
  Message: message,
  ...more,
});

export const confirmation = (more: Readonly<Record<string, string>> = {}) => ({
  ...notification('You have chosen to subscribe to the topic.'),
  Type: 'SubscriptionConfirmation',
  Token: 'token',
  SubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=token`,
  ...more,
});

/** A certificate that its own key signs (RFC 5280 4.1), with nothing in it but the key, a name and two dates. */
function certificateOf(publicKey: KeyObject, privateKey: KeyObject): string {
  const algorithm = der(0x30, Buffer.from('06092a864886f70d01010b0500', 'hex'));
  const name = der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('sns.test')))));
  const dates = der(0x30, der(0x17, Buffer.from('250101000000Z')), der(0x17, Buffer.from('491231235959Z')));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const body = der(0x30, der(0x02, Buffer.from([1])), algorithm, name, dates, name, key);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const lines =
    der(0x30, body, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
