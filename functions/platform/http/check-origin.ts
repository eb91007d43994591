import { createHash, timingSafeEqual } from 'node:crypto';
import { GetSecretValueCommand, ResourceNotFoundException, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { withLogFields } from '../log.ts';
import { requestIdOf, type Identified } from './request-id.ts';

/** The header that CloudFront adds to every request that it passes on; its value is a secret of the deployment. */
const ORIGIN_KEY_HEADER = 'x-origin-key';

interface Headed {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Whether a request came through CloudFront. Rejects when the key cannot be read: then nobody comes in. */
export type CameThroughSite = (request: Headed) => Promise<boolean>;

/** A key that does not fit may be newer than those at hand. They are looked up at most so often, whatever is thrown at the address. */
export const ORIGIN_KEY_UNKNOWN_MILLIS = 60_000;
/** So long an instance that gets requests goes on to accept a key that has ended. */
const KEPT_MILLIS = 5 * 60_000;
/** During a rotation both are accepted: the key of today, and the one that CloudFront is about to send. */
const ACCEPTED_STAGES = ['AWSCURRENT', 'AWSPENDING'];

/** Reads the keys when they are first needed, again every five minutes, and when one does not fit. */
export function createOriginCheck(secrets: SecretsManagerClient, secretArn: string, nowMillis: () => number): CameThroughSite {
  let kept: { readonly digests: Promise<readonly Buffer[]>; readonly at: number } | undefined;
  const read = (): Promise<readonly Buffer[]> => {
    const before = kept;
    const reading = { digests: readDigests(secrets, secretArn), at: nowMillis() };
    kept = reading;
    // Keys that were read before go on to hold while none can be read.
    reading.digests.catch(() => {
      if (kept === reading) kept = before;
    });
    return reading.digests;
  };
  const readAfter = async (millis: number): Promise<readonly Buffer[]> => {
    if (kept !== undefined && nowMillis() - kept.at <= millis) return kept.digests;
    const before = kept;
    return read().catch((error: unknown) => before?.digests ?? Promise.reject(error));
  };
  return async ({ headers }) => {
    const given = digestOf(headers[ORIGIN_KEY_HEADER] ?? '');
    return isAmong(given, await readAfter(KEPT_MILLIS)) || isAmong(given, await readAfter(ORIGIN_KEY_UNKNOWN_MILLIS));
  };
}

// Compares with all of them, so that the time tells nothing.
const isAmong = (given: Buffer, digests: readonly Buffer[]): boolean =>
  digests.map((digest) => timingSafeEqual(given, digest)).includes(true);

type Handler<Event> = (event: Event, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * A handler that answers only what came through CloudFront: nothing goes around the limits and headers of the site. Each line that
 * it logs has the id of the request, which problem answers show.
 */
export const behindSite =
  <Event extends Headed & Identified>(handler: Handler<Event>, cameThroughSite: CameThroughSite): Handler<Event> =>
  async (event, context) =>
    withLogFields({ requestId: requestIdOf(event, context) }, async () =>
      (await cameThroughSite(event)) ? handler(event, context) : FORBIDDEN,
    );

// In the words of an HTTP API that refuses.
const FORBIDDEN: APIGatewayProxyStructuredResultV2 = {
  statusCode: 403,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify({ message: 'Forbidden' }),
};

async function readDigests(secrets: SecretsManagerClient, SecretId: string): Promise<readonly Buffer[]> {
  const keys = await Promise.all(ACCEPTED_STAGES.map((stage) => readKey(secrets, SecretId, stage)));
  return keys.flatMap((key) => (key === null ? [] : [digestOf(key)]));
}

/** Null where no version of the secret is in this stage, as between rotations. */
async function readKey(secrets: SecretsManagerClient, SecretId: string, VersionStage: string): Promise<string | null> {
  try {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId, VersionStage }));
    if (!SecretString) throw new Error('The secret of the origin key is empty');
    return SecretString;
  } catch (error) {
    if (VersionStage !== 'AWSCURRENT' && error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();
