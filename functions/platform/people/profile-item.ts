import * as z from 'zod/mini';
import type { Profile } from '../../../shared/room/profile.ts';
import type { MissedSession, RoomClaim, Use } from '../../../shared/room/usage.ts';
import { millisOf, type Instant } from '../../../shared/time/instant.ts';
import { endOf } from '../../../shared/time/time-slot.ts';
import { MISSED_WITHIN_DAYS } from '../../../shared/words/afterwards-words.ts';
import { isDuration } from '../../../shared/words/durations.ts';
import { parseEmailAddress } from '../../../shared/words/email-address.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { parseLanguage } from '../../../shared/words/languages.ts';
import { PERSON_LIMITS } from '../../../shared/words/person-limits.ts';
import { parseReminders } from '../../../shared/words/reminder-words.ts';
import { ROLES } from '../../../shared/words/roles.ts';
import type { StoredProfile } from './people-store.ts';

/*
 * What an item of `people` looks like, and the way there and back.
 */

// Written by `toISOString`.
const instant = z.pipe(
  z.iso.datetime({ precision: 3 }),
  z.transform((text) => text as Instant),
);
const roomId = z.pipe(
  z.uuid(),
  z.transform((text) => text as RoomId),
);
// What a newer version keeps in another form counts as not given: the profile can be read, and shown without it.
const text = z._default(
  z.pipe(
    z.unknown(),
    z.transform((raw): string | null => (typeof raw === 'string' ? raw : null)),
  ),
  null,
);
const list = z._default(
  z.pipe(
    z.unknown(),
    z.transform((raw): readonly unknown[] => (Array.isArray(raw) ? raw : [])),
  ),
  [],
);

const claim = z.object({
  room_id: roomId,
  role: z.enum(ROLES),
  start_utc: instant,
  duration_minutes: z.number(),
  at: instant,
  key: z.nullable(z.string()),
});
const use = z.object({
  limit: z.enum(PERSON_LIMITS),
  at: instant,
  key: z.string(),
  request: z.optional(z.string()),
  room_id: z.optional(roomId),
  host_sub: z.optional(z.string()),
});

/** No row has it, so a write on condition of it changes nothing. */
const UNKNOWN_VERSION = -1;
const missedSession = z.object({ room_id: roomId, at: instant });

const profileItem = z.object({
  sub: z.string(),
  // Another one than a number is no lock that this version could hold: it reads the profile, and never writes it.
  version: z._default(z.unknown(), 0),
  name: text,
  given_name: text,
  time_zone: text,
  language: text,
  reminders: text,
  addresses: list,
  feed_digest: text,
  refused_hosts: list,
  claims: list,
  uses: list,
  missed: list,
});

/** Throws when an item breaks the schema. What a newer version wrote into a list is left out. */
export function parseProfileItem(raw: unknown): StoredProfile {
  const item = profileItem.parse(raw);
  const profile: Profile = {
    sub: item.sub,
    name: item.name,
    givenName: item.given_name,
    timeZone: item.time_zone,
    language: parseLanguage(item.language ?? '') ?? null,
    // A choice of a newer version counts as none.
    reminders: parseReminders(item.reminders ?? '') ?? null,
    addresses: item.addresses.flatMap((address) => (typeof address === 'string' ? (parseEmailAddress(address) ?? []) : [])),
    feedDigest: item.feed_digest,
    refusedHosts: item.refused_hosts.flatMap((sub) => (typeof sub === 'string' ? [sub] : [])),
    usage: { claims: item.claims.flatMap(parseClaim), uses: item.uses.flatMap(parseUse), missed: item.missed.flatMap(parseMissed) },
  };
  return { profile, version: typeof item.version === 'number' ? item.version : UNKNOWN_VERSION };
}

function parseClaim(raw: unknown): readonly RoomClaim[] {
  const { data } = z.safeParse(claim, raw);
  if (!data || !isDuration(data.duration_minutes)) return [];
  const { room_id: id, role, start_utc: startUtc, duration_minutes: durationMinutes, at, key } = data;
  return [{ roomId: id, role, startUtc, durationMinutes, at, key }];
}

function parseUse(raw: unknown): readonly Use[] {
  const { data } = z.safeParse(use, raw);
  if (!data) return [];
  const { limit, at, key, request, room_id: id, host_sub: hostSub } = data;
  return [
    {
      limit,
      at,
      key,
      ...(request !== undefined && { request }),
      booking: id === undefined || hostSub === undefined ? null : { roomId: id, hostSub },
    },
  ];
}

function parseMissed(raw: unknown): readonly MissedSession[] {
  const { data } = z.safeParse(missedSession, raw);
  return data ? [{ roomId: data.room_id, at: data.at }] : [];
}

/** Every attribute but the version; an undefined one is to be removed from the item. */
export function profileAttributes(profile: Profile) {
  const { claims, uses, missed } = profile.usage;
  return {
    name: profile.name ?? undefined,
    given_name: profile.givenName ?? undefined,
    time_zone: profile.timeZone ?? undefined,
    language: profile.language ?? undefined,
    reminders: profile.reminders ?? undefined,
    addresses: profile.addresses.length > 0 ? profile.addresses : undefined,
    feed_digest: profile.feedDigest ?? undefined,
    refused_hosts: profile.refusedHosts.length > 0 ? profile.refusedHosts : undefined,
    claims: claims.map(({ roomId: room_id, role, startUtc, durationMinutes, at, key }) => {
      return { room_id, role, start_utc: startUtc, duration_minutes: durationMinutes, at, key };
    }),
    uses: uses.map(({ limit, at, key, request, booking }) => {
      return {
        limit,
        at,
        key,
        ...(request !== undefined && { request }),
        ...(booking && { room_id: booking.roomId, host_sub: booking.hostSub }),
      };
    }),
    missed: missed.length > 0 ? missed.map(({ roomId: room_id, at }) => ({ room_id, at })) : undefined,
    ttl: expiryOf(profile),
  };
}

const KEPT_SECONDS = 30 * 24 * 3600;
const MISSED_MILLIS = MISSED_WITHIN_DAYS * 24 * 3_600_000;

/** Seconds since 1970; undefined while the row holds something that its person chose. Counters alone are of no use for long. */
function expiryOf({
  name,
  givenName,
  timeZone,
  language,
  reminders,
  addresses,
  feedDigest,
  refusedHosts,
  usage,
}: Profile): number | undefined {
  const chosen = [name, givenName, timeZone, language, reminders, feedDigest];
  if (chosen.some((choice) => choice !== null) || addresses.length + refusedHosts.length > 0) return undefined;
  const counted = [...usage.claims.map(endOf), ...usage.uses.map(({ at }) => at)].map(millisOf);
  const ends = [...counted, ...usage.missed.map(({ at }) => millisOf(at) + MISSED_MILLIS)];
  return ends.length === 0 ? undefined : Math.floor(Math.max(...ends) / 1000) + KEPT_SECONDS;
}
