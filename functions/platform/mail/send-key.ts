import { createHash, createHmac } from 'node:crypto';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import { methodOf } from '../../../shared/itip/write-itip.ts';
import { isCalendarMail, type OwedMail } from '../../../shared/room/owed-mail.ts';
import type { Role } from '../../../shared/words/roles.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import type { Instant } from '../../../shared/time/instant.ts';

/** What makes a mail that mail and no other: a mail with a key that was sent before must not be sent again. */
export interface SendKey {
  /** A keyed digest of the rest, in hex. It stands in logs and in mail headers, where a plain digest would tell a guessed address. */
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

/** The secret of the digests. It never changes: with another one, mail that was sent before would count as new. */
export type SendKeySecret = Uint8Array;

/** `(uid, sequence, attendee_email, method)` for calendar mail, `(uid, cause, attendee_email, kind)` for notices. */
export function sendKeyOf(mail: OwedMail, secret: SendKeySecret): SendKey {
  const isCalendar = isCalendarMail(mail);
  const method = isCalendar ? methodOf(mail.kind) : mail.kind;
  const parts = [mail.uid, isCalendar ? mail.sequence : '', mail.to.email, method, mail.cause ?? ''].join('\n');
  return {
    id: mail.version < FIRST_WITH_SECRET ? plainDigest(parts) : createHmac('sha256', secret).update(parts).digest('hex'),
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

const FIRST_WITH_SECRET = 2;

// Mail that an older version decided keeps the key by which that version may have begun to send it.
const plainDigest = (parts: string): string => createHash('sha256').update(parts).digest('hex');
