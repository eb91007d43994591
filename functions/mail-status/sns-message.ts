import { verify, X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';

const signature = {
  MessageId: z.string(),
  TopicArn: z.string(),
  Timestamp: z.string(),
  Message: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
};
const snsMessage = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), Subject: z.optional(z.string()), ...signature }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), Token: z.string(), SubscribeURL: z.string(), ...signature }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), Token: z.string(), SubscribeURL: z.string(), ...signature }),
]);
/** A message as SNS posts it to a web address. */
export type SnsMessage = z.output<typeof snsMessage>;

/** Gives the certificate at an address of SNS; null if there is none. */
export type FetchText = (address: URL) => Promise<string | null>;

/**
 * The message, if SNS signed it for our topic ("Verifying the signatures of Amazon SNS messages", SNS developer guide); null for
 * anything else. Nothing is fetched for a message that names another topic, or a certificate from anywhere but SNS in the topic's
 * region.
 */
export async function readSnsMessage(text: string, topicArn: string, fetchText: FetchText): Promise<SnsMessage | null> {
  const parsed = snsMessage.safeParse(parseJson(text));
  if (!parsed.success || parsed.data.TopicArn !== topicArn) return null;
  const certificate = snsAddress(parsed.data.SigningCertURL, topicArn);
  if (!certificate?.pathname.endsWith('.pem')) return null;
  const pem = await fetchText(certificate);
  return pem !== null && isSignedBy(pem, parsed.data) ? parsed.data : null;
}

/** The address, if it leads to SNS itself in the region of the topic. */
export function snsAddress(address: string, topicArn: string): URL | null {
  const [, partition, , region] = topicArn.split(':');
  const url = URL.parse(address);
  const host = `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
  // `host` holds a port other than 443 too.
  return url?.protocol === 'https:' && url.host === host && url.username === '' ? url : null;
}

function isSignedBy(pem: string, message: SnsMessage): boolean {
  const { publicKey } = new X509Certificate(pem);
  const algorithm = message.SignatureVersion === '1' ? 'sha1' : 'sha256';
  return verify(algorithm, Buffer.from(signedText(message)), publicKey, Buffer.from(message.Signature, 'base64'));
}

/** What SNS signs: these fields, if there, in this order, each name and value on a line of its own. */
function signedText(message: SnsMessage): string {
  const fields: Readonly<Record<string, string | undefined>> = { ...message };
  const names = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  return names.flatMap((name) => (fields[name] === undefined ? [] : [`${name}\n${fields[name]}\n`])).join('');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
