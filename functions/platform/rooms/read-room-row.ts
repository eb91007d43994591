import * as z from 'zod/mini';
import type { OwedLook } from '../../../shared/room/ask-wishers.ts';
import type { OwedAudit } from '../../../shared/room/owed-audit.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import type { ExistingRoom, Participant } from '../../../shared/room/room.ts';
import { instantAt, type Instant } from '../../../shared/time/instant.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { parseOwedAudit } from '../audit/owed-audit-item.ts';
import type { Log } from '../log.ts';
import { parseOwedLook } from './owed-look-item.ts';
import { parseOwedMail } from '../mail/owed-mail-item.ts';
import {
  formerGuest,
  historyEntry,
  notice,
  owingRow,
  participant,
  proposal,
  recentChange,
  roomRow,
  withoutNulls,
  type RoomRow,
} from './room-row-schema.ts';
import { parseRow, problemsOf, reportUnreadable, UnreadableRow, type FieldProblem, type RawRow } from './unreadable-row.ts';

/* From a row of `practice_rooms` to a room; the way back is write-room-row.ts. */

// Older rows do not say when they were made. It was before everything that happened in them.
const LONG_AGO = instantAt(0);

export interface ParsedRoom {
  readonly room: ExistingRoom;
  readonly version: number;
  /** Owed mail by its key, in the order in which it was decided; null if the row has no outbox yet. */
  readonly outbox: ReadonlyMap<string, OwedMail> | null;
  /** Records that are owed to the audit trail, by their key, in the order of their decisions. */
  readonly audits: ReadonlyMap<string, OwedAudit>;
  /** Looks for those who wish for such a session, by their key. */
  readonly looks: ReadonlyMap<string, OwedLook>;
  /** Keys of entries that this version cannot read. They stay, because a newer version may have written them. */
  readonly unreadableMail: readonly string[];
  /** When the sweeper looks at the room next; null while it owes nothing. */
  readonly owingSince: Instant | null;
  /** The row itself: what this version does not know of it is written back as it was. */
  readonly row: RawRow;
  /** What is wrong with elements of its lists that are not in the room. */
  readonly leftOut: readonly FieldProblem[];
}

/** Throws `UnreadableRow` where nobody may guess. Elements of lists that nobody here can read are left out, logged and counted. */
export function parseRoomRow(row: RawRow, log: Log): ParsedRoom {
  const item = parseRow(roomRow, withoutNulls(row));
  const startUtc = item.start_utc ?? item.datetime_utc;
  if (!startUtc) throw new UnreadableRow(item.id, [{ field: 'start_utc', reason: 'missing, and datetime_utc too' }]);
  const { outbox, owing_since } = parseRow(owingRow, row);
  const leftOut: FieldProblem[] = [];
  const lists = {
    proposals: elementsOf(item, 'proposals', proposal, leftOut),
    formerGuests: elementsOf(item, 'former_guests', formerGuest, leftOut),
    notices: elementsOf(item, 'notices', notice, leftOut),
    recentChanges: elementsOf(item, 'recent_changes', recentChange, leftOut),
    history: elementsOf(item, 'history', historyEntry, leftOut),
  };
  if (leftOut.length > 0) reportUnreadable(log, new UnreadableRow(item.id, leftOut));
  return { room: roomOf(item, startUtc, lists), version: item.version, owingSince: owing_since, ...outboxOf(outbox), row, leftOut };
}

type Lists = Pick<ExistingRoom, 'proposals' | 'formerGuests' | 'notices' | 'recentChanges' | 'history'>;
type ListAttribute = 'proposals' | 'former_guests' | 'notices' | 'recent_changes' | 'history';

function elementsOf<S extends z.core.$ZodType>(
  item: RoomRow,
  list: ListAttribute,
  schema: S,
  leftOut: FieldProblem[],
): readonly z.output<S>[] {
  return item[list].flatMap((raw, n) => {
    const result = z.safeParse(schema, withoutNulls(raw));
    if (result.success) return [result.data];
    leftOut.push(...problemsOf(result.error, [list, n]));
    return [];
  });
}

function roomOf(item: RoomRow, startUtc: Instant, lists: Lists): ExistingRoom {
  const sequence = item.ics_sequence;
  const createdAt = item.created_at ?? LONG_AGO;
  const isInvited = item.guest !== null;
  const before = { createdAt, lastMail: item.last_dtstamp };
  const session = {
    id: item.id as RoomId,
    uid: item.ics_uid as Uid,
    sequence,
    stamp: item.last_dtstamp,
    startUtc,
    durationMinutes: item.duration_minutes,
    practice: { topic: item.topic, exam: item.exam, line: item.line },
    host: participantOf(item.host, { ...before, invitedAt: isInvited ? sequence : null }),
    venueUrl: item.meeting_url,
    ...lists,
    introduction: item.introduction,
    reservedFor: reservationOf(item),
    undo: undoOf(item, before),
    remindedUntil: item.reminded_until,
    afterwards: item.afterwards,
    createdAt,
    updatedAt: item.updated_at ?? createdAt,
  };
  const guest = item.guest && participantOf(item.guest, { ...before, invitedAt: sequence });
  if (item.status === 'cancelled') return { ...session, status: 'cancelled', guest };
  if (item.status === 'open') return { ...session, status: 'open' };
  if (guest === null) throw new UnreadableRow(item.id, [{ field: 'guest', reason: 'missing in a room that is booked' }]);
  return { ...session, status: 'booked', guest };
}

function reservationOf({ reserved_for: reserved }: RoomRow): ExistingRoom['reservedFor'] {
  if (reserved === null) return null;
  const { sub, email, name, given_name: givenName, time_zone: timeZone, language, until, then_for_everyone: thenForEveryone } = reserved;
  return { person: { sub, email, name, givenName, timeZone, language }, until, thenForEveryone };
}

function undoOf({ undo }: RoomRow, before: Omit<Before, 'invitedAt'>): ExistingRoom['undo'] {
  if (undo === null) return null;
  const { host_mailed_at: hostMailedAt, guest, ...rest } = undo;
  return { ...rest, hostMailedAt, guest: guest && participantOf(guest, { ...before, invitedAt: rest.sequence }) };
}

/** What older rows say for the whole room, and newer ones for each person. */
interface Before {
  readonly createdAt: Instant;
  readonly lastMail: Instant | null;
  readonly invitedAt: number | null;
}

// Rows from before SEQUENCE was kept: the guest of that time holds an invitation at the room's SEQUENCE.
const participantOf = (p: z.output<typeof participant>, { lastMail, createdAt, invitedAt }: Before): Participant => ({
  sub: p.sub,
  email: p.email,
  name: p.name,
  givenName: p.given_name,
  timeZone: p.time_zone,
  language: p.language,
  partstat: p.partstat,
  lastReply: lastReplyOf(p),
  lastMajorSequence: p.last_major_sequence ?? invitedAt,
  lastResentAt: p.last_resent_at,
  // Older rows hold only the DTSTAMP of the last mail to either of the two.
  lastMailedAt: p.last_mailed_at ?? (p.last_major_sequence === null ? null : lastMail),
  question: p.question,
  joinedAt: p.joined_at ?? createdAt,
});

const lastReplyOf = (p: z.output<typeof participant>): Participant['lastReply'] =>
  p.last_reply_sequence === null
    ? null
    : {
        sequence: p.last_reply_sequence,
        dtstamp: p.last_reply_dtstamp,
        receivedAt: p.last_reply_received_at,
        answer: p.last_reply_answer,
      };

function outboxOf(entries: Readonly<Record<string, unknown>> | null): Pick<ParsedRoom, 'outbox' | 'audits' | 'looks' | 'unreadableMail'> {
  if (!entries) return { outbox: null, audits: new Map(), looks: new Map(), unreadableMail: [] };
  const inOrder = Object.entries(entries).toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const parsed = inOrder.map(([key, raw]) => ({ key, audit: parseOwedAudit(raw), look: parseOwedLook(raw), mail: parseOwedMail(raw) }));
  return {
    outbox: new Map(parsed.flatMap(({ key, mail }) => (mail ? [[key, mail]] : []))),
    audits: new Map(parsed.flatMap(({ key, audit }) => (audit ? [[key, audit]] : []))),
    looks: new Map(parsed.flatMap(({ key, look }) => (look ? [[key, look]] : []))),
    unreadableMail: parsed.flatMap(({ key, mail, audit, look }) => (mail || audit || look ? [] : [key])),
  };
}
