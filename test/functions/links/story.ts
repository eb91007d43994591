import { randomUUID } from 'node:crypto';
import type { Role } from '../../../shared/words/roles.ts';
import type { ProposalId, RoomId, Uid } from '../../../shared/words/ids.ts';
import { runCommand } from '../../../functions/platform/rooms/run-command.ts';
import { mintToken, hashOf } from '../../../functions/platform/links/link-token.ts';
import type { LinkKeys } from '../../../functions/platform/links/link-keys.ts';
import type { BookingPurpose, LinkPurpose } from '../../../shared/words/link-purposes.ts';
import { mintBookingToken } from '../../../functions/platform/links/booking-token.ts';
import { endOfLink, isBoundToBooking } from '../../../shared/link/booking-link.ts';
import { linkUrl, type LinkGrant } from '../../../shared/link/link.ts';
import type { ConfirmableReply } from '../../../shared/room/attendee-reply.ts';
import type { Book, Command, Propose } from '../../../shared/room/command.ts';
import type { Proposal } from '../../../shared/room/proposal.ts';
import type { ExistingRoom } from '../../../shared/room/room.ts';
import { participantOf } from '../../../shared/room/room.ts';
import { reserve, type Reservation } from '../../../shared/room/reservation.ts';
import { earliest, instantAt, plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { asha, ben, existing } from '../../support/rooms.ts';
import { stageMillis } from './stage-clock.ts';
import { testKeys, type Stage } from './stage.ts';

/*
 * Rooms and links as mail would have made them, at the present time of the pages.
 */

const DAY_MINUTES = 24 * 60;

/** What a test knows of a room and can ask of it. */
export interface Story {
  readonly id: RoomId;
  readonly startUtc: Instant;
  readonly room: () => Promise<ExistingRoom>;
  /** Mail that the room owes, by kind and recipient. */
  readonly owed: () => Promise<readonly string[]>;
  readonly happens: (...commands: readonly Command[]) => Promise<ExistingRoom>;
  /** A link for the person who holds the role now, as the next mail would carry it. Gives the token. */
  readonly link: (purpose: LinkPurpose, role: Role, more?: LinkOptions) => Promise<string>;
  /** A booking link of the person who holds the role now. */
  readonly bookingLink: (purpose: BookingPurpose, role: Role, more?: Pick<LinkOptions, 'expiresAt' | 'keys'>) => Promise<string>;
  readonly proposal: () => Promise<Proposal>;
}

interface LinkOptions {
  readonly expiresAt?: Instant;
  readonly reply?: ConfirmableReply;
  readonly keys?: LinkKeys;
  readonly seed?: string;
  readonly sequence?: number;
  readonly mint?: typeof mintToken;
  /** What its row says otherwise than the token. */
  readonly stored?: Partial<LinkGrant>;
}

/** Ben hosts at 18:00 UTC in a week. Each story is about other people of these names, so that none is in another one's way. */
export const benHosts = (stage: Stage, ...then: readonly Command[]): Promise<Story> => opens(stage, null, ...then);

/** Ben hosts, for Asha alone for two days. */
export const benReserves = (stage: Stage, thenForEveryone: boolean): Promise<Story> =>
  opens(stage, reserve({ ...asha, sub: randomUUID() }, thenForEveryone, now()));

async function opens(stage: Stage, reservedFor: Reservation | null, ...then: readonly Command[]): Promise<Story> {
  const id = randomUUID() as RoomId;
  const at = plusMinutes(now(), -120);
  const startUtc = inDays(7, '18:00');
  const uid = randomUUID() as Uid;
  await happen(
    stage,
    id,
    { type: 'create', id, uid, host: { ...ben, sub: randomUUID() }, startUtc, durationMinutes: 60, reservedFor, at, seed: freshSeed() },
    ...then,
  );
  return tell(stage, id, startUtc);
}

/** Ben hosts, Asha has booked. */
export const ashaBooked = (stage: Stage, ...then: readonly Command[]): Promise<Story> => benHosts(stage, ashaBooks(), ...then);

/** Ben hosts, Asha has booked, Ben suggests an hour later on the next day. */
export const benSuggests = (stage: Stage, more: Partial<Propose> = {}): Promise<Story> => ashaBooked(stage, suggests('host', more));

const ashaBooks = (): Book => ({ type: 'book', guest: { ...asha, sub: randomUUID() }, at: plusMinutes(now(), -100), seed: freshSeed() });

export const suggests = (role: Role, more: Partial<Propose> = {}): Propose => ({
  type: 'propose',
  id: randomUUID() as ProposalId,
  by: actor(role),
  startUtc: inDays(8, '13:00'),
  durationMinutes: null,
  note: 'I am on call that evening.',
  via: 'form',
  counter: null,
  at: plusMinutes(now(), -60),
  seed: freshSeed(),
  ...more,
});

export const actor = (role: Role) => ({ role, email: (role === 'host' ? ben : asha).email });

export const asked = (minutesAgo = 30) => ({ at: plusMinutes(now(), -minutesAgo), seed: freshSeed() });

export const now = (): Instant => instantAt(stageMillis());

/** A time of day, UTC, so many days from today. */
export const inDays = (days: number, time: string): Instant => {
  const day = new Date(stageMillis() + days * DAY_MINUTES * 60_000).toISOString().slice(0, 10);
  return instantAt(Date.parse(`${day}T${time}:00Z`));
};

let seeds = 0;
const freshSeed = (): string => (++seeds).toString(16).padStart(32, '0');

export const pathOf = (purpose: LinkPurpose | BookingPurpose, token: string): string => linkUrl('', purpose, token);

/** Each of them has to change the room. */
async function happen(stage: Stage, id: RoomId, ...commands: readonly Command[]): Promise<void> {
  const deps = { rooms: stage.rooms, hints: { send: async () => undefined }, log: memoryLog() };
  for (const command of commands) {
    const outcome = await runCommand(deps, id, command);
    if (outcome.kind !== 'changed') throw new Error(`${command.type}: ${outcome.kind === 'refused' ? outcome.reason : outcome.kind}`);
  }
}

function tell(stage: Stage, id: RoomId, startUtc: Instant): Story {
  const room = async () => existing((await stage.rooms.load(id)).room);
  const proposal = async () => {
    const latest = (await room()).proposals.at(-1);
    if (!latest) throw new Error('Nothing was suggested');
    return latest;
  };
  return {
    id,
    startUtc,
    room,
    proposal,
    owed: async () => [...((await stage.rooms.load(id)).outbox ?? new Map()).values()].map(({ kind, to }) => `${kind} to ${to.role}`),
    happens: async (...commands) => {
      await happen(stage, id, ...commands);
      return room();
    },
    link: async (purpose, role, { keys = testKeys, seed = freshSeed(), mint = mintToken, stored = {}, ...more } = {}) => {
      const grant = grantFor(await room(), purpose, role, more);
      const token = await mint(keys, grant, seed);
      await stage.links.put(hashOf(token), { ...grant, ...stored }, seed);
      return token;
    },
    bookingLink: async (purpose, role, { keys = testKeys, expiresAt } = {}) => {
      const now_ = await room();
      const { email } = participantOf(now_, role) ?? never(`Nobody is the ${role}`);
      const bookedAt = isBoundToBooking(purpose, role) ? (participantOf(now_, 'guest')?.joinedAt ?? null) : null;
      const grant = { purpose, roomId: id, uid: now_.uid, role, email, bookedAt, expiresAt: expiresAt ?? endOfLink(purpose, now_) };
      return (await mintBookingToken(keys, grant)) ?? never('The room has no UUID');
    },
  };
}

function never(why: string): never {
  throw new Error(why);
}

function grantFor(room: ExistingRoom, purpose: LinkPurpose, role: Role, { expiresAt, reply, sequence }: LinkOptions): LinkGrant {
  const holder = purpose === 'book' ? (room.reservedFor?.person ?? null) : participantOf(room, role);
  if (!holder) throw new Error(`Nobody is the ${role}`);
  const decides = purpose === 'approve' || purpose === 'decline';
  const proposal = decides ? room.proposals.at(-1) : undefined;
  const soon = plusMinutes(now(), 3 * DAY_MINUTES);
  return {
    purpose,
    roomId: room.id,
    uid: room.uid,
    role,
    email: holder.email,
    sequence: sequence ?? room.sequence,
    expiresAt: expiresAt ?? proposal?.expiresAt ?? (purpose === 'confirm' ? earliest(soon, room.startUtc) : room.startUtc),
    proposalId: proposal?.id ?? null,
    reply: reply ?? null,
  };
}
