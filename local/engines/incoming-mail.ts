import { randomBytes } from 'node:crypto';
import { addressIn, headerOf, readHeaders } from '../mailbox/headers.ts';
import type { Properties } from '../template/properties.ts';
import type { Template } from '../template/template.ts';
import type { ObjectsEngine } from './objects.ts';
import type { Notices } from './notices.ts';

/** How a mail fares in SES's checks of its sender. `gray`: the domain publishes nothing to check against. */
export const VERDICTS = ['pass', 'fail', 'gray'] as const;
export type SenderVerdict = (typeof VERDICTS)[number];

export interface ArrivingMail {
  readonly raw: Buffer;
  /** Envelope sender, empty for the null return path; undefined: as in the mail's own headers. */
  readonly sender: string | undefined;
  /** Envelope recipients; undefined: the mailbox of the first receipt rule that tells somebody of its mail. */
  readonly recipients: readonly string[] | undefined;
  readonly verdict: SenderVerdict;
}

export interface IncomingMail {
  /** Whether some receipt rule takes mail to this address. */
  readonly accepts: (recipient: string) => boolean;
  /** Resolves with SES's message id once the mail is stored and its notification published; undefined: no rule takes it. */
  readonly receive: (mail: ArrivingMail) => Promise<string | undefined>;
}

interface Rule {
  readonly recipients: readonly string[];
  readonly bucket: string;
  readonly prefix: string;
  readonly topicArn: string | undefined;
}

/** Receives mail as SES does: stores it as the template's receipt rules say, then notifies with its verdicts. */
export function openIncomingMail(template: Template, objects: ObjectsEngine, notices: Pick<Notices, 'write'>): IncomingMail {
  const rules = template.ofType('AWS::SES::ReceiptRule').flatMap(({ properties }) => readRule(properties.child('Rule')));
  return {
    accepts: (recipient) => rules.some((rule) => takes(rule, recipient)),
    receive: async (mail) => {
      const recipients = mail.recipients ?? rules.find(({ topicArn }) => topicArn !== undefined)?.recipients.slice(0, 1) ?? [];
      const matching = rules.filter((rule) => recipients.some((recipient) => takes(rule, recipient)));
      if (matching.length === 0) return undefined;
      const id = randomBytes(20).toString('hex');
      for (const rule of matching) await store(rule, id, { ...mail, recipients }, objects, notices);
      return id;
    },
  };
}

function readRule(rule: Properties | undefined): readonly Rule[] {
  const actions = (rule?.children('Actions') ?? []).flatMap((action) => action.child('S3Action') ?? []);
  return actions.map((action) => ({
    recipients: rule?.texts('Recipients') ?? [],
    bucket: action.text('BucketName'),
    prefix: action.optionalText('ObjectKeyPrefix') ?? '',
    topicArn: action.optionalText('TopicArn'),
  }));
}

// A rule names addresses or whole domains; one without names takes everything.
function takes({ recipients }: Rule, address: string): boolean {
  const wanted = address.toLowerCase();
  return recipients.length === 0 || recipients.some((one) => one.toLowerCase() === wanted || wanted.endsWith(`@${one.toLowerCase()}`));
}

async function store(
  rule: Rule,
  id: string,
  mail: ArrivingMail & { readonly recipients: readonly string[] },
  objects: ObjectsEngine,
  notices: Pick<Notices, 'write'>,
): Promise<void> {
  const headers = readHeaders(mail.raw);
  const source = addressIn(mail.sender ?? headerOf(headers, 'return-path') ?? headerOf(headers, 'from'));
  const stored = Buffer.concat([Buffer.from(receivedHeaders(id, source, headerOf(headers, 'from'), mail)), mail.raw]);
  const key = `${rule.prefix}${id}`;
  await objects.put(rule.bucket, key, stored);
  if (rule.topicArn === undefined) return;
  const notification = notify({ rule, id, key, source, mail, stored });
  const publish = notices.write({
    topicArn: rule.topicArn,
    message: JSON.stringify(notification),
    subject: 'Amazon SES Email Receipt Notification',
  });
  await publish();
}

interface Stored {
  readonly rule: Rule;
  readonly id: string;
  readonly key: string;
  readonly source: string;
  readonly mail: ArrivingMail & { readonly recipients: readonly string[] };
  readonly stored: Buffer;
}

// Shape: Amazon SES developer guide, "Contents of notifications for Amazon SES email receiving".
function notify({ rule, id, key, source, mail, stored }: Stored): object {
  const timestamp = new Date().toISOString();
  const status = mail.verdict.toUpperCase();
  return {
    notificationType: 'Received',
    mail: { timestamp, source, messageId: id, destination: mail.recipients, ...readHeaders(stored) },
    receipt: {
      timestamp,
      processingTimeMillis: 1,
      recipients: mail.recipients,
      spamVerdict: { status: 'PASS' },
      virusVerdict: { status: 'PASS' },
      spfVerdict: { status },
      dkimVerdict: { status },
      dmarcVerdict: { status },
      ...(mail.verdict === 'fail' && { dmarcPolicy: 'quarantine' }),
      action: { type: 'S3', topicArn: rule.topicArn, bucketName: rule.bucket, objectKeyPrefix: rule.prefix, objectKey: key },
    },
  };
}

// What SES puts on top of a stored mail, down to its own signature. Production code reads the sender's proof out of it.
function receivedHeaders(
  id: string,
  source: string,
  from: string | undefined,
  { recipients, verdict }: { readonly recipients: readonly string[]; readonly verdict: SenderVerdict },
): string {
  const domain = source.split('@')[1] ?? 'unknown';
  const result = verdict === 'gray' ? 'none' : verdict;
  return [
    `Return-Path: <${source}>`,
    `Received: from ${domain} (localhost [127.0.0.1])`,
    ` by inbound-smtp.local with SMTP id ${id}`,
    ` for ${recipients[0] ?? ''};`,
    ` ${new Date().toUTCString()}`,
    'X-SES-Spam-Verdict: PASS',
    'X-SES-Virus-Verdict: PASS',
    `Received-SPF: ${result} (spfCheck: local) client-ip=127.0.0.1; envelope-from=${source}; helo=${domain};`,
    'Authentication-Results: amazonses.com;',
    ` spf=${result} (spfCheck: local) client-ip=127.0.0.1; envelope-from=${source}; helo=${domain};`,
    ` dkim=${result} header.i=@${domain};`,
    ` dmarc=${result} header.from=${domainOfFrom(from ?? '')};`,
    `X-SES-RECEIPT: ${Buffer.from(id).toString('base64')}`,
    `X-SES-DKIM-SIGNATURE: a=rsa-sha256; q=dns/txt; b=${Buffer.from(id).toString('base64')}; d=amazonses.com; v=1; h=From:To`,
    '',
  ].join('\r\n');
}

/** The domain that a server checks: RFC 5322 4.4 drops comments and white space around the dots of a domain. */
function domainOfFrom(from: string): string {
  const bare = from.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').replaceAll(/\([^()]*\)/g, '');
  const address = /<([^<>]*)>/.exec(bare)?.[1] ?? bare;
  return address
    .slice(address.lastIndexOf('@') + 1)
    .replaceAll(/\s/g, '')
    .toLowerCase();
}
