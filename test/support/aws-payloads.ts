/*
 * What AWS's documentation shows as an example of each message, field by field, with the values of its examples:
 * "Examples of event data that Amazon SES publishes to Amazon SNS" and "Examples of notifications for Amazon SES email receiving"
 * (SES developer guide), "Verifying the signature of an Amazon SNS message" (SNS developer guide).
 */

const MESSAGE_ID = 'EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000';
const header = (name: string, value: string) => ({ name, value });

/** What SES itself writes into the tags of each mail. */
const OWN_TAGS = {
  'ses:configuration-set': ['ConfigSet'],
  'ses:source-ip': ['192.0.2.0'],
  'ses:from-domain': ['example.com'],
  'ses:caller-identity': ['ses_user'],
};

const sentMail = (timestamp: string, tags: Readonly<Record<string, readonly string[]>>) => ({
  timestamp,
  source: 'Sender Name <sender@example.com>',
  sourceArn: 'arn:aws:ses:us-east-1:123456789012:identity/sender@example.com',
  sendingAccountId: '123456789012',
  messageId: MESSAGE_ID,
  destination: ['recipient@example.com'],
  headersTruncated: false,
  headers: [
    header('From', 'Sender Name <sender@example.com>'),
    header('To', 'recipient@example.com'),
    header('Subject', 'Message sent from Amazon SES'),
    header('MIME-Version', '1.0'),
    header('Content-Type', 'multipart/alternative; boundary="----=_Part_7307378_1629847660.1516840721503"'),
  ],
  commonHeaders: {
    from: ['Sender Name <sender@example.com>'],
    to: ['recipient@example.com'],
    messageId: MESSAGE_ID,
    subject: 'Message sent from Amazon SES',
  },
  tags,
});

// A mail whose template failed, and one that is late, come without headers.
const bareMail = (timestamp: string, tags: Readonly<Record<string, readonly string[]>>) => {
  const { headers: _, commonHeaders: __, ...mail } = sentMail(timestamp, tags);
  return mail;
};

interface PublishedEvent {
  readonly eventType: string;
  /** When it happened, as the event says. */
  readonly timestamp: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** One record of each type, of a mail with these tags of its sender. */
export function publishedEvents(ours: Readonly<Record<string, readonly string[]>> = {}): readonly PublishedEvent[] {
  const tags = { ...OWN_TAGS, ...ours };
  const few = { 'ses:configuration-set': ['ConfigSet'], ...ours };
  const event = (eventType: string, timestamp: string, more: Readonly<Record<string, unknown>>): PublishedEvent => ({
    eventType,
    timestamp,
    record: { eventType, ...more },
  });
  return [
    event('Bounce', '2017-08-05T00:41:02.669Z', {
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [
          { emailAddress: 'recipient@example.com', action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
        ],
        timestamp: '2017-08-05T00:41:02.669Z',
        feedbackId: '01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000',
        reportingMTA: 'dsn; mta.example.com',
      },
      mail: sentMail('2017-08-05T00:40:02.012Z', tags),
    }),
    event('Complaint', '2017-08-05T00:41:02.669Z', {
      complaint: {
        complainedRecipients: [{ emailAddress: 'recipient@example.com' }],
        timestamp: '2017-08-05T00:41:02.669Z',
        feedbackId: '01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000',
        userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
        complaintFeedbackType: 'abuse',
        arrivalDate: '2017-08-05T00:41:02.669Z',
      },
      mail: sentMail('2017-08-05T00:40:01.123Z', tags),
    }),
    event('Delivery', '2016-10-19T23:21:04.133Z', {
      mail: sentMail('2016-10-19T23:20:52.240Z', { ...tags, 'ses:outgoing-ip': ['192.0.2.0'], myCustomTag1: ['myCustomTagValue1'] }),
      delivery: {
        timestamp: '2016-10-19T23:21:04.133Z',
        processingTimeMillis: 11893,
        recipients: ['recipient@example.com'],
        smtpResponse: '250 2.6.0 Message received',
        reportingMTA: 'mta.example.com',
      },
    }),
    event('Send', '2016-10-14T05:02:16.645Z', { mail: sentMail('2016-10-14T05:02:16.645Z', tags), send: {} }),
    event('Reject', '2016-10-14T17:38:15.211Z', {
      mail: sentMail('2016-10-14T17:38:15.211Z', tags),
      reject: { reason: 'Bad content' },
    }),
    event('Open', '2017-08-09T22:00:19.652Z', {
      mail: sentMail('2017-08-09T21:59:49.927Z', tags),
      open: { ipAddress: '192.0.2.1', timestamp: '2017-08-09T22:00:19.652Z', userAgent: 'Mozilla/5.0 (iPhone)' },
    }),
    event('Click', '2017-08-09T23:51:25.570Z', {
      click: {
        ipAddress: '192.0.2.1',
        link: 'http://docs.aws.amazon.com/ses/latest/DeveloperGuide/send-email-smtp.html',
        linkTags: { samplekey0: ['samplevalue0'] },
        timestamp: '2017-08-09T23:51:25.570Z',
        userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
      },
      mail: sentMail('2017-08-09T23:50:05.795Z', tags),
    }),
    event('Rendering Failure', '2018-01-22T18:43:06.197Z', {
      mail: bareMail('2018-01-22T18:43:06.197Z', few),
      failure: { errorMessage: "Attribute 'attributeName' is not present in the rendering data.", templateName: 'MyTemplate' },
    }),
    event('DeliveryDelay', '2020-06-16T00:25:40.095Z', {
      mail: bareMail('2020-06-16T00:15:40.641Z', few),
      deliveryDelay: {
        timestamp: '2020-06-16T00:25:40.095Z',
        delayType: 'TransientCommunicationFailure',
        expirationTime: '2020-06-16T00:25:40.914Z',
        delayedRecipients: [
          { emailAddress: 'recipient@example.com', status: '4.4.1', diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host' },
        ],
      },
    }),
    event('Subscription', '2022-01-12T01:00:17.910Z', {
      mail: sentMail('2022-01-12T01:00:14.340Z', tags),
      subscription: {
        contactList: 'ContactListName',
        timestamp: '2022-01-12T01:00:17.910Z',
        source: 'UnsubscribeHeader',
        newTopicPreferences: { unsubscribeAll: true, topicSubscriptionStatus: [] },
        oldTopicPreferences: { unsubscribeAll: false, topicSubscriptionStatus: [] },
      },
    }),
  ];
}

export const PUBLISHED_MESSAGE_ID = MESSAGE_ID;

/** What SES publishes when it has stored a mail in S3. The documentation's example has no verdict about DMARC. */
export const publishedReceipt = (action: Readonly<Record<string, string>> = S3_ACTION, messageId = 'd6iitobk75ur44p8kdnnp7g2n800') => ({
  notificationType: 'Received',
  receipt: {
    timestamp: '2015-09-11T20:32:33.936Z',
    processingTimeMillis: 406,
    recipients: ['recipient@example.com'],
    spamVerdict: { status: 'PASS' },
    virusVerdict: { status: 'PASS' },
    spfVerdict: { status: 'PASS' },
    dkimVerdict: { status: 'PASS' },
    action,
  },
  mail: {
    timestamp: '2015-09-11T20:32:33.936Z',
    source: '0000014fbe1c09cf-7cb9f704-7531-4e53-89a1-5fa9744f5eb6-000000@amazonses.com',
    messageId,
    destination: ['recipient@example.com'],
    headersTruncated: false,
    headers: [header('From', 'sender@example.com'), header('Message-ID', '<61967230-7A45-4A9D-BEC9-87CBCF2211C9@example.com>')],
    commonHeaders: {
      returnPath: '0000014fbe1c09cf-7cb9f704-7531-4e53-89a1-5fa9744f5eb6-000000@amazonses.com',
      from: ['sender@example.com'],
      date: 'Fri, 11 Sep 2015 20:32:32 +0000',
      to: ['recipient@example.com'],
      messageId: '<61967230-7A45-4A9D-BEC9-87CBCF2211C9@example.com>',
      subject: 'Example subject',
    },
  },
});

const SOME_TOPIC = 'arn:aws:sns:us-east-1:012345678912:example-topic';
const S3_ACTION = { type: 'S3', topicArn: SOME_TOPIC, bucketName: 'my-S3-bucket', objectKey: 'inbound/email' };
export const SNS_ACTION = { type: 'SNS', topicArn: SOME_TOPIC };

/** What SES stores and publishes once, when a receipt rule is made or changed: no mail of anybody. */
export const setupNotification = () =>
  publishedReceipt({ ...S3_ACTION, objectKey: 'inbound/AMAZON_SES_SETUP_NOTIFICATION' }, 'AMAZON_SES_SETUP_NOTIFICATION');

const EXAMPLE_TOPIC = 'arn:aws:sns:us-east-2:123456789012:s4-MySNSTopic-1G1WEFCOXTC0P';
const CONFIRM_URL = `https://sns.us-east-2.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${EXAMPLE_TOPIC}&Token=2336412f37`;

/** The examples of what SNS signs: the message, and the text under its signature as the documentation writes it out. */
export const SIGNED_EXAMPLES = [
  {
    message: {
      Type: 'Notification',
      MessageId: '4d4dc071-ddbf-465d-bba8-08f81c89da64',
      TopicArn: EXAMPLE_TOPIC,
      Subject: 'My subject',
      Message: 'My Test Message',
      Timestamp: '2019-01-31T04:37:04.321Z',
      UnsubscribeURL: 'https://sns.us-east-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=example',
    },
    text: `Message
My Test Message
MessageId
4d4dc071-ddbf-465d-bba8-08f81c89da64
Subject
My subject
Timestamp
2019-01-31T04:37:04.321Z
TopicArn
${EXAMPLE_TOPIC}
Type
Notification
`,
  },
  ...['SubscriptionConfirmation', 'UnsubscribeConfirmation'].map((Type) => ({
    message: {
      Type,
      MessageId: '3d891288-136d-417f-bc05-901c108273ee',
      Token: '2336412f37',
      TopicArn: EXAMPLE_TOPIC,
      Message: 'My Test Message',
      SubscribeURL: CONFIRM_URL,
      Timestamp: '2019-01-31T19:25:13.719Z',
    },
    text: `Message
My Test Message
MessageId
3d891288-136d-417f-bc05-901c108273ee
SubscribeURL
${CONFIRM_URL}
Timestamp
2019-01-31T19:25:13.719Z
Token
2336412f37
TopicArn
${EXAMPLE_TOPIC}
Type
${Type}
`,
  })),
];
export const EXAMPLE_SIGNING_URL = 'https://sns.us-east-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem';
