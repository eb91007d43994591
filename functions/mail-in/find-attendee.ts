import type { EmailAddress } from '../../shared/words/email-address.ts';
import { isSameMailbox } from '../../shared/words/mailbox.ts';
import { ROLES, type Role } from '../../shared/words/roles.ts';
import type { InboundAttendee } from '../../shared/itip/inbound-itip.ts';
import { participantOf, type ExistingRoom } from '../../shared/room/room.ts';
import { isSameOrganization } from './domain-alignment.ts';

/** The invited person for whom a mail speaks, and what it says for them. */
export interface Respondent {
  readonly role: Role;
  /** The invited address. */
  readonly email: EmailAddress;
  /** Null: the mail names no attendee, only From. */
  readonly attendee: InboundAttendee | null;
  /** From and ATTENDEE are both addresses of the invited person, and neither speaks for somebody else. */
  readonly isDirect: boolean;
  /** They were booked here and are no longer. */
  readonly isFormer: boolean;
}

/** Who wrote, and for whom, as the mail says. Addresses that a person has confirmed stand for the invited one. */
export interface KnownAddresses {
  readonly from: EmailAddress;
  readonly attendees: readonly InboundAttendee[];
}

interface Invited {
  readonly role: Role;
  readonly email: EmailAddress;
  readonly isFormer: boolean;
}

/**
 * RFC 5546 leaves one ATTENDEE in a reply, but calendars name everybody, nobody or an alias. Who is meant: the only
 * participant among the attendees; of several, the one who is also From; none at all, then From. A mail from one address
 * never speaks directly for another (RFC 6047 2.2.1). Null: the mail names nobody whom we know.
 */
export function findAttendee(room: ExistingRoom, { from, attendees }: KnownAddresses): Respondent | null {
  const people = participantsOf(room);
  const sender = [...people, ...formerGuestsOf(room)].find(({ email }) => email === from) ?? null;
  const named = people.filter(({ email }) => attendees.some((attendee) => attendee.email === email));
  const [only] = named;
  const meant = named.length > 1 ? named.find(({ email }) => email === sender?.email) : (only ?? sender);
  if (!meant) return null;
  const entry = attendees.find(({ email }) => email === meant.email) ?? null;
  const isUnnamed = attendees.every(({ email }) => email === null);
  const attendee = entry ?? (attendees.length === 1 ? (attendees[0] ?? null) : null);
  const isDirect = sender?.email === meant.email && (entry !== null || isUnnamed) && attendee?.isIndirect !== true;
  return { ...meant, attendee, isDirect };
}

/**
 * The invited people who may be behind addresses that we do not know: the one with the same mailbox by the provider's rules,
 * else the one at the same organization, else either of the two.
 */
export function findCandidates(room: ExistingRoom, { from, attendees }: KnownAddresses): readonly Respondent[] {
  const written = [from, ...attendees.flatMap(({ email }) => email ?? [])];
  const attendee = attendees.length === 1 ? (attendees[0] ?? null) : null;
  const closeness = participantsOf(room).map((person) => ({
    person,
    close: Math.max(...written.map((address) => closenessOf(address, person.email))),
  }));
  const closest = Math.max(...closeness.map(({ close }) => close));
  return closeness.filter(({ close }) => close === closest).map(({ person }): Respondent => ({ ...person, attendee, isDirect: false }));
}

function closenessOf(address: EmailAddress, invited: EmailAddress): number {
  if (isSameMailbox(address, invited)) return 2;
  return isSameOrganization(address, invited) ? 1 : 0;
}

const participantsOf = (room: ExistingRoom): readonly Invited[] =>
  ROLES.flatMap((role) => {
    const email = participantOf(room, role)?.email;
    return email === undefined ? [] : [{ role, email, isFormer: false }];
  });

const formerGuestsOf = (room: ExistingRoom): readonly Invited[] =>
  room.formerGuests.map(({ email }): Invited => ({ role: 'guest', email, isFormer: true }));
