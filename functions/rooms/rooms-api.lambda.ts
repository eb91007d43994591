import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parseEmailAddress } from '../../shared/words/email-address.ts';
import { createReadPastEntries } from '../platform/audit/audit-store.ts';
import { createErasureStore } from '../platform/people/erasure-store.ts';
import { createFeedStore } from '../platform/people/feed-store.ts';
import { createPersonFile } from '../platform/people/person-file-store.ts';
import { createPeopleStore } from '../platform/people/people-store.ts';
import { createHints } from '../platform/mail/hint.ts';
import { createLog } from '../platform/log.ts';
import { behindSite, createOriginCheck } from '../platform/http/check-origin.ts';
import { createRoomIndex } from '../platform/rooms/room-index-store.ts';
import { createRoomStore } from '../platform/rooms/room-store.ts';
import { createFindVenue } from '../platform/rooms/find-venue.ts';
import { createSecret } from '../platform/secret-store.ts';
import {
  owingShardsIn,
  personLimitsIn,
  practiceChoicesIn,
  readSettings,
  remindersIn,
  undoSecondsIn,
  venueHostsIn,
  venueTemplateIn,
} from '../platform/settings.ts';
import { createWishStore } from '../platform/wishes/wish-store.ts';
import { realWorld } from '../platform/world.ts';
import { createRoomsApi } from './serve-rooms.ts';
import { roomsApiOptions, roomsApiSettings } from './settings.ts';

const settings = readSettings(roomsApiSettings, process.env, roomsApiOptions);
const organizer = parseEmailAddress(settings.NOTIFICATIONS_FROM_EMAIL);
if (!organizer) throw new Error('NOTIFICATIONS_FROM_EMAIL is not an e-mail address (docs/configuration.md)');

const db = DynamoDBDocumentClient.from(new DynamoDBClient());

const secrets = new SecretsManagerClient();

const log = createLog();
const roomsApi = createRoomsApi({
  rooms: createRoomStore(db, settings.ROOMS_TABLE, log, owingShardsIn(settings)),
  people: createPeopleStore(db, settings.PEOPLE_TABLE),
  erasures: createErasureStore(db, settings.ERASURES_TABLE),
  wishes: createWishStore(db, { wishes: settings.WISHES_TABLE, entries: settings.WISH_ENTRIES_TABLE }),
  feeds: createFeedStore(db, settings.FEEDS_TABLE),
  publicUrl: settings.PUBLIC_URL,
  personLimits: personLimitsIn(settings),
  practiceChoices: practiceChoicesIn(settings),
  undoSeconds: undoSecondsIn(settings),
  reminders: remindersIn(settings),
  index: createRoomIndex(db, settings.ROOMS_TABLE, log),
  readPastEntries: createReadPastEntries(db, settings.AUDIT_TABLE),
  readPersonFile: createPersonFile(
    db,
    {
      rooms: settings.ROOMS_TABLE,
      people: settings.PEOPLE_TABLE,
      sends: settings.SENDS_TABLE,
      messages: settings.IMIP_MESSAGES_TABLE,
      audit: settings.AUDIT_TABLE,
      proposals: settings.PROPOSALS_TABLE,
    },
    log,
  ),
  hints: createHints(new SQSClient(), settings.MAIL_QUEUE_URL),
  log,
  world: realWorld,
  organizer,
  venueHosts: venueHostsIn(settings),
  findVenue: createFindVenue(venueTemplateIn(settings), createSecret(secrets, settings.VENUE_KEY_SECRET_ARN, 'meeting addresses')),
});

export const handler = behindSite(roomsApi, createOriginCheck(secrets, settings.ORIGIN_KEY_SECRET_ARN, Date.now));
