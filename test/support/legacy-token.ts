import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import type { LinkKeys } from '../../functions/platform/links/link-keys.ts';
import type { LinkGrant } from '../../shared/link/link.ts';
import { millisOf } from '../../shared/time/instant.ts';

/** A token as version 0.1.0 signed it: with room, role and a digest of the address spelled out. Such links are in people's mail. */
export async function mintLegacyToken(keys: LinkKeys, grant: LinkGrant, seed: string): Promise<string> {
  const key = keys.byId.get(keys.current);
  if (!key) throw new Error('No such key');
  const mac = (text: string) => createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');
  return new SignJWT({ rid: grant.roomId, uid: grant.uid, role: grant.role, eml: mac(`email ${grant.email}`) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keys.current })
    .setJti(mac(`jti ${seed} ${grant.purpose} ${grant.role} ${grant.proposalId ?? ''}`))
    .setAudience(grant.purpose)
    .setExpirationTime(Math.floor(millisOf(grant.expiresAt) / 1000))
    .sign(key);
}
