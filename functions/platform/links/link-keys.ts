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
  const encoder = new TextEncoder();
  const byId = new Map(Object.entries(keys).map(([kid, key]) => [kid, encoder.encode(key)]));
  if (!byId.has(current)) throw new Error('The secret of link keys names a current key that it does not hold');
  return { current, byId };
}

/**
 * The same secret with one more key, which signs from now on. The key that signed until now still verifies; older ones are gone, and
 * with them the links that they signed. Throws like `parseLinkKeys`.
 */
export function withNewKey(
  text: string,
  key: string,
): { readonly text: string; readonly current: string; readonly dropped: readonly string[] } {
  const { current: previous, byId } = parseLinkKeys(text);
  const numbers = [...byId.keys()].map((kid) => Number(/^k(\d{1,9})$/.exec(kid)?.[1] ?? 0));
  const current = `k${Math.max(...numbers) + 1}`;
  const kept = new TextDecoder().decode(byId.get(previous));
  const dropped = [...byId.keys()].filter((kid) => kid !== previous);
  return { text: JSON.stringify({ current, [previous]: kept, [current]: key }), current, dropped };
}

/** Gives the keys, as far as can be with the key of this id among them. */
export type LinkKeySource = (kid?: string) => Promise<LinkKeys>;

const REFRESH_AFTER_MILLIS = 5 * 60_000;
const UNKNOWN_AFTER_MILLIS = 10_000;

/**
 * Reads the keys from Secrets Manager, at most every five minutes: within that time a rotation is seen everywhere. A link that names
 * a key from after the last reading has them read again, but not for every link that somebody makes up.
 */
export function createLinkKeys(secrets: SecretsManagerClient, secretArn: string, nowMillis: () => number): LinkKeySource {
  let read: { readonly keys: Promise<LinkKeys>; readonly at: number } | undefined;
  const readAfter = async (millis: number): Promise<LinkKeys> => {
    if (!read || nowMillis() - read.at > millis) read = { keys: readKeys(secrets, secretArn), at: nowMillis() };
    try {
      return await read.keys;
    } catch (error) {
      read = undefined;
      throw error;
    }
  };
  return async (kid) => {
    const keys = await readAfter(REFRESH_AFTER_MILLIS);
    return kid === undefined || keys.byId.has(kid) ? keys : readAfter(UNKNOWN_AFTER_MILLIS);
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
