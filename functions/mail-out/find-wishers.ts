import { ASKED_AT_ONCE, type OwedLook, type Wisher } from '../../shared/room/ask-wishers.ts';
import { describePerson } from '../../shared/room/profile.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import { countUsed } from '../../shared/room/usage.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { isSameMailbox } from '../../shared/words/mailbox.ts';
import { fitsWish } from '../../shared/wish/fits-wish.ts';
import { bucketOf } from '../../shared/wish/wish-buckets.ts';
import { chargePerson, type ChargePersonDeps } from '../platform/people/charge-person.ts';
import { positionOf, type WishEntry } from '../platform/wishes/wish-item.ts';
import type { WishStore } from '../platform/wishes/wish-store.ts';

export interface FindWishersDeps extends ChargePersonDeps {
  readonly wishes: Pick<WishStore, 'find' | 'load'>;
}

export interface FoundWishers {
  readonly wishers: readonly Wisher[];
  /** Where the next look goes on; null: there are no more wishes. */
  readonly next: string | null;
}

export type FindWishers = (room: ExistingRoom, look: OwedLook, at: Instant) => Promise<FoundWishers>;

/** Of one look: entries of the bucket, about 150 KB, and people whose rows are read. */
const ENTRIES_READ = 500;
export const PEOPLE_READ = 60;

/**
 * Those who wish for a session like this one and may be mailed, the oldest wish first. Each is charged for the mail here, under a key
 * of the opening: so a look that is taken again after a crash finds the same people, and charges nobody twice.
 */
export const createFindWishers =
  (deps: FindWishersDeps): FindWishers =>
  async (room, look, at) => {
    const { entries, next } = await deps.wishes.find(bucketOf(room), look.after, ENTRIES_READ);
    const fitting = entries.filter(({ sub, wanted }) => sub !== room.host.sub && fitsWish(room, wanted));
    const wishers: Wisher[] = [];
    for (const [n, entry] of fitting.slice(0, PEOPLE_READ).entries()) {
      if (wishers.some(({ person }) => person.sub === entry.sub)) continue;
      const wisher = await accept(deps, room, look, entry, at);
      if (wisher) wishers.push(wisher);
      if (wishers.length === ASKED_AT_ONCE) return { wishers, next: n + 1 < fitting.length ? entry.position : next };
    }
    const lastRead = fitting[PEOPLE_READ - 1];
    return { wishers, next: lastRead !== undefined && fitting.length > PEOPLE_READ ? lastRead.position : next };
  };

/** Null for somebody who is not mailed: the wish is gone, they have had enough mail today, they may book nothing now, or they have another session then. */
async function accept(deps: FindWishersDeps, room: ExistingRoom, look: OwedLook, entry: WishEntry, at: Instant): Promise<Wisher | null> {
  const { profile } = await deps.people.load(entry.sub);
  const key = `wish ${room.id} ${look.openedAt}`;
  const isCharged = profile.usage.uses.some((use) => use.key === key);
  const allowed = deps.personLimits.wishMailsPerDay;
  if (!isCharged && countUsed('wishMailsPerDay', profile.usage, [], at, allowed).used >= allowed) return null;
  const wish = await deps.wishes.load(entry.id);
  if (wish === undefined || positionOf(wish) !== entry.position) return null;
  if (isSameMailbox(wish.person.email, room.host.email) || profile.refusedHosts.includes(room.host.sub)) return null;
  const bill = { sub: entry.sub, cost: { type: 'wish' }, slots: [room], roomIds: [room.id], allowOverlap: false, at, key } as const;
  if ((await chargePerson(deps, bill)).kind !== 'charged') return null;
  const { timeZone, ...names } = describePerson(profile, wish.person);
  const { sub, email } = wish.person;
  const person = { sub, email, ...names, timeZone: timeZone ?? wish.person.timeZone };
  return { person, wishId: wish.id, wishedAt: wish.createdAt, wishedUntil: wish.until };
}
