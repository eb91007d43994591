import type { EmailAddress } from '../../shared/words/email-address.ts';
import { isSameMailbox } from '../../shared/words/mailbox.ts';
import { guestOf, type ExistingRoom } from '../../shared/room/room.ts';
import type { PeopleStore } from '../platform/people/people-store.ts';
import type { KnownAddresses } from './find-attendee.ts';

/*
 * Addresses besides the invited one, from which a person answers: they confirmed them once by a link.
 */

interface Invited {
  readonly sub: string;
  readonly email: EmailAddress;
}

/**
 * The addresses of a mail, each confirmed one replaced by the invited address that it stands for. One that two people of
 * the room have confirmed stands for neither.
 */
export async function resolveAddresses(
  people: Pick<PeopleStore, 'load'>,
  room: ExistingRoom,
  written: KnownAddresses,
): Promise<KnownAddresses> {
  const invited = invitedTo(room);
  const unknown = [written.from, ...written.attendees.flatMap(({ email }) => email ?? [])].filter(
    (address) => !invited.some(({ email }) => email === address),
  );
  if (unknown.length === 0) return written;
  const confirmed = await Promise.all(
    invited.map(async ({ sub, email }) => ({ email, addresses: (await people.load(sub)).profile.addresses })),
  );
  const resolve = (address: EmailAddress): EmailAddress => {
    if (!unknown.includes(address)) return address;
    const owners = confirmed.filter(({ addresses }) => addresses.includes(address));
    return (owners.length === 1 ? owners[0]?.email : undefined) ?? address;
  };
  const attendees = written.attendees.map((attendee) => ({ ...attendee, email: attendee.email && resolve(attendee.email) }));
  return { from: resolve(written.from), attendees };
}

/**
 * The addresses to remember for this person if they say yes: the one that the mail is proven to come from, and the alias that
 * their own calendar named. Never an address of the other party, or of somebody who answers on behalf of others.
 */
export function addressesToRemember(
  room: ExistingRoom,
  respondent: { readonly email: EmailAddress },
  { from, attendees }: KnownAddresses,
  organizer: EmailAddress,
): readonly EmailAddress[] {
  const [attendee] = attendees;
  if (attendees.some(({ isIndirect }) => isIndirect)) return [];
  const others = [organizer, ...invitedTo(room).flatMap(({ email }) => (email === respondent.email ? [] : [email]))];
  const alias = attendees.length === 1 && attendee?.email && (from === respondent.email || from === attendee.email) ? attendee.email : from;
  return alias === respondent.email || others.some((other) => isSameMailbox(other, alias)) ? [] : [alias];
}

function invitedTo(room: ExistingRoom): readonly Invited[] {
  const guest = guestOf(room);
  return [room.host, ...(guest ? [guest] : []), ...room.formerGuests];
}
