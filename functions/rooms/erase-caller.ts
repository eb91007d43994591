import { millisOf } from '../../shared/time/instant.ts';
import { isChange } from '../../shared/words/route-keys.ts';
import { HttpError } from '../platform/http/http-error.ts';
import type { Caller } from './caller.ts';
import type { RoomsApiDeps, SignedInEndpoint } from './deps.ts';

/** `DELETE /api/me`: stores that the caller wants to be erased. A function that runs each minute does it. */
export const eraseCaller: SignedInEndpoint = async ({ erasures, world, log }, _request, { sub, email }) => {
  const askedAt = await erasures.ask({ sub, address: email }, world.now());
  log.count('ErasuresAsked');
  return { status: 202, body: { askedAt } };
};

/**
 * Refuses changes by somebody who is being erased, because a session that they open meanwhile might be missed. A token from before the
 * erasure outlives it, and would make the person known again: it is refused as one that has ended.
 */
export async function refuseErased({ erasures }: Pick<RoomsApiDeps, 'erasures'>, route: string, caller: Caller): Promise<void> {
  if (route.startsWith('GET ')) return;
  const state = await erasures.load(caller.sub);
  if (state?.kind === 'asked' && isChange(route)) throw new HttpError('being-erased');
  // Tokens tell whole seconds.
  if (state?.kind === 'erased' && caller.issuedAtSeconds < Math.floor(millisOf(state.at) / 1000)) throw new HttpError('unauthenticated');
}
