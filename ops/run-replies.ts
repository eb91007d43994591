import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { wireReceiveMail } from '../functions/mail-in/wire-receive-mail.ts';
import { silentLog } from '../functions/platform/log.ts';
import { type CommandCall, findWorkplace } from './command-call.ts';
import { readReplyCall } from './replies/reply-arguments.ts';
import { perform } from './replies/perform.ts';
import type { CommandReport } from './command-report.ts';
import { readFunctionSettings, useForSdk } from './workplace.ts';

/** Lists, shows or replays mail that came to the organizer, with the code and the settings of the function that received it. */
export async function runReplies(command: 'list' | 'show' | 'replay', call: CommandCall): Promise<CommandReport> {
  const wanted = readReplyCall(command, call.args);
  const settings = await readFunctionSettings(findWorkplace(call), 'receive-mail', 'MailInReceiveMail');
  useForSdk(settings);
  const deps = wireReceiveMail({
    environment: { ...process.env, ...settings },
    db: DynamoDBDocumentClient.from(new DynamoDBClient()),
    s3: new S3Client(),
    sqs: new SQSClient(),
    log: silentLog,
    // No budget: an operator who replays a mail waits for it, and no other mail waits behind it.
    readCpuMillis: () => 0,
  });
  return perform(deps, wanted);
}
