import { changeProfileRequest, type OwnProfile } from '../../shared/api/contract.ts';
import { guestOf } from '../../shared/room/room.ts';
import { allowAllHosts, chooseProfile, describePerson, type Profile } from '../../shared/room/profile.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { DEFAULT_LANGUAGE } from '../../shared/words/languages.ts';
import { readGivenName } from '../../shared/words/names.ts';
import { readJson } from '../platform/http/http-body.ts';
import { listUsed } from '../platform/people/charge-person.ts';
import { changeProfile } from '../platform/people/change-profile.ts';
import { ownRoomsFrom, type OwnRoomsPosition } from '../platform/rooms/list-rooms.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import type { Caller } from './caller.ts';
import type { RoomsApiDeps, SignedInEndpoint } from './deps.ts';

/** Rooms that are changed at once. */
const AT_ONCE = 10;

/** `GET /api/me` */
export const showProfile: SignedInEndpoint = async (deps, _request, caller) => {
  const { profile } = await deps.people.load(caller.sub);
  return { status: 200, body: await viewOf(deps, caller, profile) };
};

/**
 * `PATCH /api/me`. First the person's row, then their sessions to come: so the same request once more ends what was interrupted.
 */
export const changeOwnProfile: SignedInEndpoint = async (deps, request, caller) => {
  const { refusedHosts, ...choice } = readJson(request, changeProfileRequest);
  const change = (before: Profile) => chooseProfile(refusedHosts === 'none' ? allowAllHosts(before) : before, choice);
  const profile = await changeProfile(deps.people, caller.sub, change);
  const isOfRooms = ['name', 'givenName', 'timeZone', 'language'].some((field) => field in choice);
  if (isOfRooms) await updateRooms(deps, caller, profile);
  return { status: 200, body: await viewOf(deps, caller, profile) };
};

async function updateRooms(deps: RoomsApiDeps, caller: Caller, profile: Profile): Promise<void> {
  const { timeZone, ...names } = describePerson(profile, caller);
  const ids = await findRoomsToCome(deps, caller.sub, profile);
  for (let n = 0; n < ids.length; n += AT_ONCE) {
    await Promise.all(ids.slice(n, n + AT_ONCE).map((id) => updateRoom(deps, id, { sub: caller.sub, ...names, timeZone })));
  }
}

/** By what they are charged for, which is never behind, and by the index, which also knows rooms from before anything was charged. */
async function findRoomsToCome(deps: RoomsApiDeps, sub: string, { usage }: Profile): Promise<readonly RoomId[]> {
  const found = new Set(usage.claims.map(({ roomId }) => roomId));
  let position: OwnRoomsPosition | null = ownRoomsFrom(deps.world.now());
  while (position?.part === 'to-come') {
    const { rows, next }: Awaited<ReturnType<typeof deps.index.ownRooms>> = await deps.index.ownRooms(sub, position);
    for (const { id } of rows) found.add(id);
    position = next;
  }
  return [...found];
}

/** A room keeps its zone and its language where the person has none any more. */
async function updateRoom(
  deps: RoomsApiDeps,
  id: RoomId,
  { timeZone, language, ...person }: Pick<Caller, 'sub' | 'name' | 'givenName' | 'timeZone' | 'language'>,
): Promise<void> {
  const { room } = await deps.rooms.load(id);
  if (room.status === 'uncreated') return;
  const people = [room.host, guestOf(room), room.reservedFor?.person];
  const own = people.find((each) => each?.sub === person.sub);
  if (!own) return;
  const asked = { at: deps.world.now(), seed: deps.world.seed() };
  await runCommand(deps, id, {
    type: 'update-person',
    person: { ...person, timeZone: timeZone ?? own.timeZone, language: language ?? own.language ?? null },
    ...asked,
  });
}

async function viewOf(deps: RoomsApiDeps, caller: Caller, profile: Profile): Promise<OwnProfile> {
  const { reminders } = deps;
  const person = describePerson(profile, caller);
  const used = await listUsed(deps, caller.sub, profile.usage, deps.world.now());
  return {
    name: person.name,
    givenName: readGivenName(person),
    timeZone: person.timeZone,
    language: person.language ?? DEFAULT_LANGUAGE,
    reminders: profile.reminders ?? reminders,
    chosen: {
      name: profile.name !== null,
      givenName: profile.givenName !== null,
      timeZone: profile.timeZone !== null,
      language: profile.language !== null,
      reminders: profile.reminders !== null,
    },
    hasFeed: profile.feedDigest !== null,
    refusedHosts: profile.refusedHosts.length,
    limits: used.map(({ limit, allowed, used: count, endsAt }) => ({ limit, allowed, left: Math.max(0, allowed - count), moreAt: endsAt })),
  };
}
