import { createRoomRequest, rescheduleRoomRequest, setVenueRequest } from '../../shared/api/contract.ts';
import { parseVenueUrl, type VenueUrl } from '../../shared/words/venue-url.ts';
import { invalid } from '../platform/http/http-error.ts';
import { readJson } from '../platform/http/http-body.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import { requireRoom, answerWithRoom, type SlotFields } from './answer-with-room.ts';
import { describeCaller } from './caller.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import type { SignedInEndpoint } from './deps.ts';
import { readPractice } from './read-practice.ts';
import { openWeekly } from './open-weekly.ts';
import { newUid, newWeeklyIds, roomIdOf } from './request-ids.ts';
import { listStarts } from './list-starts.ts';
import { readReservation } from './reserve-room.ts';

const FIELDS: SlotFields = { start: 'startUtc', duration: 'durationMinutes' };

/** `POST /api/rooms` */
export const createRoom: SignedInEndpoint = async (deps, request, caller) => {
  const asked = readJson(request, createRoomRequest);
  const {
    startUtc,
    durationMinutes,
    timeZone,
    allowOverlap = false,
    meetingUrl = null,
    repeatWeeks = 1,
    reservedFor: wish,
    ...typed
  } = asked;
  if (wish && repeatWeeks > 1)
    throw invalid({ field: 'repeatWeeks', message: 'A session that is reserved for somebody is opened in one week' });
  const practice = readPractice(typed, deps.practiceChoices);
  const venueUrl = meetingUrl === null ? null : readVenueUrl(meetingUrl, deps.venueHosts);
  const host = describeCaller(caller, (await deps.people.load(caller.sub)).profile, timeZone);
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const reservedFor = wish ? await readReservation(deps, wish, caller, at) : null;
  const all = { type: 'create', host, durationMinutes, practice, venueUrl, reservedFor, at, seed } as const;
  const ids = newWeeklyIds(request, caller.sub, repeatWeeks, deps.world);
  const starts = listStarts(startUtc, repeatWeeks, timeZone ?? host.timeZone, at);
  const commands = ids.map((id, n) => ({ ...all, id, uid: newUid(deps.world), startUtc: starts[n] ?? startUtc }));
  const [command, ...later] = commands;
  if (command === undefined) throw new Error('A session is opened in no week at all');
  if (later.length > 0) return openWeekly(deps, caller, [command, ...later], allowOverlap);
  const { id } = command;
  const outcome = await runCharged(deps, id, command, { allowOverlap });
  const room = requireRoom(outcome, caller, FIELDS);
  if (outcome.kind === 'changed') deps.log.count('RoomsCreated');
  if (outcome.kind === 'changed' && reservedFor) deps.log.count('RoomsReserved');
  return { ...(await answerWithRoom(deps, room, caller, at)), status: 201, headers: { location: `/api/rooms/${id}` } };
};

/** `POST /api/rooms/{id}/reschedule` */
export const rescheduleRoom: SignedInEndpoint = async (deps, request, caller) => {
  const id = roomIdOf(request);
  const { startUtc, durationMinutes = null, allowOverlap = false } = readJson(request, rescheduleRoomRequest);
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const command = { type: 'reschedule', by: { sub: caller.sub }, startUtc, durationMinutes, at, seed } as const;
  const outcome = await runCharged(deps, id, command, { allowOverlap });
  return answerWithRoom(deps, requireRoom(outcome, caller, FIELDS), caller, at);
};

/** `PUT /api/rooms/{id}/meeting-url` */
export const setVenue: SignedInEndpoint = async (deps, request, caller) => {
  const { meetingUrl } = readJson(request, setVenueRequest);
  const venueUrl = meetingUrl === null ? null : readVenueUrl(meetingUrl, deps.venueHosts);
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const outcome = await runCommand(deps, roomIdOf(request), { type: 'set-venue', by: { sub: caller.sub }, venueUrl, at, seed });
  return answerWithRoom(deps, requireRoom(outcome, caller), caller, at);
};

/** A link that may be mailed to somebody else. Throws `HttpError` 400 with the rule that it breaks. */
function readVenueUrl(text: string, hosts: readonly string[]): VenueUrl {
  const reading = parseVenueUrl(text, hosts);
  if ('problem' in reading) throw invalid({ field: 'meetingUrl', message: reading.problem });
  return reading.url;
}

/** `DELETE /api/rooms/{id}` */
export const cancelRoom: SignedInEndpoint = async (deps, request, caller) => {
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const { undoSeconds } = deps;
  const outcome = await runCommand(deps, roomIdOf(request), { type: 'cancel', by: { sub: caller.sub }, undoSeconds, at, seed });
  return answerWithRoom(deps, requireRoom(outcome, caller), caller, at);
};
