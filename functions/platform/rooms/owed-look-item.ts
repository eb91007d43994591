import * as z from 'zod/mini';
import type { OwedLook } from '../../../shared/room/ask-wishers.ts';
import { instant } from '../stored-values.ts';

const owedLook = z.object({
  kind: z.literal('look'),
  openedAt: instant,
  notBefore: instant,
  after: z._default(z.nullable(z.string()), null),
  looks: z.number(),
});

/** The look in an entry of an outbox; undefined for mail, for a record, and for a look that this version cannot read. */
export const parseOwedLook = (raw: unknown): OwedLook | undefined => owedLook.safeParse(raw).data;
