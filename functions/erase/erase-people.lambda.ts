import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createLog } from '../platform/log.ts';
import { createHints } from '../platform/mail/hint.ts';
import { createDeleteRawMail } from '../platform/mail/inbox.ts';
import { createErasureStore } from '../platform/people/erasure-store.ts';
import { createRowEraser } from '../platform/people/erase-rows-store.ts';
import { findPerson } from '../platform/people/find-person-store.ts';
import { createPeopleStore } from '../platform/people/people-store.ts';
import { createDeleteSignIns } from '../platform/people/user-pool-store.ts';
import { createRoomStore } from '../platform/rooms/room-store.ts';
import { owingShardsIn, readSettings } from '../platform/settings.ts';
import { createWishStore } from '../platform/wishes/wish-store.ts';
import { realWorld } from '../platform/world.ts';
import { erasePerson } from './erase-person.ts';
import { runErasures } from './run-erasures.ts';
import { erasePeopleOptions, erasePeopleSettings } from './settings.ts';

const settings = readSettings(erasePeopleSettings, process.env, erasePeopleOptions);
// It reads whole tables, and may wait for them rather than fail.
const db = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 10 }));
const sqs = new SQSClient();
const log = createLog();
const tables = {
  rooms: settings.ROOMS_TABLE,
  people: settings.PEOPLE_TABLE,
  feeds: settings.FEEDS_TABLE,
  links: settings.LINKS_TABLE,
  sends: settings.SENDS_TABLE,
  messages: settings.IMIP_MESSAGES_TABLE,
  audit: settings.AUDIT_TABLE,
  proposals: settings.PROPOSALS_TABLE,
};
const erasures = createErasureStore(db, settings.ERASURES_TABLE);
const deps = {
  rooms: createRoomStore(db, tables.rooms, log, owingShardsIn(settings)),
  people: createPeopleStore(db, tables.people),
  hints: createHints(sqs, settings.MAIL_QUEUE_URL),
  eraser: createRowEraser(db, tables),
  wishes: createWishStore(db, { wishes: settings.WISHES_TABLE, entries: settings.WISH_ENTRIES_TABLE }),
  erasures,
  deleteRawMail: createDeleteRawMail(new S3Client(), settings.INBOX_BUCKET),
  findPerson: (asked: Parameters<typeof findPerson>[2]) => findPerson(db, tables, asked),
  deleteSignIns: createDeleteSignIns(sqs.config, settings.USER_POOL_ID, process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER']),
  log,
  world: realWorld,
};

export const handler = () => runErasures({ erasures, erase: (asked) => erasePerson(deps, asked), log, world: realWorld });
