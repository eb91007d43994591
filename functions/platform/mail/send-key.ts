import { createHash } from 'node:crypto';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import { methodOf } from '../../../shared/itip/write-itip.ts';
import { isCalendarMail, type OwedMail } from '../../../shared/room/owed-mail.ts';
import type { Role } from '../../../shared/words/roles.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import type { Instant } from '../../../shared/time/instant.ts';

/** What makes a mail that mail and no other: whoever has sent it once must not send it again. */
export interface SendKey {
  /** SHA-256 of the key, in hex: safe in logs and in SES message tags, where addresses must not be. */
  readonly id: string;
  readonly uid: Uid;
  readonly sequence: number;
  readonly attendeeEmail: EmailAddress;
  /** The iTIP method, or the kind of a mail without a calendar part. */
  readonly method: string;
  /** Tells apart mail that is sent again at the same SEQUENCE on purpose, and notices of one kind; null otherwise. */
  readonly cause: string | null;
  readonly roomId: RoomId;
  readonly role: Role;
  readonly stamp: Instant;
}

/** `(uid, sequence, attendee_email, method)` for calendar mail, `(uid, cause, attendee_email, kind)` for notices. */
export function sendKeyOf(mail: OwedMail): SendKey {
  const isCalendar = isCalendarMail(mail);
  const method = isCalendar ? methodOf(mail.kind) : mail.kind;
  const parts = [mail.uid, isCalendar ? mail.sequence : '', mail.to.email, method, mail.cause ?? ''];
  return {
    id: createHash('sha256').update(parts.join('\n')).digest('hex'),
    uid: mail.uid,
    sequence: mail.sequence,
    attendeeEmail: mail.to.email,
    method,
    cause: mail.cause,
    roomId: mail.roomId,
    role: mail.to.role,
    stamp: mail.stamp,
  };
}
