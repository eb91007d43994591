import * as z from 'zod/mini';
import type { OwedNotice } from '../../../shared/room/notice.ts';
import type { CalendarMail, NoticeMail, OwedMail } from '../../../shared/room/owed-mail.ts';
import type { ProposalId, RoomId, Uid, WishId } from '../../../shared/words/ids.ts';
import { TIME_FAULTS, UNREADABLE_REASONS } from '../../../shared/words/inbound-reasons.ts';
import { PARTSTATS } from '../../../shared/words/itip.ts';
import { DEFAULT_LANGUAGE, parseLanguage, type Language } from '../../../shared/words/languages.ts';
import { CALENDAR_MAIL_KINDS, NOTICE_KINDS } from '../../../shared/words/mail-kinds.ts';
import { NO_PRACTICE } from '../../../shared/words/practice.ts';
import { REFUSALS } from '../../../shared/words/refusals.ts';
import { ROLES } from '../../../shared/words/roles.ts';
import { confirmableReply } from '../rooms/confirmable-reply.ts';
import { email, instant, venueUrl } from '../stored-values.ts';

/*
 * Owed mail as it waits in an outbox. It may have been written by an older version of the code or, after a rollback, by a newer
 * one: what an older version did not write has a default, and what this version does not know is left where it is.
 */

const orNull = <T extends z.core.$ZodType>(schema: T) => z._default(z.nullable(schema), null);
const branded = <T extends string>() =>
  z.pipe(
    z.string(),
    z.transform((text) => text as T),
  );
const partstat = z.enum(PARTSTATS);
// Mail in a language of a newer version leaves in English: that is better than not at all.
const language = z.pipe(
  z.unknown(),
  z.transform((raw): Language => (typeof raw === 'string' ? parseLanguage(raw) : undefined) ?? DEFAULT_LANGUAGE),
);
// Older versions kept a sentence.
const reasonOf = <Reason extends string>(reasons: readonly Reason[]) =>
  z.pipe(
    z.unknown(),
    z.transform((raw): Reason | null => reasons.find((reason) => reason === raw) ?? null),
  );
const slot = z.object({ startUtc: instant, durationMinutes: z.number() });

const envelope = {
  // Mail from before versions were kept has none.
  version: z._default(z.number(), 1),
  to: z.object({
    role: z.enum(ROLES),
    email,
    name: z._default(z.string(), ''),
    timeZone: z._default(z.string(), 'UTC'),
    language: z._default(language, DEFAULT_LANGUAGE),
  }),
  other: orNull(z.object({ firstName: z.string(), timeZone: z._default(z.string(), 'UTC') })),
  roomId: branded<RoomId>(),
  uid: branded<Uid>(),
  sequence: z.number(),
  stamp: instant,
  seed: z.string(),
  note: z._default(z.string(), ''),
  isBusy: z._default(z.boolean(), false),
  notBefore: orNull(instant),
  when: slot,
  practice: z._default(z.object({ topic: orNull(z.string()), exam: orNull(z.string()), line: z._default(z.string(), '') }), NO_PRACTICE),
  venue: orNull(z.object({ own: orNull(venueUrl), bookedAt: instant })),
};

const calendarMail = z.object({
  ...envelope,
  kind: z.enum(CALENDAR_MAIL_KINDS),
  previous: orNull(slot),
  partstat: z._default(partstat, 'NEEDS-ACTION'),
  createdAt: z.optional(instant),
  cause: orNull(z.string()),
  cancelledBy: orNull(z.enum(ROLES)),
  movedBy: orNull(z.object({ role: z.enum(ROLES), isApproval: z.boolean() })),
  restoredBy: orNull(z.enum(ROLES)),
  restorableUntil: orNull(instant),
});

/** One for each kind of notice: a kind without one does not compile. */
const notices: { readonly [Kind in OwedNotice['kind']]: z.ZodMiniType<Extract<OwedNotice, { kind: Kind }>> } = {
  'reply-unreadable': z.object({ kind: z.literal('reply-unreadable'), why: reasonOf(UNREADABLE_REASONS) }),
  'proposal-impossible': z.object({ kind: z.literal('proposal-impossible'), why: reasonOf([...TIME_FAULTS, ...REFUSALS, 'person-limit']) }),
  'confirm-reply': z.object({ kind: z.literal('confirm-reply'), reply: confirmableReply }),
  'fresh-link': z.object({
    kind: z.literal('fresh-link'),
    purpose: z.enum(['reschedule', 'decide']),
    proposalId: orNull(branded<ProposalId>()),
  }),
  introduction: z.object({ kind: z.literal('introduction'), email }),
  reservation: z.object({ kind: z.literal('reservation'), until: instant }),
  afterwards: z.object({ kind: z.literal('afterwards'), until: instant }),
  'afterwards-answer': z.object({ kind: z.literal('afterwards-answer'), again: z.boolean() }),
  'wish-fits': z.object({
    kind: z.literal('wish-fits'),
    sub: z.string(),
    wishId: branded<WishId>(),
    wishedAt: instant,
    wishedUntil: instant,
  }),
  'reservation-ended': z.object({ kind: z.literal('reservation-ended'), isDeclined: z.boolean(), isOpen: z.boolean() }),
};

const noticeMail = z.object({
  ...envelope,
  kind: z.enum(NOTICE_KINDS),
  proposal: orNull(
    z.object({
      id: branded<ProposalId>(),
      ...slot.shape,
      alternatives: z.optional(z.array(slot)),
      note: z._default(z.string(), ''),
      expiresAt: instant,
    }),
  ),
  notice: orNull(z.union(Object.values(notices))),
  cause: z._default(z.string(), ''),
});

/** The mail in an entry of an outbox; undefined for one that this version cannot read, for example of a kind that is yet to come. */
export function parseOwedMail(raw: unknown): OwedMail | undefined {
  const calendar = calendarMail.safeParse(raw);
  if (calendar.success) {
    const { data } = calendar;
    return { ...data, createdAt: data.createdAt ?? data.stamp } satisfies CalendarMail;
  }
  const notice = noticeMail.safeParse(raw);
  return notice.success ? (notice.data satisfies NoticeMail) : undefined;
}
