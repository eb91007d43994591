import { isErasedAddress } from '../words/email-address.ts';
import type { Refusal } from '../words/refusals.ts';
import type { OwedLook } from './ask-wishers.ts';
import { withParticipant } from './changes.ts';
import { isCalendarMail, type OwedMail } from './owed-mail.ts';
import type { ExistingRoom } from './room.ts';

/** `unchanged` (stale or repeated): write nothing, send nothing, success to the caller. */
export type Decision =
  | {
      readonly kind: 'changed';
      readonly room: ExistingRoom;
      readonly mail: readonly OwedMail[];
      /** The seed of a decision that is taken back: its mail, which has not left, is owed no more. */
      readonly recalls?: string;
      /** A look for those who wish for such a session, which the decision owes. */
      readonly look?: OwedLook;
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

/** Whatever a rule owes, somebody who was erased gets no mail. */
export function change(room: ExistingRoom, owed: readonly OwedMail[] = []): Decision {
  const mail = owed.filter(({ to }) => !isErasedAddress(to.email));
  return { kind: 'changed', room: mail.reduce(noteMailed, room), mail };
}

function noteMailed(room: ExistingRoom, mail: OwedMail): ExistingRoom {
  if (!isCalendarMail(mail)) return room;
  return withParticipant(room, mail.to.role, (person) =>
    person.email === mail.to.email ? { ...person, lastMailedAt: mail.stamp } : person,
  );
}
export const unchanged: Decision = { kind: 'unchanged' };
export const refuse = (reason: Refusal): Decision => ({ kind: 'refused', reason });
