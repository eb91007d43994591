import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { createLog } from '../platform/log.ts';
import { eachRecord } from '../platform/sqs-batch.ts';
import { parseNotification } from './notification.ts';
import { receiveMail } from './receive-mail.ts';
import { wireReceiveMail } from './wire-receive-mail.ts';

const log = createLog();
// Zones that calendars only name are as old as this: docs/mail-setup.md.
log.info('receiver.started', { tzdata: process.versions['tz'] });

const deps = wireReceiveMail({
  environment: process.env,
  db: DynamoDBDocumentClient.from(new DynamoDBClient()),
  s3: new S3Client(),
  sqs: new SQSClient(),
  log,
  readCpuMillis: () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  },
});

/** SES's notifications about received mail, through SNS and SQS. */
export const handler = (event: SQSEvent) =>
  eachRecord(event, deps.log, async ({ body }) => {
    const received = parseNotification(body);
    if (received) await receiveMail(deps, received);
  });
