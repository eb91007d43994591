import * as fc from 'fast-check';
import type { Notice } from '../../../shared/room/notice.ts';
import type { Person } from '../../../shared/room/person.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { asha, ben, dina, mallory, monday, ownVenue } from '../../support/rooms.ts';
import '../../support/repeatable-properties.ts';

/*
 * Whatever a host, two guests and a stranger may think of doing, sensible or not.
 */

/** Some identity providers fill in the address where there is no name. */
const namelessDina: Person = { ...dina, name: dina.email };
export const everybody: readonly Person[] = [ben, asha, namelessDina, mallory];

/** Seconds. Mostly few; sometimes so many that proposals expire, the session begins or is over. */
const pause = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 16, arbitrary: fc.integer({ min: 1, max: 900 }) },
  { weight: 3, arbitrary: fc.integer({ min: 900, max: 40_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 40_000, max: 300_000 }) },
);

const who = fc.oneof({ weight: 1, arbitrary: fc.constant(ben) }, { weight: 2, arbitrary: fc.constantFrom(...everybody) });
/** Signed in, invited, or invited as somebody else. */
const way = fc.constantFrom<'app' | 'invited' | 'forged'>('app', 'app', 'app', 'invited', 'invited', 'invited', 'forged');

/** When sessions may be: soon, late, too late, and in the past. */
const slot = fc.constantFrom(...[120, 1_500, 6_000, 11_700, 11_760, 16_000, 600_000, -60].map((minutes) => plusMinutes(monday, minutes)));
const length = fc.option(fc.constantFrom(30 as const, 60 as const, 90 as const));
const wishedLength = fc.option(fc.constantFrom(30, 60, 60, 90, 45));
/** SEQUENCE and DTSTAMP of a message, relative to the room's and to now. */
const order = fc.record({
  above: fc.constantFrom(0, 0, 0, 0, -1, -2, 1, 4_000_000_000),
  secondsAgo: fc.option(fc.integer({ min: -60, max: 600 })),
});
const partstat = fc.constantFrom(...(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'TENTATIVE', 'TENTATIVE', 'DECLINED'] as const));
const original = fc.constantFrom(...(['unnamed', 'unnamed', 'right', 'wrong'] as const));
const note = fc.constantFrom('', 'Later?', 'x'.repeat(600));
const noticeKind = fc.constantFrom<Notice['kind']>('reply-unreadable', 'proposal-impossible', 'confirm-reply', 'fresh-link');
/** The newest proposal, an older one, one that there never was. */
const which = fc.constantFrom(1, 1, 1, 1, 2, 3, 99);
const back = fc.integer({ min: 1, max: 6 });

const a = <D extends string>(...deeds: readonly D[]) => fc.constantFrom(...deeds);

const deed = fc.oneof(
  { weight: 10, arbitrary: fc.record({ does: a('book') }) },
  { weight: 5, arbitrary: fc.record({ does: a('reschedule'), slot, length }) },
  { weight: 3, arbitrary: fc.record({ does: a('leave'), isUndoable: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: a('cancel'), isUndoable: fc.constantFrom(true, true, false) }) },
  // Whose it is to take back, or else the person who acts now.
  { weight: 6, arbitrary: fc.record({ does: a('undo'), isTheirs: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: a('end-undo') }) },
  { weight: 12, arbitrary: fc.record({ does: a('reply'), order, partstat }) },
  { weight: 20, arbitrary: fc.record({ does: a('propose'), slot, length: wishedLength, note, via: a('form', 'app') }) },
  { weight: 12, arbitrary: fc.record({ does: a('counter'), slot, length: wishedLength, order, original, understands: fc.boolean() }) },
  // The counterparty, or else the person who acts now.
  { weight: 18, arbitrary: fc.record({ does: a('approve', 'decline-proposal', 'decline-proposal'), which, isCounterparty: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ does: a('resend') }) },
  { weight: 3, arbitrary: fc.record({ does: a('set-venue'), venueUrl: fc.constantFrom(ownVenue, null) }) },
  { weight: 3, arbitrary: fc.record({ does: a('write-note'), note }) },
  // Whose decline it was, or else the person who acts now.
  { weight: 8, arbitrary: fc.record({ does: a('restore'), isTheirs: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ does: a('introduce'), yes: fc.constantFrom(true, true, false) }) },
  { weight: 4, arbitrary: fc.record({ does: a('notify'), kind: noticeKind }) },
  { weight: 2, arbitrary: fc.record({ does: a('record-failed-mail') }) },
  { weight: 8, arbitrary: fc.record({ does: a('again'), back }) },
);

export type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;
export type Way = 'app' | 'invited' | 'forged';
export interface Move {
  readonly pause: number;
  readonly who: Person;
  readonly way: Way;
  readonly deed: Deed;
}

export const moves = (maxLength: number): fc.Arbitrary<readonly Move[]> =>
  fc.array(fc.record({ pause, who, way, deed }), { maxLength, size: 'max' });
