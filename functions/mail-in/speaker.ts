import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { Role } from '../../shared/words/roles.ts';
import type { InboundAttendee } from '../../shared/itip/inbound-itip.ts';
import { participantOf, type ExistingRoom, type Participant } from '../../shared/room/room.ts';

/** The participant for whom a mail speaks, and what it says for them. */
export interface Speaker {
  readonly role: Role;
  readonly participant: Participant;
  /** Null: the mail names no attendee, only From. */
  readonly attendee: InboundAttendee | null;
  /** From and ATTENDEE are both exactly the invited address, and nobody speaks for anybody else. */
  readonly isDirect: boolean;
}

/**
 * RFC 5546 leaves one ATTENDEE in a reply, but calendars name everybody, nobody or an alias. Who is meant: the only
 * participant among the attendees; of several, the one who is also From; none at all, then From. Never does a mail from
 * one address speak directly for another (RFC 6047 2.2.1).
 */
export function speakerIn(room: ExistingRoom, attendees: readonly InboundAttendee[], from: EmailAddress): Speaker | null {
  const people = participantsOf(room);
  const sender = people.find(({ participant }) => participant.email === from) ?? null;
  const named = people.filter(({ participant }) => attendees.some(({ email }) => email === participant.email));
  const [only] = named;
  const meant = named.length > 1 ? named.find(({ role }) => role === sender?.role) : (only ?? sender);
  if (!meant) return null;
  const entry = attendees.find(({ email }) => email === meant.participant.email) ?? null;
  const isUnnamed = attendees.every(({ email }) => email === null);
  const attendee = entry ?? (attendees.length === 1 ? (attendees[0] ?? null) : null);
  const isDirect = sender?.role === meant.role && (entry !== null || isUnnamed) && attendee?.isIndirect !== true;
  return { ...meant, attendee, isDirect };
}

const ROLES: readonly Role[] = ['host', 'guest'];

const participantsOf = (room: ExistingRoom): readonly { readonly role: Role; readonly participant: Participant }[] =>
  ROLES.flatMap((role) => {
    const participant = participantOf(room, role);
    return participant === null ? [] : [{ role, participant }];
  });
