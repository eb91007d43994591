import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { instantAt, millisOf, type Instant } from '../../../shared/time/instant.ts';
import { FEEDS } from '../../../shared/words/table-names.ts';
import { conditionally } from '../conditional-write.ts';
import { instant } from '../stored-values.ts';

/** A calendar feed as it was last written. */
export interface StoredFeed {
  readonly digest: string;
  /** Whose sessions it shows. */
  readonly sub: string;
  /** Null until somebody asks for the first time. */
  readonly written: WrittenFeed | null;
  /** Until then it is served as it was written; null until somebody asks for the first time. */
  readonly freshUntil: Instant | null;
}

export interface WrittenFeed {
  readonly ics: string;
  readonly etag: string;
}

/** The rows of calendar feeds, each under the digest of its secret. */
export interface FeedStore {
  readonly open: (digest: string, sub: string) => Promise<void>;
  /** Ends a feed: nobody reads it any more. */
  readonly close: (digest: string, at: Instant) => Promise<void>;
  /** The feed; undefined for one that never was, or that is closed. */
  readonly load: (digest: string) => Promise<StoredFeed | undefined>;
  /** Takes it on to write the feed anew. False for all but the first of those who loaded the same one. */
  readonly claim: (feed: StoredFeed, freshUntil: Instant) => Promise<boolean>;
  /** Keeps what was written. A feed that was closed meanwhile stays closed. */
  readonly save: (digest: string, written: WrittenFeed) => Promise<void>;
}

const KEPT_AFTER_CLOSE_SECONDS = 24 * 3600;

export function createFeedStore(db: DynamoDBDocumentClient, table: string): FeedStore {
  const update = (digest: string, change: Omit<UpdateCommand['input'], 'TableName' | 'Key'>) =>
    conditionally(db.send(new UpdateCommand({ TableName: table, Key: { [FEEDS.key]: digest }, ...change })));
  return {
    open: async (digest, sub) => {
      await update(digest, {
        // Somebody may have closed it already, by making another one at the same moment.
        ConditionExpression: `attribute_not_exists(${FEEDS.key})`,
        UpdateExpression: 'SET #sub = :sub',
        ExpressionAttributeNames,
        ExpressionAttributeValues: { ':sub': sub },
      });
    },
    close: async (digest, at) => {
      await update(digest, {
        UpdateExpression: 'SET #ttl = :ttl REMOVE #sub, body, etag, fresh_until',
        ExpressionAttributeNames: { ...ExpressionAttributeNames, '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':ttl': Math.floor(millisOf(at) / 1000) + KEPT_AFTER_CLOSE_SECONDS },
      });
    },
    load: async (digest) => {
      const { Item } = await db.send(new GetCommand({ TableName: table, Key: { [FEEDS.key]: digest }, ConsistentRead: true }));
      return Item?.['sub'] === undefined ? undefined : parse(digest, Item);
    },
    claim: async ({ digest, freshUntil: read }, freshUntil) => {
      const claimed = await update(digest, {
        ConditionExpression: ['attribute_exists(#sub)', ...isStill(read)].join(' AND '),
        UpdateExpression: 'SET fresh_until = :until',
        ExpressionAttributeNames,
        ExpressionAttributeValues: { ':until': freshUntil, ...(read !== null && read !== LONG_AGO && { ':read': read }) },
      });
      return claimed !== undefined;
    },
    save: async (digest, { ics, etag }) => {
      await update(digest, {
        ConditionExpression: 'attribute_exists(#sub)',
        UpdateExpression: 'SET body = :body, etag = :etag',
        ExpressionAttributeNames,
        // A tenth of the text, and so a tenth of what each read costs.
        ExpressionAttributeValues: { ':body': gzipSync(ics), ':etag': etag },
      });
    },
  };
}

const ExpressionAttributeNames = { '#sub': 'sub' };

/** A time that nobody here can read: the feed is written anew at once, and from then on its time is one of ours. */
const LONG_AGO = instantAt(0);

const isStill = (read: Instant | null): readonly string[] =>
  read === LONG_AGO ? [] : [read === null ? 'attribute_not_exists(fresh_until)' : 'fresh_until = :read'];

const row = z.object({
  sub: z.string(),
  body: z.optional(z.unknown()),
  etag: z.optional(z.unknown()),
  fresh_until: z.optional(z.unknown()),
});

/** Only whose feed it is has to be readable. What else a newer version wrote otherwise counts as not written yet. */
function parse(digest: string, raw: unknown): StoredFeed {
  const { sub, body, etag, fresh_until: time } = row.parse(raw);
  const freshUntil = time === undefined ? null : (z.safeParse(instant, time).data ?? LONG_AGO);
  const ics = unpack(body);
  return { digest, sub, written: ics === undefined || typeof etag !== 'string' ? null : { ics, etag }, freshUntil };
}

function unpack(body: unknown): string | undefined {
  if (!(body instanceof Uint8Array)) return undefined;
  try {
    return gunzipSync(body).toString('utf8');
  } catch {
    // Packed in another way.
    return undefined;
  }
}
