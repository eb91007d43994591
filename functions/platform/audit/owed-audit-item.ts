import * as z from 'zod/mini';
import type { OwedAudit } from '../../../shared/room/owed-audit.ts';
import { PARTSTATS } from '../../../shared/words/itip.ts';
import { ROOM_STATUSES } from '../../../shared/words/room-statuses.ts';
import { ROLES } from '../../../shared/words/roles.ts';
import { instant } from '../stored-values.ts';

/*
 * A record of a decision as it waits in an outbox. A newer version may have written it: words that are unknown here are kept, and a
 * record that cannot be read stays where it is.
 */

const standing = z.object({
  status: z.enum(ROOM_STATUSES),
  startUtc: instant,
  durationMinutes: z.number(),
  sequence: z.number(),
  hostPartstat: z.enum(PARTSTATS),
  guestPartstat: z._default(z.nullable(z.enum(PARTSTATS)), null),
});

const owedAudit = z.object({
  kind: z.literal('audit'),
  at: instant,
  command: z.string(),
  by: z.enum([...ROLES, 'system']),
  events: z._default(z.array(z.string()), []),
  before: z._default(z.nullable(standing), null),
});

/** The record in an entry of an outbox; undefined for mail, and for a record that this version cannot read. */
export const parseOwedAudit = (raw: unknown): OwedAudit | undefined => owedAudit.safeParse(raw).data;
