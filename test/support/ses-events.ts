/*
 * Events as SES publishes them ("Contents of event data that Amazon SES publishes to Amazon SNS", SES developer guide), with all that
 * we are not to keep: addresses, headers, subjects.
 */

export type EventType = 'Send' | 'Delivery' | 'DeliveryDelay' | 'Bounce' | 'Complaint' | 'Reject';

const ADDRESS = 'asha.raman@mail.example';

export function sesEvent(type: EventType, sendKey: string, more: Readonly<Record<string, unknown>> = {}): string {
  const timestamp = '2030-01-07T09:05:00.123Z';
  const details: Readonly<Record<EventType, object>> = {
    Send: { send: {} },
    Delivery: { delivery: { timestamp, processingTimeMillis: 546, recipients: [ADDRESS], smtpResponse: '250 OK', reportingMTA: 'mta' } },
    DeliveryDelay: {
      deliveryDelay: { timestamp, delayType: 'MailboxFull', expirationTime: timestamp, delayedRecipients: [{ emailAddress: ADDRESS }] },
    },
    Bounce: {
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [{ emailAddress: ADDRESS, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 unknown' }],
        timestamp,
        feedbackId: 'feedback',
        reportingMTA: 'dsn; mta',
        ...more,
      },
    },
    Complaint: {
      complaint: { complainedRecipients: [{ emailAddress: ADDRESS }], timestamp, feedbackId: 'feedback', complaintFeedbackType: 'abuse' },
    },
    Reject: { reject: { reason: 'Bad content' } },
  };
  return JSON.stringify({
    eventType: type,
    mail: {
      timestamp: '2030-01-07T09:04:00.000Z',
      source: 'practice@sessions.example',
      sendingAccountId: '000000000000',
      messageId: '0102018f-ses',
      destination: [ADDRESS],
      headersTruncated: false,
      headers: [{ name: 'To', value: ADDRESS }],
      commonHeaders: { to: [ADDRESS], subject: 'Ophthalmo Practice Session with Ben' },
      tags: { 'ses:configuration-set': ['set'], send_key: [sendKey] },
    },
    ...details[type],
  });
}
