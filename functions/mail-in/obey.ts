import { createHash } from 'node:crypto';
import type { Command, Notice } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Refusal } from '../../shared/words/refusals.ts';
import type { ProposalId, Uid } from '../../shared/words/ids.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import type { Instant } from '../../shared/time/instant.ts';
import type { PeopleStore } from '../platform/people/people-store.ts';
import { runCommand, type RunCommandDeps } from '../platform/rooms/run-command.ts';
import type { RoomIndex } from '../platform/rooms/room-index-store.ts';
import type { World } from '../platform/world.ts';
import type { Judgement } from './judge-mail.ts';
import { refusedMail, unreadable, type Outcome } from './outcome.ts';
import { speakerIn, type Speaker } from './speaker.ts';
import { whyImpossible, whyUnreadable } from './why.ts';
import { commandOf, wishIn, type Wish } from './wish.ts';

export interface ObeyDeps extends RunCommandDeps {
  readonly people: PeopleStore;
  readonly index: Pick<RoomIndex, 'findByUid'>;
  readonly world: World;
}

type Heard = Extract<Judgement, { kind: 'heard' }>;
type Unread = Extract<Judgement, { kind: 'unread' }>;

interface Obeyed {
  readonly outcome: Outcome;
  readonly speaker: Speaker | null;
}

/** Turns an attendee's word into at most one command for the room, and one mail to whoever has to know more. */
export async function obey(deps: ObeyDeps, heard: Heard, messageId: string, receivedAt: Instant): Promise<Obeyed> {
  const room = await roomOf(deps, heard.itip.uid);
  if (!room) return { outcome: refusedMail('unknown-uid'), speaker: null };
  const speaker = speakerIn(room, heard.itip.attendees, heard.from);
  if (!speaker) return { outcome: refusedMail('not-an-attendee'), speaker };
  const isOwn = heard.proof === 'proven' && heard.from === speaker.participant.email;
  const told = { deps, room, speaker, messageId, isOwn };
  const wish = wishIn(heard.itip, speaker, room, receivedAt);
  const outcome = isOwn && speaker.isDirect ? await fulfil(told, wish) : await askFirst(told, wish);
  return { outcome, speaker };
}

interface Told {
  readonly deps: ObeyDeps;
  readonly room: ExistingRoom;
  readonly speaker: Speaker;
  readonly messageId: string;
  /** It is proven that the mail came from the address that it speaks for, even if on behalf of somebody else. */
  readonly isOwn: boolean;
}

/** The wish of someone who is proven to be the invited person. */
async function fulfil(told: Told, wish: Wish): Promise<Outcome> {
  if (isVoid(wish)) return explainVoid(told, wish);
  const decision = await run(told, commandFor(told, wish));
  if (decision.kind === 'unchanged') return decision;
  if (decision.kind === 'changed') {
    const isStale = wish.type !== 'invitation-again' && decision.mail.some(({ kind }) => kind === 'current');
    if (wish.type === 'new-time' && !isStale) told.deps.log.count('ProposalsCreated', 'counter');
    return isStale ? { kind: 'unchanged', reason: 'stale' } : { kind: 'applied' };
  }
  if (wish.type === 'new-time' && isTellable(decision.reason)) {
    await notify(told, { kind: 'proposal-impossible', why: whyImpossible(decision.reason) });
  }
  return refusedMail(decision.reason);
}

/** A cancelled session has told everyone already, and whoever is not in the room is not to be told anything. */
const isTellable = (reason: Refusal): boolean => reason !== 'room-cancelled' && reason !== 'not-participant';

/**
 * The wish of someone who may be anyone: the invited address is asked, and only when a yes would change something. What
 * cannot be done anyway, and what only asks for mail, is recorded and not answered.
 */
async function askFirst(told: Told, wish: Wish): Promise<Outcome> {
  if (isVoid(wish)) return explainVoid(told, wish);
  if (wish.type === 'invitation-again') return refusedMail('not-proven');
  const decision = decide(told.room, commandFor(told, wish));
  if (decision.kind !== 'changed') return decision;
  await notify(told, { kind: 'confirm-reply', reply: wish.reply });
  return { kind: 'needs-confirmation' };
}

type Void = Extract<Wish, { type: 'nothing' | 'impossible-time' }>;

const isVoid = (wish: Wish): wish is Void => wish.type === 'nothing' || wish.type === 'impossible-time';

/** There is nothing to do; whoever is proven to have sent it hears why. */
async function explainVoid(told: Told, wish: Void): Promise<Outcome> {
  if (wish.type === 'nothing') {
    if (told.isOwn) await notify(told, { kind: 'reply-unreadable', why: whyUnreadable('no-answer') });
    return unreadable('no-answer');
  }
  if (told.isOwn) await notify(told, { kind: 'proposal-impossible', why: whyImpossible(wish.fault) });
  return impossible(wish.fault);
}

const impossible = (fault: Extract<Wish, { type: 'impossible-time' }>['fault']): Outcome =>
  fault === 'unknown-time-zone' ? unreadable(fault) : refusedMail(fault);

/** One helpful mail to a proven participant whose answer could not be read; nobody else is ever answered. */
export async function explain(deps: ObeyDeps, { reason, from, proof, uids }: Unread, messageId: string): Promise<Speaker | null> {
  if (proof !== 'proven') return null;
  for (const uid of uids) {
    const room = await roomOf(deps, uid);
    const speaker = room && speakerIn(room, [], from);
    if (speaker) {
      await notify({ deps, room, speaker, messageId, isOwn: true }, { kind: 'reply-unreadable', why: whyUnreadable(reason) });
      return speaker;
    }
  }
  return null;
}

async function roomOf({ index, rooms }: ObeyDeps, uid: Uid): Promise<ExistingRoom | null> {
  const id = await index.findByUid(uid);
  if (id === undefined) return null;
  const { room } = await rooms.load(id);
  return room.status === 'uncreated' ? null : room;
}

const askedBy = ({ world }: ObeyDeps) => ({ at: world.now(), seed: world.seed() });

const commandFor = ({ deps, speaker, messageId }: Told, wish: Parameters<typeof commandOf>[0]): Command =>
  commandOf(wish, speaker, askedBy(deps), proposalIdOf(messageId));

const run = ({ deps, room }: Told, command: Command) => runCommand(deps, room.id, command);

const notify = (told: Told, notice: Notice) => {
  const { role, participant } = told.speaker;
  const cause = digest(told.messageId).slice(0, 32);
  return run(told, { type: 'notify', ...askedBy(told.deps), to: role, email: participant.email, notice, cause });
};

/** A name-based UUID (RFC 9562 5.8): the same mail read again makes the same proposal. */
function proposalIdOf(messageId: string): ProposalId {
  const hex = digest(messageId);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
  return uuid as ProposalId;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
