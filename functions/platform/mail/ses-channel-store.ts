import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { instantAt, millisOf, type Instant } from '../../../shared/time/instant.ts';
import { SENDS } from '../../../shared/words/table-names.ts';
import { conditionally } from '../conditional-write.ts';
import { instant } from '../stored-values.ts';

/** What all mailers know together about the channel to SES: whose turn it is, and since when it has been failing. */
export interface SesChannel {
  /**
   * Sets aside the next moment at which the account's sending rate lets one more mail leave. Turns are given in the order in which
   * they are asked for. Null: two hours of turns are given out already, so ask again later.
   */
  readonly takeTurn: (now: Instant) => Promise<Instant | null>;
  /** A call failed for a reason that would have met any mail. */
  readonly recordFault: (now: Instant) => Promise<void>;
  /** SES took a mail. */
  readonly recordSuccess: () => Promise<void>;
}

/** Tells since when no mail has gone through; null: the channel works, as far as anybody has tried. */
export type ReadFaultySince = () => Promise<Instant | null>;

/** Mails per second. */
export type SendRate = () => Promise<number>;

const HORIZON_MILLIS = 2 * 3_600_000;
/** One write takes the turns of a tenth of a second, so that no rate makes the row hot. */
const TURNS_PER_WRITE_SECONDS = 0.1;
/** A turn that was not used for so long is given up: many late ones at once would be above the rate. */
const STALE_MILLIS = 1000;

/** Of each call to SES: how much later than others it may arrive there. */
const CALL_SPREAD_MILLIS = 150;
/** Some calls are on their way to SES longer than others. Even so, no second has more of them than the rate. */
const SLOWER_THAN_RATE = 1.06;

/**
 * Milliseconds between two turns. SES saves up the mails of one second for a burst. At one mail a second that is a single mail, and
 * nothing makes up for a call that is late before one that is not: so turns are further apart there.
 */
export function turnSpacing(perSecond: number): number {
  const even = (1000 * SLOWER_THAN_RATE) / perSecond;
  return perSecond < 2 ? 1000 / perSecond + CALL_SPREAD_MILLIS : Math.round(even * 1000) / 1000;
}

// In the ledger's table: every worker that sends may write there already.
const ROW = 'ses-channel';

export function createSesChannel(db: DynamoDBDocumentClient, table: string, rate: SendRate): SesChannel {
  let isFaulty = false;
  /** When the last write saw the line of turns end, in milliseconds since 1970. */
  let lineEnd = 0;
  const pocket: number[] = [];

  const update = (expression: string, condition: string | undefined, values: Record<string, unknown>) =>
    conditionally(
      db.send(
        new UpdateCommand({
          TableName: table,
          Key: { [SENDS.key]: ROW },
          UpdateExpression: expression,
          ...(condition && { ConditionExpression: condition }),
          ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
          ReturnValues: 'ALL_OLD',
        }),
      ),
    );

  /** The first of `count` turns in a row; null when the condition of the write did not hold. */
  const takeWhen = async (isIdle: boolean, now: number, step: number, count: number): Promise<number | null> => {
    const written = isIdle
      ? await update('SET line_end = :end', 'attribute_not_exists(line_end) OR line_end <= :now', {
          ':end': now + count * step,
          ':now': now,
        })
      : await update('SET line_end = line_end + :length', 'line_end > :now AND line_end < :horizon', {
          ':length': count * step,
          ':now': now,
          ':horizon': now + HORIZON_MILLIS,
        });
    if (!written) return null;
    const before = row.parse(written.Attributes ?? {});
    isFaulty = before.faulty_since !== undefined;
    const first = isIdle ? now : (before.line_end ?? now);
    lineEnd = first + count * step;
    return first;
  };

  return {
    takeTurn: async (now) => {
      const millis = millisOf(now);
      while (pocket.length > 0) {
        const turn = pocket.shift() ?? 0;
        if (turn > millis - STALE_MILLIS) return instantAt(Math.ceil(turn));
      }
      const perSecond = await rate();
      const step = turnSpacing(perSecond);
      const count = Math.max(1, Math.floor(perSecond * TURNS_PER_WRITE_SECONDS));
      const isIdle = lineEnd <= millis;
      const first = (await takeWhen(isIdle, millis, step, count)) ?? (await takeWhen(!isIdle, millis, step, count));
      if (first === null) return null;
      pocket.push(...Array.from({ length: count - 1 }, (_, n) => first + (n + 1) * step));
      return instantAt(Math.ceil(first));
    },
    recordFault: async (now) => {
      if (isFaulty) return;
      await update('SET faulty_since = if_not_exists(faulty_since, :now)', undefined, { ':now': now });
      isFaulty = true;
    },
    recordSuccess: async () => {
      if (!isFaulty) return;
      await update('REMOVE faulty_since', undefined, {});
      isFaulty = false;
    },
  };
}

export const createReadFaultySince =
  (db: DynamoDBDocumentClient, table: string): ReadFaultySince =>
  async () => {
    const { Item } = await db.send(new GetCommand({ TableName: table, Key: { [SENDS.key]: ROW }, ConsistentRead: true }));
    return row.parse(Item ?? {}).faulty_since ?? null;
  };

const row = z.object({
  line_end: z.optional(z.number()),
  // A time that cannot be read is long ago: the channel was at fault then, and the next success says that it works.
  faulty_since: z.optional(
    z.pipe(
      z.unknown(),
      z.transform((raw): Instant => z.safeParse(instant, raw).data ?? instantAt(0)),
    ),
  ),
});
