import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';

/** The keys that sign magic links: one signs new links, every one verifies. Two live during a rotation. */
export interface LinkKeys {
  readonly current: string;
  readonly byId: ReadonlyMap<string, Uint8Array>;
}

// HS256 wants a key of at least the hash's length (RFC 7518 3.2).
const KEY_MIN_LENGTH = 32;
const secret = z.catchall(z.object({ current: z.string() }), z.string().check(z.minLength(KEY_MIN_LENGTH)));

/**
 * Parses `{"current":"k2","k1":"<secret>","k2":"<secret>"}`. Throws, without quoting any of it, if that is not what it is.
 */
export function parseLinkKeys(text: string): LinkKeys {
  const parsed = secret.safeParse(parseJson(text));
  if (!parsed.success) throw new Error('The secret of link keys is not {"current": kid, kid: key of at least 32 characters}');
  const { current, ...keys } = parsed.data;
  if (!(current in keys)) throw new Error('The secret of link keys names a current key that it does not hold');
  const encoder = new TextEncoder();
  return { current, byId: new Map(Object.entries(keys).map(([kid, key]) => [kid, encoder.encode(key)])) };
}

const REFRESH_AFTER_MILLIS = 5 * 60_000;

/** Reads the keys from Secrets Manager, at most every five minutes: within that time a rotation is seen everywhere. */
export function createLinkKeys(secrets: SecretsManagerClient, secretArn: string, nowMillis: () => number): () => Promise<LinkKeys> {
  let read: { readonly keys: Promise<LinkKeys>; readonly at: number } | undefined;
  return async () => {
    if (!read || nowMillis() - read.at > REFRESH_AFTER_MILLIS) read = { keys: readKeys(secrets, secretArn), at: nowMillis() };
    try {
      return await read.keys;
    } catch (error) {
      read = undefined;
      throw error;
    }
  };
}

async function readKeys(secrets: SecretsManagerClient, SecretId: string): Promise<LinkKeys> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  return parseLinkKeys(SecretString ?? '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
