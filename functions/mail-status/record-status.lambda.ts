import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context, SQSEvent } from 'aws-lambda';
import { createHints } from '../platform/mail/hint.ts';
import { createHttpHandler, type HttpRequest } from '../platform/http/http-handler.ts';
import { createLedger } from '../platform/mail/ledger.ts';
import { createLog } from '../platform/log.ts';
import { behindSite, createOriginCheck } from '../platform/http/check-origin.ts';
import { createRoomStore } from '../platform/rooms/room-store.ts';
import { owingShardsIn, readSettings } from '../platform/settings.ts';
import { eachRecord } from '../platform/sqs-batch.ts';
import { realWorld } from '../platform/world.ts';
import { createFetchText } from './fetch-text.ts';
import { recordStatus } from './record-status.ts';
import { recordStatusSettings } from './settings.ts';
import { parseStatusEvent } from './status-event.ts';
import { createStatusHook } from './status-hook.ts';

const settings = readSettings(recordStatusSettings, process.env);
const db = DynamoDBDocumentClient.from(new DynamoDBClient());
const log = createLog();
const deps = {
  rooms: createRoomStore(db, settings.ROOMS_TABLE, log, owingShardsIn(settings)),
  ledger: createLedger(db, settings.SENDS_TABLE),
  hints: createHints(new SQSClient(), settings.MAIL_QUEUE_URL),
  log,
  world: realWorld,
  topicArn: settings.STATUS_TOPIC_ARN,
  fetchText: createFetchText(),
};
const hook = createHttpHandler(new Map([['POST /api/hooks/email-status', createStatusHook(deps)]]), log);
const answer = behindSite(hook, createOriginCheck(new SecretsManagerClient(), settings.ORIGIN_KEY_SECRET_ARN, Date.now));

/** SES's events: from the queue, raw as SES wrote them, or posted by SNS with its signature. */
export const handler = (event: SQSEvent | HttpRequest, context: Context) => {
  if (!('Records' in event)) return answer(event, context);
  return eachRecord(event, log, async ({ body }) => {
    const status = parseStatusEvent(body);
    if (status) await recordStatus(deps, status);
  });
};
