import { readHeaders } from '../mailbox/headers.ts';
import { ACCOUNT, arnOf } from '../template/values.ts';

/** A mail that was given to SES. */
export interface SesMail {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly configurationSet: string;
  readonly tags: readonly (readonly [name: string, value: string])[];
}

interface MailEvent {
  readonly type: string;
  readonly event: object;
}

const SIMULATOR = /^(bounce|complaint)(\+[^@]*)?@simulator\.amazonses\.com$/;

/**
 * What SES publishes about a mail: Send, then Delivery; Bounce or Complaint for the simulator's addresses. Shapes: Amazon
 * SES developer guide, "Contents of event data that Amazon SES publishes to Amazon SNS".
 */
export function eventsOf(mail: SesMail): readonly MailEvent[] {
  const at = new Date().toISOString();
  const about = describe(mail, at);
  const send = { type: 'SEND', event: { eventType: 'Send', mail: about, send: {} } };
  const delivery = {
    type: 'DELIVERY',
    event: {
      eventType: 'Delivery',
      mail: about,
      delivery: { timestamp: at, processingTimeMillis: 1, recipients: mail.to, smtpResponse: '250 2.0.0 OK', reportingMTA: 'local' },
    },
  };
  const fate = mail.to.map((address) => SIMULATOR.exec(address.toLowerCase())?.[1]).find((kind) => kind !== undefined);
  if (fate === 'bounce') return [send, bounce(mail, about, at)];
  return fate === 'complaint' ? [send, delivery, complaint(mail, about, at)] : [send, delivery];
}

function bounce(mail: SesMail, about: object, at: string): MailEvent {
  const recipient = { action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' };
  return {
    type: 'BOUNCE',
    event: {
      eventType: 'Bounce',
      mail: about,
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: mail.to.map((emailAddress) => ({ emailAddress, ...recipient })),
        timestamp: at,
        feedbackId: `${mail.id}-feedback`,
        reportingMTA: 'dsn; local',
      },
    },
  };
}

function complaint(mail: SesMail, about: object, at: string): MailEvent {
  return {
    type: 'COMPLAINT',
    event: {
      eventType: 'Complaint',
      mail: about,
      complaint: {
        complainedRecipients: mail.to.map((emailAddress) => ({ emailAddress })),
        timestamp: at,
        feedbackId: `${mail.id}-feedback`,
        complaintFeedbackType: 'abuse',
        arrivalDate: at,
      },
    },
  };
}

function describe(mail: SesMail, timestamp: string) {
  const { headers, commonHeaders, headersTruncated } = readHeaders(mail.raw);
  return {
    timestamp,
    source: mail.from,
    sourceArn: arnOf('ses', `identity/${mail.from}`),
    sendingAccountId: ACCOUNT,
    messageId: mail.id,
    destination: mail.to,
    headersTruncated,
    headers,
    commonHeaders: { ...commonHeaders, messageId: mail.id },
    tags: {
      ...Object.fromEntries(mail.tags.map(([name, value]) => [name, [value]])),
      'ses:configuration-set': [mail.configurationSet],
      'ses:operation': ['SendEmail'],
    },
  };
}
