import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { setTimeout as pause } from 'node:timers/promises';
import { createAuditTrail } from '../platform/audit/audit-store.ts';
import { createDeadLetters } from '../platform/mail/dead-letters.ts';
import { createHints, parseHint } from '../platform/mail/hint.ts';
import { createLedger } from '../platform/mail/ledger.ts';
import { createLinkKeys } from '../platform/links/link-keys.ts';
import { createLinkStore } from '../platform/links/link-store.ts';
import { createLog } from '../platform/log.ts';
import { createMailer, createSendRate, SES_CLIENT } from '../platform/mail/mailer.ts';
import { createSesChannel } from '../platform/mail/ses-channel-store.ts';
import { createPeopleStore } from '../platform/people/people-store.ts';
import { createReadReminders } from '../platform/people/read-reminders.ts';
import { createFindVenue } from '../platform/rooms/find-venue.ts';
import { createRoomStore } from '../platform/rooms/room-store.ts';
import { createSecret } from '../platform/secret-store.ts';
import { addressIn, owingShardsIn, personLimitsIn, readSettings, remindersIn, venueTemplateIn } from '../platform/settings.ts';
import { eachRecord } from '../platform/sqs-batch.ts';
import { createRoomIndex } from '../platform/rooms/room-index-store.ts';
import { createWishStore } from '../platform/wishes/wish-store.ts';
import { realWorld } from '../platform/world.ts';
import { createFindWishers } from './find-wishers.ts';
import { repeatMail } from './send-again.ts';
import { sendMail } from './send-mail.ts';
import { sendMailOptions, sendMailSettings } from './settings.ts';

const settings = readSettings(sendMailSettings, process.env, sendMailOptions);
const organizer = addressIn(settings, 'NOTIFICATIONS_FROM_EMAIL');

const db = DynamoDBDocumentClient.from(new DynamoDBClient());
const sqs = new SQSClient();
const secrets = new SecretsManagerClient();
const ses = new SESv2Client(SES_CLIENT);
const log = createLog();
const people = createPeopleStore(db, settings.PEOPLE_TABLE);
const findWishers = createFindWishers({
  wishes: createWishStore(db, { wishes: settings.WISHES_TABLE, entries: settings.WISH_ENTRIES_TABLE }),
  people,
  personLimits: personLimitsIn(settings),
  index: createRoomIndex(db, settings.ROOMS_TABLE, log),
});
const deps = {
  findWishers,
  rooms: createRoomStore(db, settings.ROOMS_TABLE, log, owingShardsIn(settings)),
  ledger: createLedger(db, settings.SENDS_TABLE),
  channel: createSesChannel(db, settings.SENDS_TABLE, createSendRate(ses, settings.SES_MAX_SEND_RATE, log, Date.now)),
  audit: createAuditTrail(db, settings.AUDIT_TABLE, settings.PROPOSALS_TABLE),
  people,
  readReminders: createReadReminders(people, remindersIn(settings), log),
  links: createLinkStore(db, settings.LINKS_TABLE),
  linkKeys: createLinkKeys(secrets, settings.LINK_KEYS_SECRET_ARN, Date.now),
  sendKeySecret: createSecret(secrets, settings.SEND_KEY_SECRET_ARN, 'send keys'),
  hints: createHints(sqs, settings.MAIL_QUEUE_URL),
  deadLetters: createDeadLetters(sqs, settings.MAIL_DEAD_LETTER_QUEUE_URL),
  mailer: createMailer(ses, organizer, settings.CONFIGURATION_SET),
  log,
  world: realWorld,
  jitter: Math.random,
  pause: (millis: number) => pause(millis),
  isEnabled: settings.NOTIFICATIONS_ENABLED === 'true',
  outgoing: {
    organizer,
    redirectTo: settings.NOTIFICATIONS_REDIRECT_TO === '' ? null : addressIn(settings, 'NOTIFICATIONS_REDIRECT_TO'),
    publicUrl: settings.PUBLIC_URL,
    brand: { name: settings.BRAND_NAME, color: settings.BRAND_COLOR },
    findVenue: createFindVenue(venueTemplateIn(settings), createSecret(secrets, settings.VENUE_KEY_SECRET_ARN, 'meeting addresses')),
  },
};

export const handler = (event: SQSEvent) =>
  eachRecord(event, log, async ({ body, messageId }) => {
    const hint = parseHint(body);
    await repeatMail(deps, hint, messageId);
    await sendMail(deps, hint.roomId);
  });
