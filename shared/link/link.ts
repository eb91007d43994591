import type { EmailAddress } from '../words/email-address.ts';
import { isCalendarMail, type CalendarMail, type NoticeMail, type OwedMail } from '../room/owed-mail.ts';
import type { ConfirmableReply } from '../room/attendee-reply.ts';
import type { ProposalId, RoomId, Uid, WishId } from '../words/ids.ts';
import type { BookingPurpose, LinkPurpose } from '../words/link-purposes.ts';
import type { Language } from '../words/languages.ts';
import type { Role } from '../words/roles.ts';
import { plusMinutes, type Instant } from '../time/instant.ts';

/** What a magic link lets its holder do: one thing, about one room, in the name of one invited address, until it expires. */
export interface LinkGrant {
  readonly purpose: LinkPurpose;
  readonly roomId: RoomId;
  readonly uid: Uid;
  readonly role: Role;
  readonly email: EmailAddress;
  /** The room's SEQUENCE when the link was made: a reschedule or confirm link is over when the room has moved on. */
  readonly sequence: number;
  readonly expiresAt: Instant;
  /** What an approve or decline link decides. */
  readonly proposalId: ProposalId | null;
  /** What a confirm link confirms. */
  readonly reply: ConfirmableReply | null;
  /** A confirm link of a question: it confirms the newest message that the question is about. */
  readonly isQuestion?: boolean;
  /** Whom a link books for that is mailed because of a wish: they are not in the room yet. */
  readonly wisher?: LinkWisher;
}

export interface LinkWisher {
  readonly sub: string;
  readonly name: string;
  readonly timeZone: string;
  readonly language: Language | null;
  readonly wishId: WishId;
}

/** Where a purpose's links lead, and the name of the query parameter that holds the token. */
export const LINK_PLACES: Readonly<Record<LinkPurpose | BookingPurpose, { readonly path: string; readonly parameter: 'r' | 't' }>> = {
  reschedule: { path: '/reschedule', parameter: 'r' },
  approve: { path: '/approve', parameter: 't' },
  decline: { path: '/decline', parameter: 't' },
  confirm: { path: '/confirm', parameter: 't' },
  restore: { path: '/restore', parameter: 't' },
  'cant-come': { path: '/cant-come', parameter: 't' },
  note: { path: '/note', parameter: 't' },
  introduce: { path: '/introduce', parameter: 't' },
  'calendar-file': { path: '/calendar-file', parameter: 't' },
  book: { path: '/book', parameter: 't' },
  feedback: { path: '/feedback', parameter: 't' },
};

/** The address of a page that takes this token. */
export function linkUrl(publicUrl: string, purpose: LinkPurpose | BookingPurpose, token: string): string {
  const { path, parameter } = LINK_PLACES[purpose];
  return `${publicUrl}${path}?${parameter}=${token}`;
}

const CONFIRM_WITHIN_MINUTES = 72 * 60;

/** The links that a mail carries. Every REQUEST has a fresh reschedule link; it lives until the meeting starts. */
export const linksIn = (mail: OwedMail): readonly LinkGrant[] => (isCalendarMail(mail) ? calendarLinks(mail) : noticeLinks(mail));

function calendarLinks(mail: CalendarMail): readonly LinkGrant[] {
  switch (mail.kind) {
    case 'invitation':
    case 'moved':
    case 'restored':
    case 'venue-changed':
    case 'guest-left':
    case 'current':
      return [rescheduleLink(mail)];
    case 'cancelled':
    case 'unbooked':
      return mail.restorableUntil === null ? [] : [{ ...holder(mail), purpose: 'restore', expiresAt: mail.restorableUntil }];
    case 'counter-declined':
      return [];
  }
}

function noticeLinks(mail: NoticeMail): readonly LinkGrant[] {
  switch (mail.kind) {
    case 'proposal-received':
    case 'proposal-unanswered':
      return decisionLinks(mail);
    case 'proposal-sent':
    case 'reservation-ended':
    case 'introduction':
    case 'mail-bounced':
    case 'afterwards':
    case 'afterwards-answer':
      return [];
    case 'note-received':
      return [rescheduleLink(mail)];
    case 'proposal-declined':
    case 'proposal-expired':
    case 'proposal-impossible':
      return [rescheduleLink(mail)];
    case 'reminder':
      return [rescheduleLink(mail)];
    case 'reservation':
      return mail.notice?.kind === 'reservation' ? [{ ...holder(mail), purpose: 'book', expiresAt: mail.notice.until }] : [];
    case 'wish-fits':
      return wishLinks(mail);
    case 'reply-unreadable':
      return [rescheduleLink(mail), confirmLink(mail, { type: 'reply', partstat: 'DECLINED', sequence: mail.sequence, dtstamp: null })];
    case 'confirm-reply':
      return mail.notice?.kind === 'confirm-reply' ? [{ ...confirmLink(mail, mail.notice.reply), isQuestion: true }] : [];
    case 'fresh-link':
      return mail.proposal ? decisionLinks(mail) : [rescheduleLink(mail)];
  }
}

function wishLinks(mail: NoticeMail): readonly LinkGrant[] {
  const { notice, to, when } = mail;
  if (notice?.kind !== 'wish-fits') return [];
  const wisher = { sub: notice.sub, name: to.name, timeZone: to.timeZone, language: to.language, wishId: notice.wishId };
  return [{ ...holder(mail), purpose: 'book', expiresAt: when.startUtc, wisher }];
}

const rescheduleLink = (mail: OwedMail): LinkGrant => ({ ...holder(mail), purpose: 'reschedule', expiresAt: mail.when.startUtc });

function decisionLinks(mail: NoticeMail): readonly LinkGrant[] {
  if (mail.proposal === null) return [];
  const decision = { ...holder(mail), proposalId: mail.proposal.id, expiresAt: mail.proposal.expiresAt };
  return [
    { ...decision, purpose: 'approve' },
    { ...decision, purpose: 'decline' },
  ];
}

const confirmLink = (mail: NoticeMail, reply: ConfirmableReply): LinkGrant => ({
  ...holder(mail),
  purpose: 'confirm',
  reply,
  expiresAt: plusMinutes(mail.stamp, CONFIRM_WITHIN_MINUTES),
});

const holder = ({ roomId, uid, to, sequence }: OwedMail) => ({
  roomId,
  uid,
  role: to.role,
  email: to.email,
  sequence,
  proposalId: null,
  reply: null,
});
