import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import { ROLES, type Role } from '../../../shared/words/roles.ts';
import { SEND_STATES, type FinalState } from '../../../shared/words/send-states.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { instantAt, millisOf, type Instant } from '../../../shared/time/instant.ts';
import { SENDS } from '../../../shared/words/table-names.ts';
import { conditionally } from '../conditional-write.ts';
import type { SendKey } from './send-key.ts';

export type Claim = { readonly kind: 'claimed'; readonly attempt: number; readonly firstTriedAt: Instant } | Unclaimed;

export type Unclaimed = Busy | { readonly kind: 'settled'; readonly state: FinalState };

/** It is not yet time to try again, or someone else is sending it this very moment: then `until` is the end of their lease. */
export type Busy = { readonly kind: 'waiting' | 'being-sent'; readonly until: Instant };

/** One row for each mail that was ever to be sent: it answers, also after a crash, whether this mail has been sent. */
export interface Ledger {
  /** Claims a mail for one try, until `leaseUntil`. At most one claim holds at any time. */
  readonly claim: (key: SendKey, now: Instant, leaseUntil: Instant) => Promise<Claim>;
  /** Something newer makes an unsent mail pointless; one that is being sent right now is left alone. */
  readonly supersede: (key: SendKey, now: Instant) => Promise<Unclaimed>;
  /** SES took it. */
  readonly accept: (key: SendKey, sesMessageId: string, now: Instant) => Promise<void>;
  /** This try did not come off, or nobody knows: it is to be tried again. If another try has begun meanwhile, that one is left alone. */
  readonly postpone: (key: SendKey, attempt: number, until: Instant, now: Instant) => Promise<void>;
  /** It will never be sent. False if something final was known of it already, which stays. */
  readonly close: (key: SendKey, state: 'suppressed' | 'failed', now: Instant) => Promise<boolean>;
  /**
   * What SES tells about a mail afterwards. Whatever it is, the mail was accepted: so it also settles a try whose answer was lost.
   * Undefined: no such mail.
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

const KEPT_SECONDS = 400 * 24 * 3600;

export function createLedger(db: DynamoDBDocumentClient, table: string): Ledger {
  const update = (key: SendKey, values: Record<string, unknown>, expression: string, condition: string) =>
    db.send(
      new UpdateCommand({
        TableName: table,
        Key: { [SENDS.key]: key.id },
        ConditionExpression: condition,
        UpdateExpression: `${expression}, ${DESCRIBED}`,
        ExpressionAttributeNames: {
          '#state': 'state',
          '#uid': 'uid',
          '#role': 'role',
          '#ttl': 'ttl',
          '#method': 'method',
          '#sequence': 'sequence',
        },
        ExpressionAttributeValues: { ...describing(key), ...values },
        ReturnValues: 'ALL_NEW',
      }),
    );

  const read = async (key: SendKey) => {
    const { Item } = await db.send(new GetCommand({ TableName: table, Key: { [SENDS.key]: key.id }, ConsistentRead: true }));
    return unclaimed(row.parse(Item));
  };

  return {
    claim: async (key, now, leaseUntil) => {
      const values = { ':now': now, ':lease': leaseUntil, ':sending': 'sending', ':pending': 'pending', ':zero': 0, ':one': 1 };
      const expression = 'SET #state = :sending, lease_until = :lease, attempts = if_not_exists(attempts, :zero) + :one';
      const condition =
        'attribute_not_exists(#state) OR (#state = :pending AND next_attempt_at <= :now) OR (#state = :sending AND lease_until < :now)';
      const written = await conditionally(update(key, values, expression, condition));
      if (written) return claimed(row.parse(written.Attributes));
      return read(key);
    },
    supersede: async (key, now) => {
      const values = { ':now': now, ':superseded': 'superseded', ':pending': 'pending', ':sending': 'sending' };
      const condition = 'attribute_not_exists(#state) OR #state = :pending OR (#state = :sending AND lease_until < :now)';
      const written = await conditionally(update(key, values, 'SET #state = :superseded', condition));
      return written ? { kind: 'settled', state: 'superseded' } : read(key);
    },
    accept: async (key, sesMessageId, now) => {
      const values = { ':now': now, ':accepted': 'accepted', ':id': sesMessageId };
      await update(key, values, 'SET #state = :accepted, ses_message_id = :id', 'attribute_exists(send_key)');
    },
    postpone: async (key, attempt, until, now) => {
      const values = { ':now': now, ':pending': 'pending', ':sending': 'sending', ':until': until, ':attempt': attempt };
      const condition = '#state = :sending AND attempts = :attempt';
      await conditionally(update(key, values, 'SET #state = :pending, next_attempt_at = :until', condition));
    },
    close: async (key, state, now) => {
      const values = { ':now': now, ':final': state, ':pending': 'pending', ':sending': 'sending' };
      const condition = 'attribute_not_exists(#state) OR #state IN (:pending, :sending)';
      return (await conditionally(update(key, values, 'SET #state = :final', condition))) !== undefined;
    },
    note: async (id, event, sesMessageId, at) => {
      const written = await conditionally(db.send(noteWrite(table, id, event, sesMessageId, at)));
      return written && sentMail(row.parse(written.Attributes));
    },
  };
}

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

// The same notification delivered twice must not become two events: they are kept in a map by what they say.
const noteWrite = (table: string, id: string, event: string, sesMessageId: string, at: Instant) =>
  new UpdateCommand({
    TableName: table,
    Key: { [SENDS.key]: id },
    ConditionExpression: 'attribute_exists(send_key)',
    UpdateExpression: 'SET #state = :accepted, ses_message_id = :ses, #event = if_not_exists(#event, :at)',
    ExpressionAttributeNames: { '#state': 'state', '#event': `event_${event.toLowerCase()}_at` },
    ExpressionAttributeValues: { ':accepted': 'accepted', ':ses': sesMessageId, ':at': at },
    ReturnValues: 'ALL_NEW',
  });

const row = z.object({
  state: z.enum(SEND_STATES),
  attempts: z._default(z.number(), 0),
  lease_until: z.optional(z.string()),
  next_attempt_at: z.optional(z.string()),
  created_at: z.string(),
  uid: z.string(),
  sequence: z.number(),
  attendee_email: z.string(),
  room_id: z.string(),
  role: z.enum(ROLES),
});

const claimed = ({ attempts, created_at }: z.output<typeof row>): Claim => ({
  kind: 'claimed',
  attempt: attempts,
  firstTriedAt: created_at as Instant,
});

// Written by us from a mail: checked for shape, branded as what it was.
const sentMail = (read: z.output<typeof row>): SentMail => ({
  uid: read.uid as Uid,
  sequence: read.sequence,
  roomId: read.room_id as RoomId,
  role: read.role,
  attendeeEmail: read.attendee_email as EmailAddress,
});

function unclaimed({ state, lease_until, next_attempt_at }: z.output<typeof row>): Unclaimed {
  if (state === 'sending') return { kind: 'being-sent', until: (lease_until ?? instantAt(0)) as Instant };
  if (state === 'pending') return { kind: 'waiting', until: (next_attempt_at ?? instantAt(0)) as Instant };
  return { kind: 'settled', state };
}
