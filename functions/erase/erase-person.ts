import { isImportedSub } from '../../shared/room/identify.ts';
import { forgetPeople } from '../../shared/room/profile.ts';
import type { PersonTraces } from '../../shared/room/anonymise-room.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import type { DeleteRawMail } from '../platform/mail/inbox.ts';
import { changeProfile } from '../platform/people/change-profile.ts';
import type { PeopleStore } from '../platform/people/people-store.ts';
import type { ErasureStore } from '../platform/people/erasure-store.ts';
import type { RowEraser } from '../platform/people/erase-rows-store.ts';
import type { DeleteSignIns } from '../platform/people/user-pool-store.ts';
import type { FoundPerson } from '../platform/people/person-tables.ts';
import type { StoredRoom } from '../platform/rooms/room-store.ts';
import type { RunCommandDeps } from '../platform/rooms/run-command.ts';
import { UnreadableRow } from '../platform/rooms/unreadable-row.ts';
import type { WishStore } from '../platform/wishes/wish-store.ts';
import type { World } from '../platform/world.ts';
import { endSession, eraseInRoom, isOwing } from './erase-room.ts';

export interface ErasePersonDeps extends RunCommandDeps {
  readonly findPerson: (asked: Pick<PersonTraces, 'subs' | 'addresses'>) => Promise<FoundPerson>;
  readonly eraser: RowEraser;
  readonly people: PeopleStore;
  readonly wishes: Pick<WishStore, 'removeAll'>;
  readonly erasures: Pick<ErasureStore, 'endTokens' | 'finish'>;
  readonly deleteRawMail: DeleteRawMail;
  readonly deleteSignIns: DeleteSignIns;
  readonly world: World;
}

/** What was erased, and how much of it: no address, no name, no identity. */
export interface ErasureReceipt {
  readonly sessionsEnded: number;
  readonly rooms: number;
  readonly mailRows: number;
  readonly links: number;
  readonly answers: number;
  readonly rawMails: number;
  readonly auditRows: number;
  readonly proposals: number;
  readonly profiles: number;
  /** Null: people sign in elsewhere. */
  readonly signIns: number | null;
  /** Rooms that this version cannot read. Nothing in them was erased. */
  readonly unreadable: readonly RoomId[];
}

export type Erasure =
  /** Mail of these rooms has to leave first. To be done again: nothing that is needed for it is gone. */
  | { readonly kind: 'waiting'; readonly sessionsEnded: number; readonly rooms: readonly RoomId[] }
  | { readonly kind: 'done'; readonly receipt: ErasureReceipt };

/**
 * Erases a person everywhere. Sessions to come end first, and their mail leaves. Rooms come last, because all else is found by what
 * they say: so a run that was interrupted finds again what it left, and finishes it.
 */
export async function erasePerson(deps: ErasePersonDeps, asked: Pick<PersonTraces, 'subs' | 'addresses'>): Promise<Erasure> {
  const { eraser, deleteRawMail, deleteSignIns } = deps;
  const person = await deps.findPerson(asked);
  const signedInAs = person.subs.filter((sub) => !isImportedSub(sub));
  await inTurn(signedInAs, (sub) => deps.erasures.endTokens(sub, deps.world.now()));
  // First, so that nobody is mailed because of them meanwhile.
  await inTurn(signedInAs, (sub) => deps.wishes.removeAll(sub));
  const { stored, unreadable } = await loadAll(deps, person.roomIds);
  const ended = await inTurn(stored, (each) => endSession(deps, each, person));
  const sessionsEnded = ended.filter(Boolean).length;
  const { stored: settled } = await loadAll(deps, person.roomIds);
  const owing = settled.filter(isOwing).map(({ id }) => id);
  if (owing.length > 0) return waitForMail(deps, sessionsEnded, owing);

  const uids = new Set(settled.flatMap(({ room }) => (room.status === 'uncreated' ? [] : [room.uid])));
  const aliases = (await inTurn(signedInAs, (sub) => deps.people.load(sub))).flatMap(({ profile }) => profile.addresses);
  const { links, messages, rawMail } = await eraser.eraseMail(person, uids, aliases);
  await inTurn(rawMail, deleteRawMail);
  const rows = await inTurn(settled, ({ id, room }) => eraser.eraseRoomRows(id, room, person, deps.world.now()));
  const namers = await eraser.findNamers(person.subs);
  await inTurn(namers, (sub) => changeProfile(deps.people, sub, (profile) => forgetPeople(profile, person.subs)));
  const profiles = await eraser.erasePeople(person.subs);
  const signIns = await deleteSignIns(signedInAs);
  const erasures = await inTurn(settled, async ({ id }) => ({ id, became: await eraseInRoom(deps, id, person) }));
  const late = erasures.filter(({ became }) => became === 'waiting').map(({ id }) => id);
  if (late.length > 0) return waitForMail(deps, sessionsEnded, late);
  await inTurn(signedInAs, (sub) => deps.erasures.finish(sub, deps.world.now()));
  const sum = (count: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + count(row), 0);
  return {
    kind: 'done',
    receipt: {
      sessionsEnded,
      rooms: erasures.filter(({ became }) => became === 'erased').length,
      mailRows: sum(({ sends }) => sends),
      links,
      answers: messages,
      rawMails: rawMail.length,
      auditRows: sum(({ auditRows }) => auditRows),
      proposals: sum(({ proposals }) => proposals),
      profiles,
      signIns,
      unreadable,
    },
  };
}

/** The sweeper would find them within a minute. */
async function waitForMail({ hints }: ErasePersonDeps, sessionsEnded: number, rooms: readonly RoomId[]): Promise<Erasure> {
  await inTurn(rooms, (id) => hints.send(id));
  return { kind: 'waiting', sessionsEnded, rooms };
}

async function loadAll({ rooms }: ErasePersonDeps, ids: readonly RoomId[]) {
  const unreadable: RoomId[] = [];
  const loaded = await inTurn(ids, async (id): Promise<StoredRoom | null> => {
    try {
      return await rooms.load(id);
    } catch (error) {
      if (!(error instanceof UnreadableRow)) throw error;
      unreadable.push(id);
      return null;
    }
  });
  return { stored: loaded.filter((each) => each !== null), unreadable };
}

/** One after the other: an erasure may take its time, and must not take the tables from everybody else. */
async function inTurn<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const value of values) results.push(await work(value));
  return results;
}
