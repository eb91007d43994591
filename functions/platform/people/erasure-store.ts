import { createHash } from 'node:crypto';
import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { instantAt, millisOf, type Instant } from '../../../shared/time/instant.ts';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import { ERASURES } from '../../../shared/words/table-names.ts';
import { conditionally } from '../conditional-write.ts';
import { email, instant } from '../stored-values.ts';

/** How a person stands to being erased. */
export type ErasureState =
  | { readonly kind: 'asked'; readonly askedAt: Instant }
  /** Tokens from before this time are no longer good. */
  | { readonly kind: 'erased'; readonly at: Instant };

/** Somebody who asked to be erased, taken on to do it now. */
export interface ClaimedErasure {
  readonly sub: string;
  readonly address: EmailAddress;
}

export interface AskedErasure {
  readonly digest: string;
  readonly askedAt: Instant;
}

/** The rows of `erasures`. Until a person is erased the row says who asked. For a day after it the row says only that somebody was erased. */
export interface ErasureStore {
  /** Null for everybody else. */
  readonly load: (sub: string) => Promise<ErasureState | null>;
  /** Stores that somebody asks to be erased. Gives when they asked for the first time. */
  readonly ask: (person: ClaimedErasure, at: Instant) => Promise<Instant>;
  /** The people who asked and are not erased yet; the one who has waited longest is first. */
  readonly listAsked: () => Promise<readonly AskedErasure[]>;
  /** Takes one on until a time, for this caller alone. Undefined while somebody else works on it, or when it is done. */
  readonly claim: (digest: string, at: Instant, until: Instant) => Promise<ClaimedErasure | undefined>;
  /** Gives one back before its time. */
  readonly release: (digest: string) => Promise<void>;
  /** Ends the tokens that the person has. A wish of theirs stays. */
  readonly endTokens: (sub: string, at: Instant) => Promise<void>;
  /** Stores that the person is erased: who it was is forgotten now, and the row itself after a day. */
  readonly finish: (sub: string, at: Instant) => Promise<void>;
}

/** Longer than an identity provider lets a token live. */
const KEPT_AFTER_SECONDS = 24 * 3600;
const PARTITION = 'asked';

export const digestOfPerson = (sub: string): string => createHash('sha256').update(sub).digest('hex');

export function createErasureStore(db: DynamoDBDocumentClient, table: string): ErasureStore {
  const update = async (digest: string, change: Omit<UpdateCommand['input'], 'TableName' | 'Key'>) =>
    await conditionally(
      db.send(new UpdateCommand({ TableName: table, Key: { [ERASURES.key]: digest }, ReturnValues: 'ALL_NEW', ...change })),
    );
  return {
    load: async (sub) => {
      const Key = { [ERASURES.key]: digestOfPerson(sub) };
      const { Item } = await db.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item ? stateOf(Item) : null;
    },
    ask: async ({ sub, address }, at) => {
      const written = await update(digestOfPerson(sub), {
        UpdateExpression:
          'SET asked_shard = :asked, asked_at = if_not_exists(asked_at, :at), person_sub = :sub, person_email = :email REMOVE #ttl',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':asked': PARTITION, ':at': at, ':sub': sub, ':email': address },
      });
      return askedRow.parse(written?.Attributes).asked_at;
    },
    listAsked: async () => {
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName: table,
          IndexName: ERASURES.indexes.asked.name,
          KeyConditionExpression: '#shard = :asked',
          ExpressionAttributeNames: { '#shard': ERASURES.indexes.asked.partitionKey },
          ExpressionAttributeValues: { ':asked': PARTITION },
        }),
      );
      return Items.map((row) => listedRow.parse(row)).map(({ person_digest: digest, asked_at: askedAt }) => ({ digest, askedAt }));
    },
    claim: async (digest, at, until) => {
      const claimed = await update(digest, {
        ConditionExpression: 'attribute_exists(person_sub) AND (attribute_not_exists(claimed_until) OR claimed_until <= :now)',
        UpdateExpression: 'SET claimed_until = :until',
        ExpressionAttributeValues: { ':now': at, ':until': until },
      });
      if (!claimed) return undefined;
      const { person_sub: sub, person_email: address } = personRow.parse(claimed.Attributes);
      return { sub, address };
    },
    release: async (digest) => {
      await update(digest, { ConditionExpression: 'attribute_exists(person_sub)', UpdateExpression: 'REMOVE claimed_until' });
    },
    endTokens: async (sub, at) => {
      await update(digestOfPerson(sub), { UpdateExpression: 'SET erased_at = :at', ExpressionAttributeValues: { ':at': at } });
    },
    finish: async (sub, at) => {
      await update(digestOfPerson(sub), {
        UpdateExpression: 'SET erased_at = :at, #ttl = :ttl REMOVE asked_shard, asked_at, person_sub, person_email, claimed_until',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':at': at, ':ttl': Math.floor(millisOf(at) / 1000) + KEPT_AFTER_SECONDS },
      });
    },
  };
}

const personRow = z.object({ person_sub: z.string(), person_email: email });
// A time that this version cannot read counts as long ago: nobody is left out, and the alarm about long waits rings.
const readableTime = z.pipe(
  z.unknown(),
  z.transform((raw): Instant => z.safeParse(instant, raw).data ?? instantAt(0)),
);
const askedRow = z.object({ asked_at: readableTime });
const listedRow = z.object({ person_digest: z.string(), asked_at: readableTime });

/** A time that nobody here can read hides no wish, and makes no token good that may be from before an erasure. */
function stateOf({ asked_at: askedAt, erased_at: at }: Readonly<Record<string, unknown>>): ErasureState | null {
  if (askedAt !== undefined) return { kind: 'asked', askedAt: z.parse(readableTime, askedAt) };
  return at === undefined ? null : { kind: 'erased', at: z.safeParse(instant, at).data ?? NEVER_OVER };
}

/** The row goes within a day after the erasure, and with it what it refuses. */
const NEVER_OVER = instantAt(Date.UTC(9999, 11, 31));
