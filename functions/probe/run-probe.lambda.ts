import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createLog } from '../platform/log.ts';
import { SES_CLIENT } from '../platform/mail/mailer.ts';
import { realWorld } from '../platform/world.ts';
import { runProbe } from './run-probe.ts';
import { wireProbe } from './wire-probe.ts';

const deps = wireProbe({
  environment: process.env,
  db: DynamoDBDocumentClient.from(new DynamoDBClient()),
  s3: new S3Client(),
  sqs: new SQSClient(),
  ses: new SESv2Client(SES_CLIENT),
  log: createLog(),
  world: realWorld,
});

/** A probe that fails is counted and is no error of this function. */
export const handler = async (): Promise<void> => void (await runProbe(deps));
