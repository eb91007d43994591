import { OWED_MAIL_VERSION, type CalendarMail, type Mover, type NoticeMail, type OwedProposal, type Recipient } from './owed-mail.ts';
import { type Role, otherRole } from '../words/roles.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import type { NoticeKind } from '../words/mail-kinds.ts';
import type { Instant } from '../time/instant.ts';
import type { OwedNotice } from './notice.ts';
import { DEFAULT_LANGUAGE } from '../words/languages.ts';
import { firstNameOf } from '../words/names.ts';
import type { Person } from './person.ts';
import { venueOf } from './venue-of.ts';
import { guestOf, participantOf, type ExistingRoom, type Participant } from './room.ts';

export type Stamped = ExistingRoom & { readonly stamp: Instant };

interface Overrides {
  /** The one it goes to, when they are no longer in the room. */
  readonly recipient?: Participant;
  /** The other party to name, when they are no longer in the room. */
  readonly other?: Participant;
  /** SEQUENCE on the wire where it is not the room's. */
  readonly sequence?: number;
  readonly previous?: TimeSlot;
  readonly cause?: string;
  readonly cancelledBy?: Role;
  readonly movedBy?: Mover;
  readonly restoredBy?: Role;
  readonly restorableUntil?: Instant | null;
  /** What the other party wrote with it. */
  readonly note?: string;
}

/** A calendar mail about the room as it now is, to one of its two people. */
export function calendarMail(kind: CalendarMail['kind'], room: Stamped, to: Role, seed: string, overrides: Overrides = {}): CalendarMail {
  const recipient = overrides.recipient ?? required(participantOf(room, to));
  return {
    kind,
    ...envelope(room, to, seed, recipient, overrides.other ?? participantOf(room, otherRole(to))),
    sequence: overrides.sequence ?? room.sequence,
    note: overrides.note ?? '',
    isBusy: false,
    notBefore: null,
    previous: overrides.previous ?? null,
    partstat: recipient.partstat,
    createdAt: room.createdAt,
    cause: overrides.cause ?? null,
    cancelledBy: overrides.cancelledBy ?? null,
    movedBy: overrides.movedBy ?? null,
    restoredBy: overrides.restoredBy ?? null,
    restorableUntil: overrides.restorableUntil ?? null,
  };
}

/** The same calendar mail to everyone who holds an invitation. */
export function toHolders(
  kind: 'moved' | 'venue-changed' | 'restored' | 'cancelled',
  room: Stamped,
  seed: string,
  overrides: Overrides = {},
): CalendarMail[] {
  const holders = [room.host, guestOf(room)].filter((person) => person !== null && person.lastMajorSequence !== null);
  return holders.map((person) => calendarMail(kind, room, person === room.host ? 'host' : 'guest', seed, overrides));
}

/** Mail without a calendar part. `cause` tells apart two notices of one kind. */
export function noticeMail(
  kind: NoticeKind,
  room: Stamped,
  to: Role,
  seed: string,
  about: {
    readonly cause: string;
    readonly proposal?: OwedProposal;
    readonly notice?: OwedNotice;
    readonly note?: string;
    /** The one it goes to, when they are not in the room. */
    readonly recipient?: Person;
    /** The other party to name, when they are not in the room. */
    readonly other?: Person;
  },
): NoticeMail {
  const recipient = about.recipient ?? required(participantOf(room, to));
  return {
    kind,
    ...envelope(room, to, seed, recipient, about.other ?? participantOf(room, otherRole(to))),
    proposal: about.proposal ? withoutProposer(about.proposal) : null,
    notice: about.notice ?? null,
    note: about.note ?? '',
    isBusy: false,
    notBefore: null,
    cause: about.cause,
  };
}

/** A proposal as it may be mailed: what is stored of it also says who made it, by their address. */
const withoutProposer = ({ id, startUtc, durationMinutes, alternatives, note, expiresAt }: OwedProposal): OwedProposal => ({
  id,
  startUtc,
  durationMinutes,
  ...(alternatives && { alternatives: alternatives.map((slot) => ({ startUtc: slot.startUtc, durationMinutes: slot.durationMinutes })) }),
  note,
  expiresAt,
});

const envelope = (room: Stamped, role: Role, seed: string, recipient: Person, other: Person | null) => ({
  version: OWED_MAIL_VERSION,
  to: {
    role,
    email: recipient.email,
    name: recipient.name,
    timeZone: recipient.timeZone,
    language: recipient.language ?? DEFAULT_LANGUAGE,
  } satisfies Recipient,
  other: other && { firstName: firstNameOf(other), timeZone: other.timeZone },
  roomId: room.id,
  uid: room.uid,
  sequence: room.sequence,
  stamp: room.stamp,
  seed,
  when: { startUtc: room.startUtc, durationMinutes: room.durationMinutes } satisfies TimeSlot,
  practice: room.practice,
  venue: venueOf(room),
});

function required(participant: Participant | null): Participant {
  if (participant === null) throw new Error('Mail was owed to a role that nobody holds');
  return participant;
}
