import { shortMoment, shortMove } from '../time/moment.ts';
import type { Branding } from '../words/branding.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import { clocks, possessive } from './clocks.ts';
import type { Links, Words } from './compose.ts';
import type { Block } from './message.ts';
import { isCancelAgain } from '../room/former-guests.ts';
import type { CalendarMail } from '../room/owed-mail.ts';
import {
  actions,
  hasVenue,
  leading,
  leadingNameOf,
  nameOf,
  noteOf,
  otherSession,
  paragraph,
  practiceBlocks,
  readers,
  venueBlocks,
} from './phrases.ts';
import { practicePlanBlocks } from './practice-plan-words.ts';
import { sessionTitle } from '../itip/titles.ts';

/** The words of mail that changes a calendar. */
export function calendarWords(mail: CalendarMail, links: Links, brand: Branding): Words {
  const start = shortMoment(mail.when.startUtc, mail.to.timeZone);
  if (isCancelAgain(mail)) return cancelAgain(mail, links, start);
  switch (mail.kind) {
    case 'invitation':
      return invitation(mail, links, brand, start);
    case 'current':
      return current(mail, links, brand, start);
    case 'moved':
      return moved(mail, links);
    case 'restored':
      return restored(mail, links, start);
    case 'venue-changed':
      return venueChanged(mail, links, start);
    case 'guest-left':
      return guestLeft(mail, links, start);
    case 'cancelled':
      return cancelled(mail, links, start);
    case 'unbooked':
      return unbooked(mail, links, start);
    case 'counter-declined':
      return counterDeclined(mail, start);
  }
}

function invitation(mail: CalendarMail, links: Links, brand: Branding, start: string): Words {
  const partner = nameOf(mail);
  const booked =
    mail.to.role === 'host'
      ? `${leading(partner)} has booked your practice session.`
      : `You have booked ${possessive(partner)} practice session.`;
  return {
    subject: sessionTitle(mail, brand),
    preheader: `${start}. ${booked}`,
    heading: `You're practising with ${partner}`,
    blocks: [
      ...venueBlocks(mail, links),
      paragraph(booked),
      clocksOf(mail),
      ...practiceBlocks(mail),
      ...practicePlanBlocks(mail, links),
      ...otherSession(mail),
      paragraph(HOW_TO_ANSWER),
      ...requestActions(mail, links),
    ],
  };
}

function current(mail: CalendarMail, links: Links, brand: Branding, start: string): Words {
  return {
    subject: sessionTitle(mail, brand),
    preheader: `${start}. This is the current time.`,
    heading: 'The current time of your session',
    blocks: [
      ...venueBlocks(mail, links),
      paragraph(whyAgain(mail)),
      clocksOf(mail),
      ...practiceBlocks(mail),
      ...practicePlanBlocks(mail, links),
      paragraph(HOW_TO_ANSWER),
      ...requestActions(mail, links),
    ],
  };
}

/** An answer to a time that has changed, or one that a newer answer has overtaken, does not count: its sender reads why. */
function whyAgain({ cause }: CalendarMail): string {
  if (cause?.startsWith('older-'))
    return 'Your answer reached us, but we already had a newer one from you, which counts. Here is your invitation as it stands: if you have changed your mind, please answer again.';
  return cause?.startsWith('stale-')
    ? 'Your answer reached us, but it was for a time that has changed since, so it does not count. Here is your invitation as it stands now: please answer again.'
    : 'Here is your invitation again, as it stands now.';
}

function moved(mail: CalendarMail, links: Links): Words {
  const previous = mail.previous ?? mail.when;
  const isLengthAlone = previous.startUtc === mail.when.startUtc;
  const fact = isLengthAlone ? newLength(mail) : newTime(mail, previous);
  const said = `${whoMoved(mail, isLengthAlone)}${lengthChange(mail.when, previous)}`;
  return {
    subject: mail.other ? `${fact}, with ${nameOf(mail)}` : fact,
    preheader: said,
    heading: isLengthAlone ? 'Your session has a new length' : 'Your session has a new time',
    blocks: [
      ...venueBlocks(mail, links),
      paragraph(said),
      clocks(mail.stamp, mail.when, readers(mail), previous),
      ...practiceBlocks(mail),
      ...practicePlanBlocks(mail, links),
      ...otherSession(mail),
      ...(mail.other ? [paragraph(whatIsAsked(mail))] : []),
      ...requestActions(mail, links),
    ],
  };
}

function whoMoved(mail: CalendarMail, isLengthAlone: boolean): string {
  const { movedBy, to, other } = mail;
  const session = other ? `your session with ${nameOf(mail)}` : 'your open session';
  if (movedBy === null) return `${session.replace('your', 'Your')} has ${isLengthAlone ? 'changed' : 'moved'}.`;
  const isOwn = movedBy.role === to.role;
  const what = isLengthAlone ? 'length' : 'time';
  if (movedBy.isApproval)
    return isOwn
      ? `You approved the ${what} that ${nameOf(mail)} suggested.`
      : `${leadingNameOf(mail)} approved the ${what} that you suggested.`;
  const verb = isLengthAlone ? 'changed' : 'moved';
  return isOwn ? `You ${verb} ${session}.` : `${leadingNameOf(mail)} ${verb} your session.`;
}

const lengthChange = (now: TimeSlot, before: TimeSlot): string =>
  now.durationMinutes === before.durationMinutes
    ? ''
    : ` It now lasts ${now.durationMinutes} minutes instead of ${before.durationMinutes}.`;

/** Nothing of the one who moved it; nothing of the two where one suggested it and the other approved. */
function whatIsAsked(mail: CalendarMail): string {
  const { movedBy, to } = mail;
  if (movedBy?.isApproval === true) return 'You need not answer: you have both agreed to it.';
  return movedBy?.role === to.role ? `You need not answer: only ${nameOf(mail)} is asked.` : HOW_TO_ANSWER;
}

function restored(mail: CalendarMail, links: Links, start: string): Words {
  const isOwn = mail.restoredBy === mail.to.role;
  const session = mail.other ? `The session with ${nameOf(mail)}` : 'Your open session';
  const said = isOwn
    ? `You took your decline back. ${session} is in your calendar again.`
    : `${leadingNameOf(mail)} can come after all. The session is in your calendar again.`;
  return {
    subject: mail.other ? `Back again: ${start}, with ${nameOf(mail)}` : `Back again: ${start}`,
    preheader: said,
    heading: 'The session takes place after all',
    blocks: [
      ...venueBlocks(mail, links),
      paragraph(said),
      clocksOf(mail),
      ...practiceBlocks(mail),
      ...practicePlanBlocks(mail, links),
      ...otherSession(mail),
      ...(mail.other ? [paragraph(HOW_TO_ANSWER)] : []),
      ...requestActions(mail, links),
    ],
  };
}

/** The time stays, so nobody has to answer again. */
function venueChanged(mail: CalendarMail, links: Links, start: string): Words {
  const who = mail.to.role === 'host' ? 'You have' : `${leadingNameOf(mail)} has`;
  const said = `${who} changed where you meet. The time stays, and so does your answer.`;
  return {
    subject: `New place to meet: ${start}, with ${nameOf(mail)}`,
    preheader: said,
    heading: 'You meet in another place',
    blocks: [...venueBlocks(mail, links), paragraph(said), clocksOf(mail), ...requestActions(mail, links)],
  };
}

function newTime({ when, to }: CalendarMail, previous: TimeSlot): string {
  const length = when.durationMinutes === previous.durationMinutes ? '' : `, ${when.durationMinutes} min`;
  return `Moved: ${shortMove(previous.startUtc, when.startUtc, to.timeZone)}${length}`;
}

const newLength = ({ when, to }: CalendarMail): string => `Now ${when.durationMinutes} minutes: ${shortMoment(when.startUtc, to.timeZone)}`;

const guestLeft = (mail: CalendarMail, links: Links, start: string): Words => ({
  subject: `${leadingNameOf(mail)} can't come: ${start} (your room is open again)`,
  preheader: 'The session stays in your calendar, and you hear from us when someone books it.',
  heading: `${leadingNameOf(mail)} can't come`,
  blocks: [
    paragraph(
      `${leadingNameOf(mail)} can't come; your room is open again. The session stays in your calendar, and you hear from us when someone books it.`,
    ),
    ...noteOf(mail),
    clocks(mail.stamp, mail.when, { own: mail.to.timeZone, other: null }),
    ...practiceBlocks(mail),
    ...requestActions(mail, links),
  ],
});

const cancelled = (mail: CalendarMail, links: Links, start: string): Words => ({
  subject: `Cancelled: ${start}`,
  preheader: whoCancelled(mail),
  heading: 'This session is cancelled',
  blocks: [paragraph(whoCancelled(mail)), ...noteOf(mail), clocksOf(mail), ...putBack(mail, links), ...findAnother(links)],
});

function whoCancelled({ to, other, cancelledBy, stamp, when }: CalendarMail): string {
  if (cancelledBy === 'guest') return stamp < when.startUtc ? whoCannotCome({ to, other }) : whoDroppedOut({ to, other });
  if (to.role === 'guest')
    return `${leading(other?.firstName ?? 'The host')} has cancelled this session. It disappears from your calendar.`;
  return other
    ? `Your session is cancelled. ${leading(other.firstName)} gets a mail, and it disappears from both calendars.`
    : 'Your session is cancelled. It disappears from your calendar.';
}

/** The host wanted to practise with this guest and nobody else. */
function whoCannotCome({ to, other }: Pick<CalendarMail, 'to' | 'other'>): string {
  const partner = leading(other?.firstName ?? 'your partner');
  return to.role === 'host'
    ? `${partner} can't come. The session was for the two of you alone, so it is cancelled. It disappears from your calendar.`
    : `You can't come. The session was for the two of you alone, so it is cancelled. ${partner} gets a mail, and it disappears from both calendars.`;
}

/** Once the session has started nobody else can book it. */
function whoDroppedOut({ to, other }: Pick<CalendarMail, 'to' | 'other'>): string {
  const partner = leading(other?.firstName ?? 'your partner');
  return to.role === 'host'
    ? `${partner} has dropped out after the session had started, so it is cancelled. It disappears from your calendar.`
    : `You have dropped out after the session had started, so it is cancelled for both of you. ${partner} gets a mail, and it disappears from both calendars.`;
}

const unbooked = (mail: CalendarMail, links: Links, start: string): Words => ({
  subject: `Cancelled: ${start}`,
  preheader: `You are out of the session with ${nameOf(mail)}, who gets a mail about it.`,
  heading: 'You are no longer booked',
  blocks: [
    paragraph(`You are out of the session with ${nameOf(mail)}. It disappears from your calendar, and ${nameOf(mail)} gets a mail.`),
    clocksOf(mail),
    ...putBack(mail, links),
    ...findAnother(links),
  ],
});

/** A person may have declined by mistake, or a program for them. */
const putBack = ({ restorableUntil, to }: CalendarMail, { restore }: Links): Block[] =>
  restorableUntil === null || restore === undefined
    ? []
    : [
        paragraph(`Did you not mean to decline? Until ${shortMoment(restorableUntil, to.timeZone)} you can put the session back.`),
        ...actions({ label: 'That was a mistake: put it back', url: restore, weight: 'secondary' }),
      ];

/** Somebody who is out said yes: their calendar shows a session that they are not in. */
function cancelAgain(mail: CalendarMail, { session, sessions }: Links, start: string): Words {
  const [heading, said, label, url] =
    mail.kind === 'cancelled'
      ? (['This session is cancelled', 'this session is cancelled', 'Find another session', sessions] as const)
      : (['You are not in this session', 'you are no longer in this session', 'See whether it is still open', session] as const);
  return {
    subject: `Cancelled: ${start}`,
    preheader: `Your answer reached us, but ${said}.`,
    heading,
    blocks: [
      paragraph(`Your answer reached us, but ${said}. We have taken it out of your calendar again.`),
      clocksOf(mail),
      ...(url === undefined ? [] : [{ type: 'actions' as const, actions: [{ label, url, weight: 'primary' as const }] }]),
    ],
  };
}

const counterDeclined = (mail: CalendarMail, start: string): Words => ({
  subject: `Time kept: ${start}`,
  preheader: `${leadingNameOf(mail)} can't make the time you proposed.`,
  heading: 'The session stays at its time',
  blocks: [paragraph(`${leadingNameOf(mail)} can't make the time you proposed. The session stays as it is.`), clocksOf(mail)],
});

const HOW_TO_ANSWER =
  'Accept, decline or propose a new time in your calendar as usual, or use the links for changes below: they need no login.';

/**
 * Every REQUEST leads to its session, to another time and to “I can't come”. While nobody is booked there is nobody to suggest a time
 * to: the page of that link says what the host can do.
 */
function requestActions(mail: CalendarMail, links: Links): Block[] {
  const { session, reschedule } = links;
  const isOpen = mail.other === null || mail.kind === 'guest-left';
  const [weight, isForCalendar] = hasVenue(mail, links) ? (['secondary', false] as const) : (['primary', mail.venue !== null] as const);
  return actions(
    { label: 'See the session', url: session, weight, isForCalendar },
    { label: isOpen ? 'Change this session' : 'Suggest another time', url: reschedule, weight: 'secondary', isForCalendar: true },
    { label: "I can't come", url: links['cant-come'], weight: 'quiet' },
    { label: `Write to ${nameOf(mail)}`, url: links.note, weight: 'quiet' },
  );
}

const findAnother = ({ sessions }: Links): Block[] => actions({ label: 'Find another session', url: sessions, weight: 'secondary' });

const clocksOf = (mail: CalendarMail): Block => clocks(mail.stamp, mail.when, readers(mail));
