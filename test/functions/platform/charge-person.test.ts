import { expect, test } from 'vitest';
import { chargePerson, type Bill } from '../../../functions/platform/people/charge-person.ts';
import type { PeopleStore } from '../../../functions/platform/people/people-store.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { DEFAULT_PERSON_LIMITS } from '../../../shared/words/person-limits.ts';
import { memoryPeople } from '../../support/memory-people.ts';
import { memoryRooms } from '../../support/memory-rooms.ts';
import { asha, ben, monday, nextTuesday } from '../../support/rooms.ts';

const roomId = (nth: number): RoomId => `c0ffee00-0000-4000-8000-${nth.toString(16).padStart(12, '0')}` as RoomId;

const booking = (nth: number): Bill => {
  const slot = { startUtc: nextTuesday, durationMinutes: 60 };
  const cost = { type: 'book', session: { roomId: roomId(nth), role: 'guest', ...slot }, hostSub: ben.sub } as const;
  return { sub: asha.sub, cost, slots: [], roomIds: [roomId(nth)], allowOverlap: true, at: monday, key: `booking ${nth}` };
};

/** A person, and the rooms that are read for them. */
function observedPerson() {
  const reads: RoomId[][] = [];
  const roomsById = async (ids: readonly RoomId[]) => {
    reads.push([...ids]);
    return [];
  };
  const people = memoryPeople();
  return { people, deps: { people, personLimits: DEFAULT_PERSON_LIMITS, index: { ...memoryRooms(), roomsById } }, reads };
}

test('while the row of a person is contended, the rooms of its claims are read once, and those of new claims when they appear', async () => {
  const { deps, reads, people } = observedPerson();
  expect((await chargePerson(deps, booking(1))).kind).toBe('charged');
  const other = observedPerson();
  let tries = 0;
  const save: PeopleStore['save'] = async (read, profile) => {
    tries += 1;
    // Another booking of the same person gets between the reading and the writing of the third try.
    if (tries === 3) await chargePerson({ ...other.deps, people }, booking(3));
    return tries > 5 && people.save(read, profile);
  };
  expect((await chargePerson({ ...deps, people: { ...people, save } }, booking(2))).kind).toBe('charged');
  expect(tries).toBe(6);
  expect(reads).toEqual([[roomId(1)], [roomId(3)]]);
});
