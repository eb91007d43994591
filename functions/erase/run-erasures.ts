import { subOfImported } from '../../shared/room/identify.ts';
import { instantAt, millisOf } from '../../shared/time/instant.ts';
import type { ClaimedErasure, ErasureStore } from '../platform/people/erasure-store.ts';
import type { Log } from '../platform/log.ts';
import type { World } from '../platform/world.ts';
import type { Erasure } from './erase-person.ts';

export interface RunErasuresDeps {
  readonly erasures: Pick<ErasureStore, 'listAsked' | 'claim' | 'release'>;
  /** Erases one person everywhere: see `erasePerson`. */
  readonly erase: (asked: {
    readonly subs: readonly string[];
    readonly addresses: readonly ClaimedErasure['address'][];
  }) => Promise<Erasure>;
  readonly log: Log;
  readonly world: World;
}

/** Longer than one run may take: a run that was killed has stopped by then, and the next one goes on. */
const CLAIM_MILLIS = 16 * 60_000;
/** After it no further person is begun, because the run has to end within 15 minutes. */
const BEGIN_WITHIN_MILLIS = 5 * 60_000;

/** Erases the people who asked for it, the one who has waited longest first. One whose mail has to leave first is tried again by the next run. */
export async function runErasures({ erasures, erase, log, world }: RunErasuresDeps): Promise<void> {
  const begun = millisOf(world.now());
  const asked = await erasures.listAsked();
  log.measure('OldestErasure', Math.max(0, ...asked.map(({ askedAt }) => Math.floor((begun - millisOf(askedAt)) / 1000))));
  for (const { digest } of asked) {
    const now = millisOf(world.now());
    if (now - begun > BEGIN_WITHIN_MILLIS) return;
    try {
      const person = await erasures.claim(digest, instantAt(now), instantAt(now + CLAIM_MILLIS));
      if (person === undefined) continue;
      const { sub, address } = person;
      const erasure = await erase({ subs: [sub, subOfImported(address)], addresses: [address] });
      log.info(erasure.kind === 'done' ? 'person.erased' : 'erasure.delayed', countsOf(erasure));
      if (erasure.kind === 'done') continue;
    } catch (error) {
      // The others must not wait for one that fails. It is tried again, and an alarm tells how long somebody has waited.
      log.error('erasure.failed', error);
    }
    await erasures.release(digest);
  }
}

const countsOf = (erasure: Erasure): Readonly<Record<string, number>> =>
  erasure.kind === 'waiting'
    ? { sessionsEnded: erasure.sessionsEnded, sessionsOwingMail: erasure.rooms.length }
    : { rooms: erasure.receipt.rooms, profiles: erasure.receipt.profiles, unreadable: erasure.receipt.unreadable.length };
