import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { createHints } from '../platform/hint.ts';
import type { HttpHandler, HttpRequest } from '../platform/http.ts';
import { createLinkKeys } from '../platform/link-keys.ts';
import { createLinkStore } from '../platform/link-store.ts';
import { createLog } from '../platform/log.ts';
import { behindSite, createOriginCheck } from '../platform/origin-key.ts';
import { createRoomStore } from '../platform/room-store.ts';
import { readSettings } from '../platform/settings.ts';
import { realWorld } from '../platform/world.ts';
import { serveLinks } from './serve-links.ts';
import { linksSettings } from './settings.ts';
import { lookOf } from './site.ts';

const settings = readSettings(linksSettings, process.env);
const db = DynamoDBDocumentClient.from(new DynamoDBClient());
const log = createLog();
const brand = { name: settings.BRAND_NAME, color: settings.BRAND_COLOR };
const secrets = new SecretsManagerClient();
const deps = {
  rooms: createRoomStore(db, settings.ROOMS_TABLE),
  links: createLinkStore(db, settings.LINKS_TABLE),
  linkKeys: createLinkKeys(secrets, settings.LINK_KEYS_SECRET_ARN, Date.now),
  hints: createHints(new SQSClient(), settings.MAIL_QUEUE_URL),
  log,
  world: realWorld,
  site: {
    brand,
    look: lookOf(brand),
    publicOrigin: new URL(settings.PUBLIC_URL).origin,
    organizerEmail: settings.NOTIFICATIONS_FROM_EMAIL,
    decidesOnOpening: settings.DECISION_LINKS === 'one-click',
  },
};

// Nearly every cold start is for a page: what only programs need is loaded for the first of them.
let loaded: Promise<HttpHandler> | undefined;
async function load(): Promise<HttpHandler> {
  const [{ createHttpHandler }, { proposeByLink }] = await Promise.all([import('../platform/http.ts'), import('./propose-by-link.ts')]);
  return createHttpHandler(new Map([['POST /api/reschedule/propose', proposeByLink(deps)]]), log);
}

const serve = async (event: HttpRequest, context: Context) => {
  if (!event.rawPath.startsWith('/api/')) return serveLinks(deps, event);
  loaded ??= load();
  return (await loaded)(event, context);
};

export const handler = behindSite(serve, createOriginCheck(secrets, settings.ORIGIN_KEY_SECRET_ARN, Date.now));
