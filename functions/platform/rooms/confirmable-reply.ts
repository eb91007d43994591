import * as z from 'zod/mini';
import type { ConfirmableReply } from '../../../shared/room/attendee-reply.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import { ANSWERS } from '../../../shared/words/itip.ts';
import { parseEmailAddress } from '../../../shared/words/email-address.ts';

const instant = z.pipe(
  z.string(),
  z.transform((text) => text as Instant),
);

const unproven = {
  sequence: z.number(),
  dtstamp: z._default(z.nullable(instant), null),
  receivedAt: z.optional(z.nullable(instant)),
  remember: z.optional(
    z.pipe(
      z.array(z.string()),
      z.transform((texts) => texts.flatMap((text) => parseEmailAddress(text) ?? [])),
    ),
  ),
  note: z.optional(z.string()),
  mayBeEither: z.optional(z.boolean()),
};

/** What an unproven message asked for, as rooms and links keep it. We wrote it ourselves: checked for its shape. */
export const confirmableReply = z.union([
  z.object({ type: z.literal('reply'), partstat: z.enum(ANSWERS), ...unproven }),
  z.object({ type: z.literal('propose'), startUtc: instant, durationMinutes: z._default(z.nullable(z.number()), null), ...unproven }),
]) satisfies z.ZodMiniType<ConfirmableReply>;
