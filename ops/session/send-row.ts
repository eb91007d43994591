import * as z from 'zod';
import { ROLES } from '../../shared/words/roles.ts';

const sendRow = z.object({
  send_key: z.string(),
  state: z.string(),
  method: z.string(),
  sequence: z.number(),
  role: z.enum(ROLES),
  attendee_email: z.string(),
  cause: z.string().nullish(),
  reason: z.string().nullish(),
  attempts: z.number().default(0),
  faults: z.number().default(0),
  refusals: z.number().default(0),
  next_attempt_at: z.string().nullish(),
  lease_until: z.string().nullish(),
  ses_message_id: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
});

/** A row of the ledger as an operator reads it: one mail, and what became of it. */
export interface SendRow extends z.output<typeof sendRow> {
  /** What SES told of it, e.g. `delivery`, with the time. */
  readonly events: readonly { readonly event: string; readonly at: string }[];
}

/** Which of two events of one second comes first: the higher one. SES counts in seconds. */
const rankOf = ({ event }: { readonly event: string }): number => ['delivery', 'send'].indexOf(event);

const EVENT = /^event_(.+)_at$/;

/** The row as a mail; undefined when it breaks the schema. */
export function readSendRow(raw: Readonly<Record<string, unknown>>): SendRow | undefined {
  const events = Object.entries(raw).flatMap(([name, at]) => {
    const event = EVENT.exec(name)?.[1];
    return event === undefined || typeof at !== 'string' ? [] : [{ event, at }];
  });
  const { data } = sendRow.safeParse(raw);
  return data && { ...data, events: events.toSorted((a, b) => a.at.localeCompare(b.at) || rankOf(b) - rankOf(a)) };
}
