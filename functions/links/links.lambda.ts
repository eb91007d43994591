import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createHints } from '../platform/mail/hint.ts';
import { createHttpHandler, type Endpoint } from '../platform/http/http-handler.ts';
import { createLinkKeys } from '../platform/links/link-keys.ts';
import { createLinkStore } from '../platform/links/link-store.ts';
import { createLog } from '../platform/log.ts';
import { behindSite, createOriginCheck } from '../platform/http/check-origin.ts';
import { createPeopleStore } from '../platform/people/people-store.ts';
import { createRoomStore } from '../platform/rooms/room-store.ts';
import { createRoomIndex } from '../platform/rooms/room-index-store.ts';
import { owingShardsIn, personLimitsIn, readSettings } from '../platform/settings.ts';
import { createWishStore } from '../platform/wishes/wish-store.ts';
import { realWorld } from '../platform/world.ts';
import { proposeByLink } from './propose-by-link.ts';
import { createScannerWatch } from './scanner-watch.ts';
import { createLinkPages } from './serve-links.ts';
import { linksSettings } from './settings.ts';
import { stylesheet } from './pages/stylesheet.ts';

const settings = readSettings(linksSettings, process.env);
const db = DynamoDBDocumentClient.from(new DynamoDBClient());
const log = createLog();
const brand = { name: settings.BRAND_NAME, color: settings.BRAND_COLOR };
const secrets = new SecretsManagerClient();
const deps = {
  rooms: createRoomStore(db, settings.ROOMS_TABLE, log, owingShardsIn(settings)),
  links: createLinkStore(db, settings.LINKS_TABLE),
  linkKeys: createLinkKeys(secrets, settings.LINK_KEYS_SECRET_ARN, Date.now),
  people: createPeopleStore(db, settings.PEOPLE_TABLE),
  personLimits: personLimitsIn(settings),
  wishes: createWishStore(db, { wishes: settings.WISHES_TABLE, entries: settings.WISH_ENTRIES_TABLE }),
  index: createRoomIndex(db, settings.ROOMS_TABLE, log),
  hints: createHints(new SQSClient(), settings.MAIL_QUEUE_URL),
  log,
  world: realWorld,
  scanners: createScannerWatch(),
  pages: {
    brand,
    stylesheet: stylesheet(brand.color),
    publicOrigin: new URL(settings.PUBLIC_URL).origin,
    organizerEmail: settings.NOTIFICATIONS_FROM_EMAIL,
    decidesOnOpening: settings.DECISION_LINKS === 'one-click',
  },
};

const endpoints = new Map<string, Endpoint>([['POST /api/reschedule/propose', proposeByLink(deps)], ...createLinkPages(deps)]);
const serve = createHttpHandler(endpoints, log);

export const handler = behindSite(serve, createOriginCheck(secrets, settings.ORIGIN_KEY_SECRET_ARN, Date.now));
