/** Lists, shows and replays mail that came to the organizer: see --help. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { wireReceiveMail } from '../functions/mail-in/wire-receive-mail.ts';
import type { Log } from '../functions/platform/log.ts';
import { HELP, readCall } from './replay/arguments.ts';
import { environmentFor } from './replay/environment.ts';
import { perform } from './replay/perform.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {}, count: () => {} };

try {
  const { wanted, json, ...where } = readCall(process.argv.slice(2));
  if (wanted.command === 'help') console.log(HELP);
  else {
    const given = await environmentFor(where);
    // Region and endpoints, too: the local stack's functions are told of theirs in the same way.
    for (const [name, value] of Object.entries(given)) if (name.startsWith('AWS_')) process.env[name] ??= value;
    const deps = wireReceiveMail({
      environment: { ...process.env, ...given },
      db: DynamoDBDocumentClient.from(new DynamoDBClient()),
      s3: new S3Client(),
      sqs: new SQSClient(),
      log: silent,
    });
    const report = await perform(deps, wanted);
    console.log(json ? JSON.stringify(report.json, null, 2) : report.text.join('\n'));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
