import type { Attendance, Usefulness } from '../words/afterwards-words.ts';
import type { EmailAddress } from '../words/email-address.ts';
import type { PartStat } from '../words/itip.ts';
import type { ProposalId, RoomId, Uid } from '../words/ids.ts';
import type { DurationMinutes } from '../words/durations.ts';
import type { Practice } from '../words/practice.ts';
import type { ReminderChoice } from '../words/reminder-words.ts';
import type { Role } from '../words/roles.ts';
import type { ProposalChannel } from '../words/proposal-words.ts';
import type { VenueUrl } from '../words/venue-url.ts';
import type { Instant } from '../time/instant.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import type { Person } from './person.ts';
import type { PersonTraces } from './anonymise-room.ts';
import type { Notice } from './notice.ts';
import type { OwedLook, Wisher } from './ask-wishers.ts';
import type { OwedMail } from './owed-mail.ts';
import type { CounterOrigin } from './proposal.ts';
import type { Reservation } from './reservation.ts';
import type { ReplyOrder } from './attendee-reply.ts';

export type Command =
  | Create
  | Book
  | Reschedule
  | SetVenue
  | Cancel
  | Leave
  | Reply
  | Propose
  | Approve
  | DeclineProposal
  | Resend
  | Notify
  | RecordFailedMail
  | Identify
  | ErasePerson
  | RepeatMail
  | Undo
  | EndUndo
  | WriteNote
  | Introduce
  | Restore
  | CatchUp
  | AskWishers
  | DeclineReservation
  | AnswerAfterwards
  | UpdatePerson;

/** What every command carries, so that `decide` needs neither a clock nor chance. */
interface Asked {
  /** Now. */
  readonly at: Instant;
  /** 128 random bits in hex; what the mail owed by this decision derives its links and boundaries from. */
  readonly seed: string;
  /** Which of the two have another session at the time that the command sets or suggests. */
  readonly busy?: readonly Role[];
}

/** Who acts: someone signed in, or the holder of an invitation who spoke by link or by mail. */
export type Actor = { readonly sub: string } | Invited;

interface Invited {
  readonly role: Role;
  readonly email: EmailAddress;
  /** When the guest had booked as they spoke: in another booking they have said nothing. Null: nobody had booked. Left out: in any. */
  readonly bookedAt?: Instant | null;
}

/** How the session went, as one of the two says. */
export interface AnswerAfterwards extends Asked {
  readonly type: 'answer-afterwards';
  readonly by: Actor;
  readonly attendance: Attendance;
  readonly useful: Usefulness | null;
  /** To the other one; empty: nothing. */
  readonly line: string;
  readonly again: boolean;
}

export interface Create extends Asked {
  readonly type: 'create';
  readonly id: RoomId;
  readonly uid: Uid;
  readonly host: Person;
  readonly startUtc: Instant;
  readonly durationMinutes: DurationMinutes;
  /** Left out: anything. */
  readonly practice?: Practice;
  /** The host's own link to where the two meet. */
  readonly venueUrl?: VenueUrl | null;
  /** One person's alone for a while; left out: everyone's. */
  readonly reservedFor?: Reservation | null;
}

export interface Book extends Asked {
  readonly type: 'book';
  readonly guest: Person;
  /** Further addresses that each of the two has confirmed: one person may sign in with two of theirs. */
  readonly confirmed?: { readonly ofHost: readonly EmailAddress[]; readonly ofGuest: readonly EmailAddress[] };
}

export interface Reschedule extends Asked {
  readonly type: 'reschedule';
  readonly by: Actor;
  readonly startUtc: Instant;
  /** Left out: the length stays. */
  readonly durationMinutes: DurationMinutes | null;
}

export interface SetVenue extends Asked {
  readonly type: 'set-venue';
  readonly by: Actor;
  /** Null: the two meet where the operator says, if anywhere. */
  readonly venueUrl: VenueUrl | null;
}

export interface Cancel extends Asked {
  readonly type: 'cancel';
  readonly by: Actor;
  /** So long it can be taken back, and its mail waits; left out: not at all. */
  readonly undoSeconds?: number;
}

export interface Leave extends Asked {
  readonly type: 'leave';
  readonly by: Actor;
  /** So long it can be taken back, and its mail waits; left out: not at all. */
  readonly undoSeconds?: number;
}

/** iTIP REPLY of an attendee whose identity is already proven (RFC 5546 3.2.3). */
export interface Reply extends Asked {
  readonly type: 'reply';
  readonly by: Actor;
  readonly partstat: Exclude<PartStat, 'NEEDS-ACTION'>;
  readonly order: ReplyOrder;
  /** What they wrote beside the answer. */
  readonly note?: string;
}

export interface Propose extends Asked {
  readonly type: 'propose';
  readonly id: ProposalId;
  readonly by: Actor;
  readonly startUtc: Instant;
  /** In minutes; anything but one of `DURATIONS` is refused. Null: the room's length. */
  readonly durationMinutes: number | null;
  /** Further times, of which the other party may approve one as well. */
  readonly alternatives?: readonly { readonly startUtc: Instant; readonly durationMinutes: number | null }[];
  readonly note: string;
  readonly via: ProposalChannel;
  /** Set for a COUNTER (RFC 5546 3.2.7), with its place in the attendee's order of messages. */
  readonly counter: (CounterOrigin & ReplyOrder & { readonly originalStartUtc: Instant | null }) | null;
}

export interface Approve extends Asked {
  readonly type: 'approve';
  readonly by: Actor;
  readonly proposalId: ProposalId;
  /** Which of several times; left out where the proposal names one. */
  readonly slot?: TimeSlot;
}

export interface DeclineProposal extends Asked {
  readonly type: 'decline-proposal';
  readonly by: Actor;
  readonly proposalId: ProposalId;
}

/** An attendee asked for the current invitation again: iTIP REFRESH (RFC 5546 3.2.6). */
export interface Resend extends Asked {
  readonly type: 'resend';
  readonly by: Actor;
}

/** Tell one participant something that changes nothing in the room. */
export interface Notify extends Asked {
  readonly type: 'notify';
  readonly to: Role;
  /** The participant's address when the notice was decided: if someone else holds the role by now, nothing is sent. */
  readonly email: EmailAddress;
  readonly notice: Notice;
  /** False: a limit of the person stands against one more mail. */
  readonly mayMail?: boolean;
  /** Distinguishes notices of one kind, e.g. the message that could not be read; one cause is one mail. */
  readonly cause: string;
}

/** Mail that did not arrive: given up after every try, or sent back. Everybody who sees the room sees it. */
export interface RecordFailedMail extends Asked {
  readonly type: 'record-failed-mail';
  readonly to: Role;
  /** The address that it was for: the role may be another person's by now. */
  readonly email: EmailAddress;
  readonly event: 'mail-failed' | 'mail-bounced' | 'mail-complained';
}

/** Somebody signed in whose verified address is that of a person in an imported room. */
export interface Identify extends Asked {
  readonly type: 'identify';
  readonly email: EmailAddress;
  readonly sub: string;
}

/** Somebody asked that nothing about them is kept. Their sessions to come have ended before, and all mail about them has left. */
export interface ErasePerson extends Asked {
  readonly type: 'erase-person';
  readonly person: PersonTraces;
}

/** Send somebody how the session now stands, after a mail ended unsent or because an operator asks. */
export interface RepeatMail extends Asked {
  readonly type: 'repeat-mail';
  readonly to: Role;
  /** The mail that ended unsent, and whose it was; null when an operator asks. `mail` is null where it was not kept. */
  readonly failed: { readonly email: EmailAddress; readonly mail: OwedMail | null } | null;
  /** Part of the idempotency key: the same request is answered once. */
  readonly cause: string;
}

/** Somebody takes back what they have just cancelled or left in the app. */
export interface Undo extends Asked {
  readonly type: 'undo';
  readonly by: Actor;
}

/** The time for that is over, if it is: before the mail leaves that would have been taken back. */
export interface EndUndo extends Asked {
  readonly type: 'end-undo';
}

/** A few words to the other party. */
export interface WriteNote extends Asked {
  readonly type: 'write-note';
  readonly by: Actor;
  /** As it was typed. */
  readonly text: string;
}

/** Somebody wants to learn the other's address and give their own, if the other wants it too; or no longer. */
export interface Introduce extends Asked {
  readonly type: 'introduce';
  readonly by: Actor;
  readonly yes: boolean;
}

/** Somebody who declined puts the session back. */
export interface Restore extends Asked {
  readonly type: 'restore';
  readonly by: Actor;
}

/** Somebody does not want the room that is reserved for them. */
export interface DeclineReservation extends Asked {
  readonly type: 'decline-reservation';
  readonly by: Actor;
}

/** Do what is due because time has passed. */
export interface CatchUp extends Asked {
  readonly type: 'catch-up';
  /** When each of the two wants to be reminded. */
  readonly reminders: Readonly<Record<Role, ReminderChoice>>;
}

/** Mail the room to those who wish for it. */
export interface AskWishers extends Asked {
  readonly type: 'ask-wishers';
  /** The look that found them. */
  readonly look: OwedLook;
  /** The one who has waited longest first. */
  readonly wishers: readonly Wisher[];
  /** Where the next look goes on; null: there are no more wishes. */
  readonly next: string | null;
}

/** Somebody is called otherwise from now on, or reads in another zone or language. */
export interface UpdatePerson extends Asked {
  readonly type: 'update-person';
  readonly person: Pick<Person, 'sub' | 'name' | 'givenName' | 'timeZone' | 'language'>;
}
