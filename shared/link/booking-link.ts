import type { EmailAddress } from '../words/email-address.ts';
import type { RoomId, Uid } from '../words/ids.ts';
import type { BookingPurpose } from '../words/link-purposes.ts';
import type { Role } from '../words/roles.ts';
import { isCalendarMail, type CalendarMail, type NoticeMail, type OwedMail } from '../room/owed-mail.ts';
import type { Instant } from '../time/instant.ts';
import { endOf, type TimeSlot } from '../time/time-slot.ts';
import { answersEndAt } from '../room/afterwards.ts';

/**
 * What a booking link lets its holder do, in the name of one invited address, in one room. It costs no row of `magic_links`,
 * because the room itself says who is in it, since when, and what they have said.
 */
export interface BookingGrant {
  readonly purpose: BookingPurpose;
  readonly roomId: RoomId;
  readonly uid: Uid;
  readonly role: Role;
  readonly email: EmailAddress;
  /** When the guest booked: the link is over with that booking. Null: it is good for every booking. */
  readonly bookedAt: Instant | null;
  readonly expiresAt: Instant;
}

/** The booking links that a mail carries. */
export function bookingLinksIn(mail: OwedMail): readonly BookingGrant[] {
  const purposes = isCalendarMail(mail) ? purposesInCalendarMail(mail) : purposesInNotice(mail);
  return purposes.flatMap((purpose) => grantIn(mail, purpose));
}

/** Every REQUEST has them. */
function purposesInCalendarMail({ kind }: CalendarMail): readonly BookingPurpose[] {
  switch (kind) {
    case 'invitation':
    case 'moved':
    case 'restored':
    case 'venue-changed':
    case 'guest-left':
    case 'current':
      return ['cant-come', 'note'];
    case 'cancelled':
    case 'unbooked':
    case 'counter-declined':
      return [];
  }
}

function purposesInNotice({ kind, proposal }: NoticeMail): readonly BookingPurpose[] {
  switch (kind) {
    case 'reminder':
      return ['cant-come', 'note', 'introduce'];
    case 'note-received':
      return ['note', 'introduce'];
    case 'afterwards':
      return ['feedback'];
    case 'fresh-link':
      return proposal === null ? ['cant-come'] : [];
    case 'proposal-received':
    case 'proposal-unanswered':
    case 'proposal-sent':
    case 'proposal-declined':
    case 'proposal-expired':
    case 'proposal-impossible':
    case 'introduction':
    case 'reservation':
    case 'reservation-ended':
    case 'wish-fits':
    case 'mail-bounced':
    case 'reply-unreadable':
    case 'confirm-reply':
    case 'afterwards-answer':
      return [];
  }
}

/** None where the mail, written by an older version, does not know the booking. */
function grantIn(mail: OwedMail, purpose: BookingPurpose): readonly BookingGrant[] {
  const { roomId, uid, to, when, venue } = mail;
  const bookedAt = venue?.bookedAt ?? null;
  const isBound = isBoundToBooking(purpose, to.role);
  if (isBound && bookedAt === null) return [];
  return [
    { purpose, roomId, uid, role: to.role, email: to.email, bookedAt: isBound ? bookedAt : null, expiresAt: endOfLink(purpose, when) },
  ];
}

/** When a booking link is over, of a session at this time. */
export const endOfLink = (purpose: BookingPurpose, when: TimeSlot): Instant => (purpose === 'feedback' ? answersEndAt(when) : endOf(when));

/** A host who can't come cannot come to any guest. All else is about one guest, in one booking. */
export const isBoundToBooking = (purpose: BookingPurpose, role: Role): boolean => purpose !== 'cant-come' || role === 'guest';
