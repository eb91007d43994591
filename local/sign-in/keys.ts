import { existsSync, readFileSync } from 'node:fs';
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JWK, type JWTVerifyGetKey } from 'jose';
import { writeWhole } from '../data-files.ts';
import { isRecord, parseJson, textAt } from '../json.ts';
import { LocalProblem } from '../problem.ts';

/** The key pair of the local issuer. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly privateJwk: JWK;
  /** For verification in this process. */
  readonly keys: JWTVerifyGetKey;
  readonly publicJwks: { readonly keys: JWK[] };
}

const KID = 'local';

/** Reads the key, or makes one at the first start: a token stays good over a restart. Throws `LocalProblem` when the file is damaged. */
export async function openSigningKey(path: string): Promise<SigningKey> {
  if (!existsSync(path)) {
    // An HTTP API checks RSA signatures only.
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    await writeWhole(path, JSON.stringify({ ...(await exportJWK(privateKey)), kid: KID, alg: 'RS256', use: 'sig' }));
  }
  const jwk = parseJson(readFileSync(path, 'utf8'));
  const privateKey =
    isRecord(jwk) && textAt(jwk, 'd') !== undefined ? await importJWK({ ...jwk, kty: 'RSA' }, 'RS256').catch(() => undefined) : undefined;
  if (!isRecord(jwk) || !(privateKey instanceof CryptoKey))
    throw new LocalProblem(`${path} is damaged: start once with --fresh, or with another --data.`);
  const publicJwks = { keys: [{ kty: 'RSA', n: String(jwk['n']), e: String(jwk['e']), kid: KID, alg: 'RS256', use: 'sig' }] };
  return { kid: KID, privateKey, privateJwk: { ...jwk, kty: 'RSA' }, keys: createLocalJWKSet(publicJwks), publicJwks };
}
