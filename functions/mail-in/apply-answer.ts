import { meantUids } from '../../shared/itip/event-uid.ts';
import type { InboundAttendee } from '../../shared/itip/inbound-itip.ts';
import type { Command } from '../../shared/room/command.ts';
import type { Notice } from '../../shared/room/notice.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Refusal } from '../../shared/words/refusals.ts';
import { isCancelAgain } from '../../shared/room/former-guests.ts';
import { wasAsked } from '../../shared/room/questions.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import type { Instant } from '../../shared/time/instant.ts';
import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { Uid } from '../../shared/words/ids.ts';
import type { ChargePersonDeps } from '../platform/people/charge-person.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import { runCommand, type CommandOutcome, type RunCommandDeps } from '../platform/rooms/run-command.ts';
import type { RoomIndex } from '../platform/rooms/room-index-store.ts';
import type { World } from '../platform/world.ts';
import type { ClassifiedMail } from './classify-mail.ts';
import { addressesToRemember, resolveAddresses } from './confirmed-addresses.ts';
import { findAttendee, findCandidates, type KnownAddresses, type Respondent } from './find-attendee.ts';
import { noticeCauseFor, proposalIdFor } from './message-key.ts';
import { refuseMail, unreadable, type MailOutcome } from './outcome.ts';
import { commandFor, readRequestedChange, type RequestedChange } from './requested-change.ts';

export interface ApplyAnswerDeps extends RunCommandDeps, ChargePersonDeps {
  readonly index: Pick<RoomIndex, 'findByUid' | 'roomsById' | 'ownRooms'>;
  readonly world: World;
  /** Our own address, ORGANIZER of every event. */
  readonly organizer: EmailAddress;
}

type Answer = Extract<ClassifiedMail, { kind: 'answer' }>;
type UnreadableAnswer = Extract<ClassifiedMail, { kind: 'unreadable' }>;

export interface Applied {
  readonly outcome: MailOutcome;
  /** Null: nobody whom we know, or either of two. */
  readonly respondent: Respondent | null;
}

interface Context {
  readonly deps: ApplyAnswerDeps;
  readonly room: ExistingRoom;
  readonly respondent: Respondent;
  readonly messageKey: string;
  /** It is proven that the mail came from an address of the respondent, even if on behalf of somebody else. */
  readonly isOwn: boolean;
}

/**
 * Turns an attendee's message into at most one command for the room, and one mail to those who have to know more. Mail that is
 * proven to come from an invited person acts at once; about any other the invited person is asked.
 */
export async function applyAnswer(deps: ApplyAnswerDeps, answer: Answer, messageKey: string, receivedAt: Instant): Promise<Applied> {
  const { itip, proof } = answer;
  const room = await findRoom(deps, itip.uid);
  if (!room) return { outcome: refuseMail('unknown-uid'), respondent: null };
  const written = { from: answer.from, attendees: withoutOrganizer(itip.attendees, deps.organizer) };
  const addresses = await resolveAddresses(deps.people, room, written);
  const respondent = findAttendee(room, addresses);
  const toContext = (each: Respondent): Context => ({
    deps,
    room,
    respondent: each,
    messageKey,
    isOwn: proof === 'proven' && addresses.from === each.email,
  });
  const toChange = (each: Respondent): RequestedChange =>
    withMemory(readRequestedChange(itip, each, room, receivedAt), room, each, written, answer, deps);
  if (respondent) return { outcome: await applyFor(toContext(respondent), toChange(respondent)), respondent };
  if (proof !== 'proven') return { outcome: refuseMail('not-an-attendee'), respondent };
  const candidates = findCandidates(room, written);
  const outcomes: MailOutcome[] = [];
  for (const candidate of candidates) {
    const requested = toChange(candidate);
    outcomes.push(await askFirst(toContext(candidate), candidates.length > 1 ? askEither(requested) : requested));
  }
  return { outcome: bestOf(outcomes), respondent: candidates.length === 1 ? (candidates[0] ?? null) : null };
}

/**
 * Some programs list our own mailbox as the attendee, which attends nothing. Where they name nobody else, its answer is that
 * of the sender, who is then not named.
 */
function withoutOrganizer(attendees: readonly InboundAttendee[], organizer: EmailAddress): readonly InboundAttendee[] {
  const others = attendees.filter(({ email }) => email !== organizer);
  return others.length > 0 ? others : attendees.map((attendee) => ({ ...attendee, email: null }));
}

async function applyFor(context: Context, requested: RequestedChange): Promise<MailOutcome> {
  const { respondent, isOwn } = context;
  if (respondent.isFormer && !isOwn) return refuseMail('not-an-attendee');
  return isOwn && respondent.isDirect ? applyChange(context, requested) : askFirst(context, requested);
}

/** The change, with the addresses that a yes of the invited person would confirm. */
function withMemory(
  requested: RequestedChange,
  room: ExistingRoom,
  respondent: Respondent,
  written: KnownAddresses,
  { proof }: Answer,
  { organizer }: ApplyAnswerDeps,
): RequestedChange {
  if (proof !== 'proven' || !('reply' in requested)) return requested;
  const remember = addressesToRemember(room, respondent, written, organizer);
  if (remember.length === 0) return requested;
  return requested.type === 'answer'
    ? { ...requested, reply: { ...requested.reply, remember } }
    : { ...requested, reply: { ...requested.reply, remember } };
}

function askEither(requested: RequestedChange): RequestedChange {
  if (requested.type === 'answer') return { ...requested, reply: { ...requested.reply, mayBeEither: true } };
  return requested.type === 'new-time' ? { ...requested, reply: { ...requested.reply, mayBeEither: true } } : requested;
}

/** A mail of which two people were asked was a question if one of them got one. */
const bestOf = (outcomes: readonly MailOutcome[]): MailOutcome =>
  outcomes.find((outcome) => outcome.kind === 'needs-confirmation' && outcome.reason === undefined) ??
  outcomes.find(({ kind }) => kind === 'needs-confirmation') ??
  outcomes[0] ??
  refuseMail('not-an-attendee');

/** The change of someone who is proven to be the invited person. */
async function applyChange(context: Context, requested: RequestedChange): Promise<MailOutcome> {
  if (isVoid(requested)) return explainVoid(context, requested);
  const decision = await run(context, commandOf(context, requested));
  if (decision.kind === 'limited') {
    await notify(context, { kind: 'proposal-impossible', why: 'person-limit' });
    return refuseMail('person-limit');
  }
  if (decision.kind === 'unchanged') return decision;
  if (decision.kind === 'changed') return outcomeOf(context, requested, decision);
  if (requested.type === 'new-time' && isTellable(decision.reason)) {
    await notify(context, { kind: 'proposal-impossible', why: decision.reason });
  }
  return refuseMail(decision.reason);
}

function outcomeOf({ deps }: Context, requested: RequestedChange, { mail }: Extract<CommandOutcome, { kind: 'changed' }>): MailOutcome {
  if (mail.some(isCancelAgain)) return { kind: 'unchanged', reason: 'no-longer-invited' };
  const again = requested.type === 'invitation-again' ? undefined : mail.find(({ kind }) => kind === 'current');
  if (again) return { kind: 'unchanged', reason: again.cause?.startsWith('older-') ? 'older' : 'stale' };
  if (requested.type === 'new-time') deps.log.count('ProposalsCreated');
  return { kind: 'applied' };
}

/** A cancelled session has told everyone already, and somebody who is not in the room must not learn anything. */
const isTellable = (reason: Refusal): boolean => reason !== 'room-cancelled' && reason !== 'not-participant';

/**
 * The change of someone who may be anyone: the invited address is asked, and only when a yes would change something. What
 * cannot be done anyway, and what only asks for mail, is recorded and not answered.
 */
async function askFirst(context: Context, requested: RequestedChange): Promise<MailOutcome> {
  const { deps, room, respondent } = context;
  if (isVoid(requested)) return explainVoid(context, requested);
  if (requested.type === 'invitation-again') return refuseMail('not-proven');
  const decision = decide(room, commandOf(context, requested));
  if (decision.kind !== 'changed') return decision;
  const { reply } = requested;
  const asked = await notify(context, { kind: 'confirm-reply', reply });
  if (asked.kind === 'refused') return refuseMail(asked.reason);
  const isAsked = asked.now.status !== 'uncreated' && wasAsked(asked.now, respondent.role, reply, deps.world.now());
  return isAsked ? { kind: 'needs-confirmation' } : { kind: 'needs-confirmation', reason: 'not-asked' };
}

type VoidChange = Extract<RequestedChange, { type: 'nothing' | 'impossible-time' }>;

const isVoid = (requested: RequestedChange): requested is VoidChange =>
  requested.type === 'nothing' || requested.type === 'impossible-time';

/** There is nothing to do; the person who is proven to have sent it reads why. */
async function explainVoid(context: Context, requested: VoidChange): Promise<MailOutcome> {
  if (requested.type === 'nothing') {
    if (context.isOwn) await notify(context, { kind: 'reply-unreadable', why: 'no-answer' });
    return unreadable('no-answer');
  }
  if (context.isOwn) await notify(context, { kind: 'proposal-impossible', why: requested.fault });
  return requested.fault === 'unknown-time-zone' ? unreadable(requested.fault) : refuseMail(requested.fault);
}

/** One helpful mail to a proven participant whose answer could not be read; nobody else is ever answered. */
export async function explainUnreadable(deps: ApplyAnswerDeps, mail: UnreadableAnswer, messageKey: string): Promise<Respondent | null> {
  if (mail.proof !== 'proven') return null;
  for (const uid of mail.uids) {
    const room = await findRoom(deps, uid);
    const respondent = room && findAttendee(room, await resolveAddresses(deps.people, room, { from: mail.from, attendees: [] }));
    if (room && respondent && !respondent.isFormer) {
      const context = { deps, room, respondent, messageKey, isOwn: true };
      await notify(context, { kind: 'reply-unreadable', why: mail.reason });
      return respondent;
    }
  }
  return null;
}

async function findRoom({ index, rooms }: ApplyAnswerDeps, uid: Uid): Promise<ExistingRoom | null> {
  for (const meant of meantUids(uid)) {
    const id = await index.findByUid(meant);
    if (id === undefined) continue;
    const { room } = await rooms.load(id);
    return room.status === 'uncreated' ? null : room;
  }
  return null;
}

const askedBy = ({ world }: ApplyAnswerDeps) => ({ at: world.now(), seed: world.seed() });

const commandOf = ({ deps, respondent, messageKey }: Context, requested: Parameters<typeof commandFor>[0]): Command =>
  commandFor(requested, respondent, askedBy(deps), proposalIdFor(messageKey));

const run = ({ deps, room }: Context, command: Command) => runCharged(deps, room.id, command, { allowOverlap: true });

async function notify(context: Context, notice: Notice): Promise<CommandOutcome> {
  const { role, email } = context.respondent;
  const cause = noticeCauseFor(context.messageKey);
  const command = { type: 'notify', ...askedBy(context.deps), to: role, email, notice, cause } as const;
  const outcome = await run(context, command);
  if (outcome.kind !== 'limited') return outcome;
  // Without a mail the question still stands, on links that were mailed before and in the timeline.
  return runCommand(context.deps, context.room.id, { ...command, mayMail: false });
}
