import { getJson, IssuerError } from './ask-issuer.ts';
import { keepMetadata, recallMetadata } from './memory.ts';

/** The part of the issuer's metadata that is used (OpenID Connect Discovery 3). */
export interface Metadata {
  readonly issuer: string;
  readonly authorization_endpoint?: string;
  readonly token_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly end_session_endpoint?: string;
  readonly authorization_response_iss_parameter_supported?: boolean;
}

/** Finds out where the issuer's endpoints are, once; after a failure, again: the network may be back. */
export function metadataOf(issuer: string): () => Promise<Metadata> {
  let found: Promise<Metadata> | undefined;
  return () =>
    (found ??= find(issuer).catch((error: unknown) => {
      found = undefined;
      throw error;
    }));
}

async function find(issuer: string): Promise<Metadata> {
  const recalled = recallMetadata(issuer);
  if (recalled) return recalled;
  const found: Metadata = await getJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (found.issuer !== issuer) throw new IssuerError('another issuer');
  keepMetadata(found);
  return found;
}

/** As secure as the issuer itself: codes and tokens go there. Throws otherwise, and where there is none. */
export function endpointOf(metadata: Metadata, name: 'authorization_endpoint' | 'token_endpoint'): string {
  const url = new URL(metadata[name] ?? '');
  if (url.protocol !== new URL(metadata.issuer).protocol) throw new IssuerError(`insecure ${name}`);
  return url.href;
}
