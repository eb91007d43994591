import * as z from 'zod/mini';
import { millisOf } from '../../../shared/time/instant.ts';
import { DURATIONS } from '../../../shared/words/durations.ts';
import type { WishId } from '../../../shared/words/ids.ts';
import { WEEKDAY_NAMES } from '../../../shared/words/times-of-week.ts';
import type { WishTerms, Wish } from '../../../shared/wish/wish.ts';
import { email, instant, language } from '../stored-values.ts';

/* From rows of wishes and of their entries to wishes, and back. */

const orNull = <T extends z.core.$ZodType>(schema: T) => z._default(z.nullable(schema), null);

const wanted = {
  topic: orNull(z.string()),
  exam: orNull(z.string()),
  durations: z.array(z.literal(DURATIONS)),
  windows: z.array(z.object({ weekday: z.enum(WEEKDAY_NAMES), from: z.string(), to: z.string() })),
  zone: z.string(),
  until: instant,
};

const wishRow = z.object({
  wish_id: z.string(),
  ...wanted,
  person: z.object({
    sub: z.string(),
    email,
    name: z.string(),
    given_name: orNull(z.string()),
    time_zone: z.string(),
    language: z._default(language, null),
  }),
  created_at: instant,
  buckets: z.array(z.string()),
});
const entryRow = z.object({ entry: z.string(), sub: z.string(), ...wanted });

/** A wish with the buckets in which it stands. */
export interface StoredWish {
  readonly wish: Wish;
  readonly buckets: readonly string[];
}

/** What of a wish stands in a bucket. */
export interface WishEntry {
  /** Where it stands among the others: by when the wish was made. */
  readonly position: string;
  readonly id: WishId;
  readonly sub: string;
  readonly wanted: WishTerms;
}

export const positionOf = ({ id, createdAt }: Pick<Wish, 'id' | 'createdAt'>): string => `${createdAt}#${id}`;

export const wishAttributes = (wish: Wish, buckets: readonly string[]) => ({
  wish_id: wish.id,
  ...wantedAttributes(wish),
  person: personAttributes(wish),
  created_at: wish.createdAt,
  buckets,
  ttl: expiryOf(wish),
});

const personAttributes = ({ person }: Wish) => ({
  sub: person.sub,
  email: person.email,
  name: person.name,
  ...(person.givenName != null && { given_name: person.givenName }),
  time_zone: person.timeZone,
  ...(person.language != null && { language: person.language }),
});

export const entryAttributes = (wish: Wish) => ({
  entry: positionOf(wish),
  sub: wish.person.sub,
  ...wantedAttributes(wish),
  ttl: expiryOf(wish),
});

const wantedAttributes = ({ topic, exam, durations, windows, timeZone, until }: WishTerms) => ({
  ...(topic !== null && { topic }),
  ...(exam !== null && { exam }),
  durations,
  windows: windows.map(({ weekday, from, to }) => ({ weekday, from, to })),
  zone: timeZone,
  until,
});

const KEPT_SECONDS = 24 * 3600;
const expiryOf = ({ until }: WishTerms): number => Math.floor(millisOf(until) / 1000) + KEPT_SECONDS;

/** Undefined for a row that this version cannot read: it is nobody's wish here, and makes no other unreadable. */
export function parseWish(raw: unknown): StoredWish | undefined {
  const { data } = z.safeParse(wishRow, raw);
  if (!data) return undefined;
  const { person: p, created_at: createdAt, buckets } = data;
  const person = { sub: p.sub, email: p.email, name: p.name, givenName: p.given_name, timeZone: p.time_zone, language: p.language };
  return { wish: { id: data.wish_id as WishId, ...wantedOf(data), person, createdAt }, buckets };
}

export function parseEntry(raw: unknown): WishEntry | undefined {
  const { data } = z.safeParse(entryRow, raw);
  const id = data?.entry.split('#')[1];
  return data && id !== undefined ? { position: data.entry, id: id as WishId, sub: data.sub, wanted: wantedOf(data) } : undefined;
}

const wantedOf = ({ topic, exam, durations, windows, zone, until }: Omit<z.output<typeof entryRow>, 'entry' | 'sub'>): WishTerms => ({
  topic,
  exam,
  durations,
  windows,
  timeZone: zone,
  until,
});
