import { instantAt, millisOf, plusMinutes, type Instant } from '../../shared/time/instant.ts';
import type { Person } from '../../shared/room/person.ts';
import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { RoomId, Uid } from '../../shared/words/ids.ts';
import { addressOfProbe, PROBE_TIMEOUT_SECONDS, subOfProbe } from '../../shared/words/probe-names.ts';
import { ROLES, type Role } from '../../shared/words/roles.ts';
import type { ProbeMailbox } from '../platform/mail/probe-mailbox-store.ts';
import type { Mailer } from '../platform/mail/mailer.ts';
import type { ReadRoomSends } from '../platform/mail/room-sends-store.ts';
import type { RecordProbe } from '../platform/probe-result-store.ts';
import { ownRoomsFrom, type OwnRoomsPosition } from '../platform/rooms/list-rooms.ts';
import type { RoomIndex } from '../platform/rooms/room-index-store.ts';
import { runCommand, type RunCommandDeps } from '../platform/rooms/run-command.ts';
import type { World } from '../platform/world.ts';
import { HOP_SECONDS, HopFailed, waitFor, type Hop, type HopTime, type WaitDeps } from './hop.ts';
import { readRequest, type ReceivedRequest } from './read-request.ts';
import { writeAnswer } from './write-answer.ts';

export interface ProbeDeps extends RunCommandDeps, WaitDeps {
  readonly index: Pick<RoomIndex, 'ownRooms'>;
  readonly readSends: ReadRoomSends;
  readonly mailbox: ProbeMailbox;
  /** Sends as the guest of the probe. */
  readonly mailer: Mailer;
  readonly record: RecordProbe;
  readonly organizer: EmailAddress;
  /** Why no probe of this deployment could end well, by its settings; null: it could. */
  readonly obstacle: string | null;
  readonly world: World;
}

export interface ProbeResult {
  readonly roomId: RoomId;
  /** Those that were made, in order. */
  readonly hops: readonly HopTime[];
  /** Null: the whole round trip was made. */
  readonly failure: { readonly hop: Hop; readonly why: string } | null;
  /** Rooms that earlier probes had left behind, which are cancelled now. */
  readonly leftovers: number;
}

/** Soon, so that its row is forgotten soon; not so soon that it begins while a slow probe runs. */
const STARTS_IN_MINUTES = 120;
const LENGTH_MINUTES = 30;

/**
 * One session through the deployed service: a room is opened and booked, SES sends both invitations and receives them again, the guest's
 * answer goes the other way, and the room shows it. Whatever happens on the way, the room is cancelled at the end.
 */
export async function runProbe(deps: ProbeDeps): Promise<ProbeResult> {
  const roomId = deps.world.uuid() as RoomId;
  const trip = startTrip(deps);
  if (deps.obstacle === null) await makeTrip(deps, trip, roomId);
  else trip.fail('send', deps.obstacle);
  const leftovers = await cancelLeftovers(deps);
  const { hops, failure } = trip.end();
  const seconds = hops.reduce((sum, each) => sum + each.seconds, 0);
  await deps.record({ finishedAt: deps.world.now(), failedHop: failure?.hop ?? null, seconds });
  if (failure === null) deps.log.count('ProbesSucceeded');
  else deps.log.count('ProbesFailed');
  deps.log.info('probe.finished', { roomId, hop: failure?.hop, seconds, leftovers });
  return { roomId, hops, failure, leftovers };
}

interface Trip {
  /** Makes one hop and takes its time. A failure is noted and thrown. */
  readonly make: <T>(hop: Hop, work: () => Promise<T>) => Promise<T>;
  readonly fail: (hop: Hop, why: string) => void;
  readonly end: () => Pick<ProbeResult, 'hops' | 'failure'>;
}

function startTrip({ stopwatch, log }: ProbeDeps): Trip {
  const hops: HopTime[] = [];
  let failure: ProbeResult['failure'] = null;
  // What failed first is what somebody has to look at.
  const fail = (hop: Hop, why: string) => void (failure ??= { hop, why });
  return {
    make: async (hop, work) => {
      const begun = stopwatch();
      try {
        const made = await work();
        hops.push({ hop, seconds: Math.round((stopwatch() - begun) * 100) / 100 });
        return made;
      } catch (error) {
        log.error('probe.failed', error, { hop });
        fail(hop, error instanceof HopFailed ? error.message : wordError(error));
        throw error;
      }
    },
    fail,
    end: () => ({ hops, failure }),
  };
}

const wordError = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

async function makeTrip(deps: ProbeDeps, trip: Trip, roomId: RoomId): Promise<void> {
  try {
    await makeHops(deps, trip, roomId);
  } catch {
    // The trip has noted why.
  }
  await trip.make('clean up', () => cancelRoom(deps, roomId)).catch(() => {});
}

async function makeHops(deps: ProbeDeps, trip: Trip, roomId: RoomId): Promise<void> {
  const { organizer, mailer, world } = deps;
  const uid = world.uuid() as Uid;
  const known = new Set(await trip.make('open', () => openRoom(deps, roomId, uid)));
  await trip.make('book', () => bookRoom(deps, roomId));
  await trip.make('send', () => awaitSending(deps, roomId));
  const invitation = await trip.make('receive', () => awaitInvitations(deps, uid, known));
  await trip.make('answer', async () => {
    const bytes = await writeAnswer({ from: addressOfProbe(organizer, 'guest'), organizer, invitation, at: world.now() });
    const sent = await mailer.send({ to: organizer, bytes, sendKeyId: `probe-${uid}` });
    if (sent.kind !== 'accepted') throw new HopFailed(`SES did not take the answer (${sent.kind}): ${wordError(sent.error)}`);
  });
  await trip.make('decide', () => awaitDecision(deps, roomId));
}

const describeProbe = ({ organizer }: ProbeDeps, role: Role): Person => ({
  sub: subOfProbe(role),
  email: addressOfProbe(organizer, role),
  name: role === 'host' ? 'Probe Host' : 'Probe Guest',
  timeZone: 'UTC',
});

const askedBy = ({ world }: ProbeDeps) => ({ at: world.now(), seed: world.seed() });

/** Gives the keys of mail that lay in the mailbox before. */
async function openRoom(deps: ProbeDeps, id: RoomId, uid: Uid): Promise<readonly string[]> {
  const known = await deps.mailbox.list();
  const asked = askedBy(deps);
  const startUtc = startOfMinute(plusMinutes(asked.at, STARTS_IN_MINUTES));
  const host = describeProbe(deps, 'host');
  const outcome = await runCommand(deps, id, { type: 'create', id, uid, host, startUtc, durationMinutes: LENGTH_MINUTES, ...asked });
  if (outcome.kind !== 'changed') throw new HopFailed(`the room was not opened: ${outcome.kind}`);
  return known;
}

const startOfMinute = (instant: Instant): Instant => instantAt(Math.floor(millisOf(instant) / 60_000) * 60_000);

async function bookRoom(deps: ProbeDeps, roomId: RoomId): Promise<void> {
  const outcome = await runCommand(deps, roomId, { type: 'book', guest: describeProbe(deps, 'guest'), ...askedBy(deps) });
  if (outcome.kind !== 'changed') throw new HopFailed(`the room was not booked: ${outcome.kind}`);
}

async function awaitSending(deps: ProbeDeps, roomId: RoomId): Promise<true> {
  let found: Awaited<ReturnType<ReadRoomSends>> = [];
  const look = async () => {
    found = (await deps.readSends(roomId)).filter(({ method }) => method === 'REQUEST');
    const ended = found.find(({ state }) => state !== 'accepted' && state !== 'pending' && state !== 'sending');
    if (ended)
      throw new HopFailed(`the invitation of the ${ended.role} ended as ${ended.state}${ended.reason ? ` (${ended.reason})` : ''}`);
    return ROLES.every((role) => found.some((send) => send.role === role && send.state === 'accepted')) ? true : undefined;
  };
  return waitFor(deps, HOP_SECONDS.send, look, () => {
    const states = ROLES.map((role) => `${role} ${found.find((send) => send.role === role)?.state ?? 'not tried'}`);
    return `SES took no invitation of ${states.join(', ')}. Is sending paused, or the mailer off? docs/operations/mail-channel-down.md`;
  });
}

/** Gives the guest's invitation once both have come. Mail of others is passed over: nobody else knows the UID. */
async function awaitInvitations(deps: ProbeDeps, uid: Uid, known: Set<string>): Promise<ReceivedRequest> {
  const { mailbox, organizer } = deps;
  const come = new Map<string, ReceivedRequest>();
  const look = async () => {
    for (const key of (await mailbox.list()).filter((each) => !known.has(each))) {
      const invitation = await readRequest(await mailbox.read(key));
      known.add(key);
      if (invitation?.uid === uid) for (const attendee of invitation.attendees) come.set(attendee, invitation);
    }
    return come.has(addressOfProbe(organizer, 'host')) ? come.get(addressOfProbe(organizer, 'guest')) : undefined;
  };
  return waitFor(deps, HOP_SECONDS.receive, look, () => {
    const missing = ROLES.filter((role) => !come.has(addressOfProbe(organizer, role)));
    return `the invitation of the ${missing.join(' and the ')} did not come in. Is the rule of the probe in the active rule set? docs/operations/receipt-rule-off.md`;
  });
}

async function awaitDecision({ rooms, ...deps }: ProbeDeps, roomId: RoomId): Promise<true> {
  const look = async () => {
    const { room } = await rooms.load(roomId);
    if (room.status !== 'booked') throw new HopFailed(`somebody else changed the room: it is ${room.status}`);
    return room.guest.partstat === 'ACCEPTED' ? true : undefined;
  };
  return waitFor(
    deps,
    HOP_SECONDS.decide,
    look,
    () => `the answer is not in the room. What became of it: npm run ops -- session ${roomId}`,
  );
}

/** The room of a probe that failed early may not be there. */
async function cancelRoom(deps: ProbeDeps, roomId: RoomId): Promise<void> {
  const { room } = await deps.rooms.load(roomId);
  if (room.status === 'uncreated') return;
  await runCommand(deps, roomId, { type: 'cancel', by: { sub: subOfProbe('host') }, ...askedBy(deps) });
}

/** Cancels the rooms of probes that died on the way. Those of probes that may still run are left alone. */
async function cancelLeftovers(deps: ProbeDeps): Promise<number> {
  const now = deps.world.now();
  const before = instantAt(millisOf(now) - PROBE_TIMEOUT_SECONDS * 1000);
  let cancelled = 0;
  let position: OwnRoomsPosition | null = ownRoomsFrom(now);
  while (position?.part === 'to-come') {
    const { rows, next }: Awaited<ReturnType<typeof deps.index.ownRooms>> = await deps.index.ownRooms(subOfProbe('host'), position);
    for (const { id, createdAt, status, startUtc } of rows) {
      if (status === 'cancelled' || createdAt >= before || startUtc <= now) continue;
      await cancelRoom(deps, id);
      cancelled += 1;
    }
    position = next;
  }
  return cancelled;
}
