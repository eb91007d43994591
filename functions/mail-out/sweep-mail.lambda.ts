import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createManyHints } from '../platform/mail/hint.ts';
import { createReadFaultySince } from '../platform/mail/ses-channel-store.ts';
import { createCountUnheard } from '../platform/mail/unheard-mail-store.ts';
import { createLog } from '../platform/log.ts';
import { createFindOldestOwed } from '../platform/rooms/oldest-owed-mail-store.ts';
import { createRoomStore } from '../platform/rooms/room-store.ts';
import { owingShardsIn, readSettings } from '../platform/settings.ts';
import { realWorld } from '../platform/world.ts';
import { sweepMailSettings } from './settings.ts';
import { sweepMail } from './sweep-mail.ts';

const settings = readSettings(sweepMailSettings, process.env);
const db = DynamoDBDocumentClient.from(new DynamoDBClient());
const log = createLog();
const deps = {
  owingShards: owingShardsIn(settings),
  rooms: createRoomStore(db, settings.ROOMS_TABLE, log, owingShardsIn(settings)),
  readFaultySince: createReadFaultySince(db, settings.SENDS_TABLE),
  findOldestOwed: createFindOldestOwed(db, settings.ROOMS_TABLE, owingShardsIn(settings)),
  countUnheard: createCountUnheard(db, settings.SENDS_TABLE),
  hints: createManyHints(new SQSClient(), settings.MAIL_QUEUE_URL),
  log,
  world: realWorld,
};

export const handler = (event: unknown) => sweepMail(deps, event);
