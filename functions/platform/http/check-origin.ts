import { createHash, timingSafeEqual } from 'node:crypto';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
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

// A key that does not fit may be newer than the one at hand; looked up at most so often, whatever is thrown at the address.
const REFRESH_AFTER_MILLIS = 60_000;

/** Reads the key when it is first needed, and again when one does not fit. */
export function createOriginCheck(secrets: SecretsManagerClient, secretArn: string, nowMillis: () => number): CameThroughSite {
  let read: { readonly digest: Promise<Buffer>; readonly at: number } | undefined;
  const digest = (): Promise<Buffer> => {
    const reading = readDigest(secrets, secretArn);
    read = { digest: reading, at: nowMillis() };
    reading.catch(() => {
      read = undefined;
    });
    return reading;
  };
  return async ({ headers }) => {
    const given = digestOf(headers[ORIGIN_KEY_HEADER] ?? '');
    if (timingSafeEqual(given, await (read?.digest ?? digest()))) return true;
    return read !== undefined && nowMillis() - read.at > REFRESH_AFTER_MILLIS && timingSafeEqual(given, await digest());
  };
}

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

async function readDigest(secrets: SecretsManagerClient, SecretId: string): Promise<Buffer> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  if (!SecretString) throw new Error('The secret of the origin key is empty');
  return digestOf(SecretString);
}

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();
