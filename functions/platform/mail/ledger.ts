import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import { ROLES, type Role } from '../../../shared/words/roles.ts';
import { SEND_STATES, type FinalState } from '../../../shared/words/send-states.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { instantAt, millisOf, type Instant } from '../../../shared/time/instant.ts';
import { SENDS } from '../../../shared/words/table-names.ts';
import { conditionally } from '../conditional-write.ts';
import { instant } from '../stored-values.ts';
import { parseOwedMail } from './owed-mail-item.ts';
import type { SendKey } from './send-key.ts';
import { unheardShardOf } from './unheard-mail-store.ts';

export type Claim = ClaimedTry | Unclaimed;

/** One try, claimed, and how the tries before it ended. */
export interface ClaimedTry {
  readonly kind: 'claimed';
  /** Counts claims: a try that comes back late is known by it. */
  readonly attempt: number;
  /** How often the channel was at fault since the mail was decided: what pauses grow by. */
  readonly faults: number;
  /** How often SES refused this very mail: only these are counted against it. */
  readonly refusals: number;
  /** The moment that the sending rate has set aside for it; null: none. */
  readonly turnAt: Instant | null;
}

export type Unclaimed = Busy | { readonly kind: 'final'; readonly state: FinalState };

/** It is not yet time to try again, or another mailer is sending it at this moment: then `until` is the end of that lease. */
export type Busy = { readonly kind: 'waiting' | 'being-sent'; readonly until: Instant };

/** Why a mail waits: a fault of the channel, a refusal of this mail, a turn of its own, or too many that wait for theirs. */
export type PauseReason = 'channel' | 'refused' | 'turn' | 'crowd';

export type Pause =
  | { readonly until: Instant; readonly why: Exclude<PauseReason, 'turn'> }
  /** Until a moment before its turn, so that a mailer can wait for it to the millisecond. */
  | { readonly until: Instant; readonly why: 'turn'; readonly turnAt: Instant };

/** Why a mail ended unsent: SES refuses it for itself, or its session is over. */
export type FailureReason = 'refused' | 'session-over';

/** One row for each mail that was ever to be sent: it answers, also after a crash, whether this mail has been sent. */
export interface Ledger {
  /** Claims a mail for one try, until `leaseUntil`. At most one claim holds at any time. */
  readonly claim: (key: SendKey, now: Instant, leaseUntil: Instant) => Promise<Claim>;
  /** Something newer makes an unsent mail pointless; one that is being sent right now is left alone. */
  readonly supersede: (key: SendKey, now: Instant) => Promise<Unclaimed>;
  /** SES took it. From now on it counts as unheard of, until an event tells where it went. */
  readonly accept: (key: SendKey, sesMessageId: string, now: Instant) => Promise<void>;
  /** To be tried again. If another try has begun meanwhile, that one is left alone. */
  readonly postpone: (key: SendKey, attempt: number, pause: Pause, now: Instant) => Promise<void>;
  /** Notifications are switched off: it will not be sent. False if something final was known of it already, which stays. */
  readonly suppress: (key: SendKey, now: Instant) => Promise<boolean>;
  /** It ended unsent. The row keeps the mail, so that an operator can have it sent again. False as for `suppress`. */
  readonly fail: (key: SendKey, mail: OwedMail, reason: FailureReason, now: Instant) => Promise<boolean>;
  /** A mail that ended unsent, by its ledger id; undefined: no such mail, or it did not end so. */
  readonly findFailed: (id: string) => Promise<FailedMail | undefined>;
  /** A mail that ended unsent has been decided anew. */
  readonly replaceFailed: (id: string, now: Instant) => Promise<void>;
  /**
   * What SES tells about a mail afterwards. After any such event the mail counts as accepted: so it also settles a try whose answer
   * was lost. Undefined: no such mail, or its row does not say which one in a form that is known.
   */
  readonly note: (id: string, event: string, sesMessageId: string, at: Instant) => Promise<SentMail | undefined>;
}

/** Which mail a ledger row is about. */
export interface SentMail {
  readonly uid: Uid;
  readonly sequence: number;
  readonly roomId: RoomId;
  readonly role: Role;
  readonly attendeeEmail: EmailAddress;
}

export interface FailedMail extends SentMail {
  /** Null in rows from before mail was kept, and where a newer version wrote it. */
  readonly mail: OwedMail | null;
}

const KEPT_SECONDS = 400 * 24 * 3600;
/** A mail whose state or time this version does not know is looked at again then: a newer version may be there. */
const UNKNOWN_STATE_SECONDS = 900;

export function createLedger(db: DynamoDBDocumentClient, table: string): Ledger {
  const update = (key: SendKey, values: Record<string, unknown>, expression: string, condition: string) =>
    db.send(
      new UpdateCommand({
        TableName: table,
        Key: { [SENDS.key]: key.id },
        // Each write says whom the mail is for. A row that has forgotten that stays as it is.
        ConditionExpression: `(${condition}) AND attribute_not_exists(erased_at)`,
        UpdateExpression: expression.replace('SET ', `SET ${DESCRIBED}, `),
        ExpressionAttributeNames: {
          '#state': 'state',
          '#uid': 'uid',
          '#role': 'role',
          '#ttl': 'ttl',
          '#method': 'method',
          '#sequence': 'sequence',
          ...(expression.includes('#mail') && { '#mail': 'mail' }),
        },
        ExpressionAttributeValues: { ...describing(key), ...values },
        ReturnValues: 'ALL_NEW',
      }),
    );

  const read = async (id: string) => {
    const { Item } = await db.send(new GetCommand({ TableName: table, Key: { [SENDS.key]: id }, ConsistentRead: true }));
    return Item;
  };
  const readUnclaimed = async (key: SendKey, now: Instant) => unclaimed(row.parse(await read(key.id)), now);
  const isOpen = 'attribute_not_exists(#state) OR #state IN (:pending, :sending)';

  return {
    claim: async (key, now, leaseUntil) => {
      const values = { ':now': now, ':lease': leaseUntil, ':sending': 'sending', ':pending': 'pending', ':zero': 0, ':one': 1 };
      const expression = 'SET #state = :sending, lease_until = :lease, attempts = if_not_exists(attempts, :zero) + :one';
      const condition =
        'attribute_not_exists(#state) OR (#state = :pending AND next_attempt_at <= :now) OR (#state = :sending AND lease_until < :now)';
      const written = await conditionally(update(key, values, expression, condition));
      return written ? claimed(row.parse(written.Attributes)) : readUnclaimed(key, now);
    },
    supersede: async (key, now) => {
      const values = { ':now': now, ':superseded': 'superseded', ':pending': 'pending', ':sending': 'sending' };
      const condition = 'attribute_not_exists(#state) OR #state = :pending OR (#state = :sending AND lease_until < :now)';
      const written = await conditionally(update(key, values, 'SET #state = :superseded', condition));
      return written ? { kind: 'final', state: 'superseded' } : readUnclaimed(key, now);
    },
    accept: async (key, sesMessageId, now) => {
      const values = { ':now': now, ':accepted': 'accepted', ':id': sesMessageId };
      const expression = 'SET #state = :accepted, ses_message_id = :id';
      const waiting = { ...values, ':shard': unheardShardOf(key.id) };
      const isUnheard = 'attribute_exists(send_key) AND attribute_not_exists(heard_at)';
      const written = await conditionally(update(key, waiting, `${expression}, unheard_shard = :shard, unheard_since = :now`, isUnheard));
      // Its event was faster than the answer of SES: there is nothing to wait for. Or its person is erased by now.
      if (written === undefined) await conditionally(update(key, values, expression, 'attribute_exists(send_key)'));
    },
    postpone: async (key, attempt, pause, now) => {
      const { until, why } = pause;
      const counting = why === 'channel' || why === 'refused' ? { ':zero': 0, ':one': 1 } : {};
      const turn = why === 'turn' ? { ':turn': pause.turnAt } : {};
      const values = {
        ':now': now,
        ':pending': 'pending',
        ':sending': 'sending',
        ':until': until,
        ':attempt': attempt,
        ...counting,
        ...turn,
      };
      const expression = `SET #state = :pending, next_attempt_at = :until${PAUSED[why]}`;
      await conditionally(update(key, values, expression, '#state = :sending AND attempts = :attempt'));
    },
    suppress: async (key, now) => {
      const values = { ':now': now, ':final': 'suppressed', ':pending': 'pending', ':sending': 'sending' };
      return (await conditionally(update(key, values, 'SET #state = :final', isOpen))) !== undefined;
    },
    fail: async (key, mail, reason, now) => {
      const values = { ':now': now, ':final': 'failed', ':reason': reason, ':mail': mail, ':pending': 'pending', ':sending': 'sending' };
      const expression = 'SET #state = :final, reason = :reason, #mail = :mail';
      return (await conditionally(update(key, values, expression, isOpen))) !== undefined;
    },
    findFailed: async (id) => {
      const found = await read(id);
      const about = found?.['state'] === 'failed' ? sentMail(found) : undefined;
      return about && { ...about, mail: parseOwedMail(found?.['mail']) ?? null };
    },
    replaceFailed: async (id, now) => {
      await conditionally(
        db.send(
          new UpdateCommand({
            TableName: table,
            Key: { [SENDS.key]: id },
            ConditionExpression: '#state = :failed',
            UpdateExpression: 'SET #state = :superseded, updated_at = :now',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: { ':failed': 'failed', ':superseded': 'superseded', ':now': now },
          }),
        ),
      );
    },
    note: async (id, event, sesMessageId, at) => {
      const written = await conditionally(db.send(noteWrite(table, id, event, sesMessageId, at)));
      return written && sentMail(written.Attributes);
    },
  };
}

/** What a pause writes besides its end. A turn is for one try: the next one needs another. */
const PAUSED: Readonly<Record<PauseReason, string>> = {
  channel: ', faults = if_not_exists(faults, :zero) + :one REMOVE turn_at',
  refused: ', refusals = if_not_exists(refusals, :zero) + :one REMOVE turn_at',
  turn: ', turn_at = :turn',
  crowd: ' REMOVE turn_at',
};

// Every write also says which mail the row stands for: the columns of the plan's idempotency key, and how long to keep it.
const DESCRIBED =
  '#uid = :uid, #sequence = :sequence, attendee_email = :email, #method = :method, cause = :cause, room_id = :room, #role = :role, ' +
  'created_at = if_not_exists(created_at, :now), updated_at = :now, #ttl = :ttl';

const describing = (key: SendKey) => ({
  ':uid': key.uid,
  ':sequence': key.sequence,
  ':email': key.attendeeEmail,
  ':method': key.method,
  ':cause': key.cause,
  ':room': key.roomId,
  ':role': key.role,
  ':ttl': Math.floor(millisOf(key.stamp) / 1000) + KEPT_SECONDS,
});

// That SES took a mail says nothing of where it went; all other events do.
const HEARD = ', heard_at = if_not_exists(heard_at, :at) REMOVE unheard_shard, unheard_since';

// The same notification delivered twice must not become two events: they are kept in a map by what they say.
const noteWrite = (table: string, id: string, event: string, sesMessageId: string, at: Instant) =>
  new UpdateCommand({
    TableName: table,
    Key: { [SENDS.key]: id },
    ConditionExpression: 'attribute_exists(send_key)',
    UpdateExpression: `SET #state = :accepted, ses_message_id = :ses, #event = if_not_exists(#event, :at)${event === 'Send' ? '' : HEARD}`,
    ExpressionAttributeNames: { '#state': 'state', '#event': `event_${event.toLowerCase()}_at` },
    ExpressionAttributeValues: { ':accepted': 'accepted', ':ses': sesMessageId, ':at': at },
    ReturnValues: 'ALL_NEW',
  });

// What a newer version wrote in another form: no count, and a time that is null.
const count = z._default(
  z.pipe(
    z.unknown(),
    z.transform((raw): number => (typeof raw === 'number' ? raw : 0)),
  ),
  0,
);
const time = z.optional(
  z.pipe(
    z.unknown(),
    z.transform((raw): Instant | null => z.safeParse(instant, raw).data ?? null),
  ),
);

const row = z.object({
  state: z.unknown(),
  attempts: count,
  faults: count,
  refusals: count,
  turn_at: time,
  lease_until: time,
  next_attempt_at: time,
});

const sentColumns = z.object({
  uid: z.string(),
  sequence: z.number(),
  attendee_email: z.string(),
  room_id: z.string(),
  role: z.enum(ROLES),
});

const claimed = ({ attempts, faults, refusals, turn_at }: z.output<typeof row>): ClaimedTry => ({
  kind: 'claimed',
  attempt: attempts,
  faults,
  refusals,
  turnAt: turn_at ?? null,
});

/** Undefined when the row does not say which mail it is about in a way that this version can read. */
function sentMail(raw: unknown): SentMail | undefined {
  const { data } = z.safeParse(sentColumns, raw);
  if (!data) return undefined;
  // Written by us from a mail: checked for shape, branded as what it was.
  return {
    uid: data.uid as Uid,
    sequence: data.sequence,
    roomId: data.room_id as RoomId,
    role: data.role,
    attendeeEmail: data.attendee_email as EmailAddress,
  };
}

function unclaimed({ state: stored, lease_until, next_attempt_at }: z.output<typeof row>, now: Instant): Unclaimed {
  const state = SEND_STATES.find((known) => known === stored);
  // A newer version knows what it means. This one sends nothing that may be on its way, and forgets nothing that may still have to leave.
  const later = instantAt(millisOf(now) + UNKNOWN_STATE_SECONDS * 1000);
  if (state === undefined) return { kind: 'waiting', until: later };
  if (state === 'sending') return { kind: 'being-sent', until: lease_until === undefined ? instantAt(0) : (lease_until ?? later) };
  if (state === 'pending') return { kind: 'waiting', until: next_attempt_at === undefined ? instantAt(0) : (next_attempt_at ?? later) };
  return { kind: 'final', state };
}
