import { setTimeout as pause } from 'node:timers/promises';
import { charge, listHeldSessions, refund, type Cost, type ReachedLimit } from '../../../shared/room/usage.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import type { PersonLimits } from '../../../shared/words/person-limits.ts';
import type { RoomIndex } from '../rooms/room-index-store.ts';
import { changeProfile } from './change-profile.ts';
import type { PeopleStore } from './people-store.ts';

export interface ChargePersonDeps {
  readonly people: PeopleStore;
  readonly personLimits: PersonLimits;
  readonly index: Pick<RoomIndex, 'roomsById'>;
}

/** What is charged, to whom, and for which command. */
export interface Bill {
  readonly sub: string;
  readonly cost: Cost;
  readonly at: Instant;
  /** The same each time the command is tried. */
  readonly key: string;
}

const ATTEMPTS = 20;
const LONGEST_PAUSE_MILLIS = 200;

/**
 * Charges a command to its person before the command is decided, on condition that nothing else was charged to them since
 * their row was read. Null when it fits; otherwise the limit that it would break. Throws for a row that is contended all the time.
 */
export async function chargePerson({ people, personLimits, index }: ChargePersonDeps, bill: Bill): Promise<ReachedLimit | null> {
  const { sub, cost, at, key } = bill;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const read = await people.load(sub);
    const { usage } = read.profile;
    const rooms = await index.roomsById(usage.claims.map(({ roomId }) => roomId));
    const result = charge(usage, cost, { held: listHeldSessions(sub, usage, rooms, at), limits: personLimits, at, key });
    if (result.kind === 'refused') return result.reached;
    if (await people.save(read, { ...read.profile, usage: result.usage })) return null;
    await pause(Math.random() * Math.min(LONGEST_PAUSE_MILLIS, 5 * 2 ** attempt));
  }
  throw new Error(`The row of a person was contended ${ATTEMPTS} times running`);
}

/** Gives back what a command cost that changed nothing. */
export async function refundPerson({ people }: Pick<ChargePersonDeps, 'people'>, { sub, key }: Bill): Promise<void> {
  await changeProfile(people, sub, (profile) => ({ ...profile, usage: refund(profile.usage, key) }));
}
