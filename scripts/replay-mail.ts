/** Lists, shows and replays mail that came to the organizer: see --help. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { ReceiveMailDeps } from '../functions/mail-in/receive-mail.ts';
import { receiveMailSettings } from '../functions/mail-in/settings.ts';
import { createHints } from '../functions/platform/hint.ts';
import { createImipMessages } from '../functions/platform/imip-message-store.ts';
import { createInbox } from '../functions/platform/inbox.ts';
import type { Log } from '../functions/platform/log.ts';
import { createRoomIndex } from '../functions/platform/room-index-store.ts';
import { createRoomStore } from '../functions/platform/room-store.ts';
import { readSettings } from '../functions/platform/settings.ts';
import { realWorld } from '../functions/platform/world.ts';
import { parseEmailAddress } from '../shared/email-address.ts';
import { HELP, readCall } from './replay/arguments.ts';
import { perform } from './replay/perform.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {}, count: () => {} };

function depsFrom(file: string | undefined): ReceiveMailDeps {
  const given = file === undefined ? {} : z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
  // Endpoints, too: the local stack's functions are told of theirs in the same way.
  for (const [name, value] of Object.entries(given)) if (name.startsWith('AWS_')) process.env[name] ??= value;
  const settings = readSettings(receiveMailSettings, { ...process.env, ...given });
  const organizer = parseEmailAddress(settings.NOTIFICATIONS_FROM_EMAIL);
  if (!organizer) throw new Error('NOTIFICATIONS_FROM_EMAIL is not an e-mail address (docs/configuration.md)');
  const db = DynamoDBDocumentClient.from(new DynamoDBClient());
  return {
    inbox: createInbox(new S3Client(), settings.INBOX_BUCKET),
    bucket: settings.INBOX_BUCKET,
    messages: createImipMessages(db, settings.IMIP_MESSAGES_TABLE),
    rooms: createRoomStore(db, settings.ROOMS_TABLE),
    index: createRoomIndex(db, settings.ROOMS_TABLE),
    hints: createHints(new SQSClient(), settings.MAIL_QUEUE_URL),
    world: realWorld,
    log: silent,
    organizer,
  };
}

try {
  const { wanted, json, settings } = readCall(process.argv.slice(2));
  if (wanted.command === 'help') console.log(HELP);
  else {
    const report = await perform(depsFrom(settings), wanted);
    console.log(json ? JSON.stringify(report.json, null, 2) : report.text.join('\n'));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
