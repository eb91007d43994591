import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createHints } from '../platform/mail/hint.ts';
import { createLog } from '../platform/log.ts';
import { createRoomStore } from '../platform/rooms/room-store.ts';
import { readSettings } from '../platform/settings.ts';
import { realWorld } from '../platform/world.ts';
import { sweepMailSettings } from './settings.ts';
import { sweepMail } from './sweep-mail.ts';

const settings = readSettings(sweepMailSettings, process.env);
const log = createLog();
const deps = {
  rooms: createRoomStore(DynamoDBDocumentClient.from(new DynamoDBClient()), settings.ROOMS_TABLE, log),
  hints: createHints(new SQSClient(), settings.MAIL_QUEUE_URL),
  log,
  world: realWorld,
};

export const handler = (event: unknown) => sweepMail(deps, event);
