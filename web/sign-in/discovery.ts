import * as oauth from 'oauth4webapi';
import { keepMetadata, recallMetadata } from './memory.ts';

type Endpoint = 'authorization_endpoint' | 'end_session_endpoint';

/** Finds out where the issuer's endpoints are, once. After a failure it asks again, because the network may be back. */
export function createDiscovery(issuer: string, options: oauth.DiscoveryRequestOptions): () => Promise<oauth.AuthorizationServer> {
  let found: Promise<oauth.AuthorizationServer> | undefined;
  return () =>
    (found ??= discover(issuer, options).catch((error: unknown) => {
      found = undefined;
      throw error;
    }));
}

async function discover(issuer: string, options: oauth.DiscoveryRequestOptions): Promise<oauth.AuthorizationServer> {
  const recalled = recallMetadata(issuer);
  if (recalled) return recalled;
  const address = new URL(issuer);
  const found = await oauth.processDiscoveryResponse(address, await oauth.discoveryRequest(address, options));
  keepMetadata(found);
  return found;
}

/**
 * The address of a page of the issuer that the browser is sent to. Throws when the issuer names none, or one that is less
 * secure than the issuer itself. oauth4webapi checks the same of the endpoints that it fetches.
 */
export function endpointOf(server: oauth.AuthorizationServer, name: Endpoint): string {
  const url = new URL(server[name] ?? '');
  if (url.protocol !== new URL(server.issuer).protocol) throw new Error(`insecure ${name}`);
  return url.href;
}
