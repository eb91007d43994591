import { GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { ProposalId, RoomId, Uid, WishId } from '../../../shared/words/ids.ts';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import { LINK_PURPOSES } from '../../../shared/words/link-purposes.ts';
import type { LinkGrant, LinkWisher } from '../../../shared/link/link.ts';
import { millisOf, type Instant } from '../../../shared/time/instant.ts';
import { ROLES } from '../../../shared/words/roles.ts';
import { MAGIC_LINKS } from '../../../shared/words/table-names.ts';
import { confirmableReply } from '../rooms/confirmable-reply.ts';
import { problemsOf, type FieldProblem } from '../rooms/unreadable-row.ts';
import { conditionally } from '../conditional-write.ts';
import { instant, language } from '../stored-values.ts';

/** What is kept of a magic link: never the token, only its hash. */
export interface StoredLink extends LinkGrant {
  readonly usedAt: Instant | null;
  /** What the token was derived from: with the key, and only with it, the other links of the same mail follow. */
  readonly seed: string;
}

/** A row that this version cannot read. */
export interface UnreadableLink {
  readonly roomId: string;
  readonly problems: readonly FieldProblem[];
  /** Whom the link speaks for, and what proves it; null where not even that can be read. */
  readonly binding: LinkBinding | null;
}

/** What a token is bound to. */
export type LinkBinding = Pick<StoredLink, 'purpose' | 'uid' | 'roomId' | 'email' | 'role' | 'proposalId' | 'wisher' | 'seed'>;

export interface LinkStore {
  /** Remembers a link that is about to be mailed. Doing it again changes nothing, above all not `used_at`. */
  readonly put: (tokenHash: string, grant: LinkGrant, seed: string) => Promise<void>;
  readonly get: (tokenHash: string) => Promise<StoredLink | UnreadableLink | undefined>;
  /** Notes that the link has done its work. What counts as once is the room's own decision; this is the record of it. */
  readonly markUsed: (tokenHash: string, at: Instant) => Promise<void>;
}

const KEPT_AFTER_EXPIRY_SECONDS = 7 * 24 * 3600;

export function createLinkStore(db: DynamoDBDocumentClient, table: string): LinkStore {
  return {
    put: async (tokenHash, grant, seed) => {
      const Item = { [MAGIC_LINKS.key]: tokenHash, ...attributesOf(tokenHash, grant), seed };
      await conditionally(db.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(token_hash)' })));
    },
    get: async (tokenHash) => {
      const { Item } = await db.send(new GetCommand({ TableName: table, Key: { [MAGIC_LINKS.key]: tokenHash } }));
      return Item && parse(Item);
    },
    markUsed: async (tokenHash, at) => {
      await conditionally(
        db.send(
          new UpdateCommand({
            TableName: table,
            Key: { [MAGIC_LINKS.key]: tokenHash },
            ConditionExpression: 'attribute_exists(token_hash)',
            UpdateExpression: 'SET used_at = if_not_exists(used_at, :at)',
            ExpressionAttributeValues: { ':at': at },
          }),
        ),
      );
    },
  };
}

const attributesOf = (tokenHash: string, grant: LinkGrant) => ({
  id: tokenHash.slice(0, 32),
  purpose: grant.purpose,
  uid: grant.uid,
  room_id: grant.roomId,
  actor_email: grant.email,
  actor_role: grant.role,
  sequence: grant.sequence,
  proposal_id: grant.proposalId,
  reply: grant.reply,
  is_question: grant.isQuestion ?? false,
  ...(grant.wisher && { wisher: wisherAttributes(grant.wisher) }),
  expires_at: grant.expiresAt,
  ttl: Math.floor(millisOf(grant.expiresAt) / 1000) + KEPT_AFTER_EXPIRY_SECONDS,
});

const wisherAttributes = ({ sub, name, timeZone, language, wishId }: LinkWisher) => ({
  sub,
  name,
  time_zone: timeZone,
  language,
  wish_id: wishId,
});

const bindingColumns = z.object({
  purpose: z.enum(LINK_PURPOSES),
  uid: z.string(),
  room_id: z.string(),
  actor_email: z.string(),
  actor_role: z.enum(ROLES),
  proposal_id: z.nullable(z.string()),
  wisher: z.optional(
    z.object({ sub: z.string(), name: z.string(), time_zone: z.string(), language: z._default(language, null), wish_id: z.string() }),
  ),
  seed: z.string(),
});

const item = z.extend(bindingColumns, {
  sequence: z.number(),
  reply: z.nullable(confirmableReply),
  is_question: z._default(z.boolean(), false),
  expires_at: instant,
  used_at: z.optional(z.nullable(instant)),
});

function parse(raw: unknown): StoredLink | UnreadableLink {
  const { data: row, error } = z.safeParse(item, raw);
  if (error) {
    const { data: bound } = z.safeParse(bindingColumns, raw);
    const roomId = z.safeParse(z.object({ room_id: z.string() }), raw).data?.room_id ?? 'without an id';
    return { roomId, problems: problemsOf(error), binding: bound ? bindingOf(bound) : null };
  }
  return {
    ...bindingOf(row),
    sequence: row.sequence,
    reply: row.reply,
    ...(row.is_question && { isQuestion: true }),
    expiresAt: row.expires_at,
    usedAt: row.used_at ?? null,
  };
}

// We wrote it ourselves from a grant: checked for shape, branded as what it was.
const bindingOf = (row: z.output<typeof bindingColumns>): LinkBinding => ({
  purpose: row.purpose,
  uid: row.uid as Uid,
  roomId: row.room_id as RoomId,
  email: row.actor_email as EmailAddress,
  role: row.actor_role,
  proposalId: row.proposal_id as ProposalId | null,
  ...(row.wisher && {
    wisher: {
      sub: row.wisher.sub,
      name: row.wisher.name,
      timeZone: row.wisher.time_zone,
      language: row.wisher.language,
      wishId: row.wisher.wish_id as WishId,
    },
  }),
  seed: row.seed,
});
