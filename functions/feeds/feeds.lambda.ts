import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { behindSite, createOriginCheck } from '../platform/http/check-origin.ts';
import { createHttpHandler } from '../platform/http/http-handler.ts';
import { createLog } from '../platform/log.ts';
import { createFeedStore } from '../platform/people/feed-store.ts';
import { createFindVenue } from '../platform/rooms/find-venue.ts';
import { createRoomIndex } from '../platform/rooms/room-index-store.ts';
import { createSecret } from '../platform/secret-store.ts';
import { readSettings, venueTemplateIn } from '../platform/settings.ts';
import { realWorld } from '../platform/world.ts';
import { serveFeed } from './serve-feed.ts';
import { feedsOptions, feedsSettings } from './settings.ts';

const settings = readSettings(feedsSettings, process.env, feedsOptions);
const db = DynamoDBDocumentClient.from(new DynamoDBClient());
const log = createLog();
const secrets = new SecretsManagerClient();
const deps = {
  feeds: createFeedStore(db, settings.FEEDS_TABLE),
  index: createRoomIndex(db, settings.ROOMS_TABLE, log),
  log,
  world: realWorld,
  findVenue: createFindVenue(venueTemplateIn(settings), createSecret(secrets, settings.VENUE_KEY_SECRET_ARN, 'meeting addresses')),
  text: { brandName: settings.BRAND_NAME, publicUrl: settings.PUBLIC_URL },
};
const serve = createHttpHandler(new Map([['ANY /feeds/{file}', serveFeed(deps)]]), log);

export const handler = behindSite(serve, createOriginCheck(secrets, settings.ORIGIN_KEY_SECRET_ARN, Date.now));
