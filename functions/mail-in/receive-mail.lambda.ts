import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { createHints } from '../platform/hint.ts';
import { createImipMessages } from '../platform/imip-message-store.ts';
import { createInbox } from '../platform/inbox.ts';
import { createLog } from '../platform/log.ts';
import { createRoomIndex } from '../platform/room-index-store.ts';
import { createRoomStore } from '../platform/room-store.ts';
import { addressIn, readSettings } from '../platform/settings.ts';
import { eachRecord } from '../platform/sqs-batch.ts';
import { realWorld } from '../platform/world.ts';
import { parseNotification } from './notification.ts';
import { receiveMail, type ReceiveMailDeps } from './receive-mail.ts';
import { receiveMailSettings } from './settings.ts';

const settings = readSettings(receiveMailSettings, process.env);
const db = DynamoDBDocumentClient.from(new DynamoDBClient());

const deps: ReceiveMailDeps = {
  inbox: createInbox(new S3Client(), settings.INBOX_BUCKET),
  bucket: settings.INBOX_BUCKET,
  messages: createImipMessages(db, settings.IMIP_MESSAGES_TABLE),
  rooms: createRoomStore(db, settings.ROOMS_TABLE),
  index: createRoomIndex(db, settings.ROOMS_TABLE),
  hints: createHints(new SQSClient(), settings.MAIL_QUEUE_URL),
  world: realWorld,
  log: createLog(),
  organizer: addressIn(settings, 'NOTIFICATIONS_FROM_EMAIL'),
};

/** SES's notifications about received mail, through SNS and SQS. */
export const handler = (event: SQSEvent) =>
  eachRecord(event, deps.log, async ({ body }) => {
    const received = parseNotification(body);
    if (received) await receiveMail(deps, received);
  });
