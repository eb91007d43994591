import type { OwedMail } from './owed-mail.ts';
import type { Brand } from './message.ts';

/** The calendar SUMMARY, and the subject of an invitation: who it is with, or that the room is open. */
export function sessionTitle(mail: OwedMail, { name }: Brand): string {
  const isOpen = mail.other === null || mail.kind === 'guest-left';
  return isOpen ? `${name} Session (open)` : `${name} Session with ${mail.other.firstName}`;
}
