import { shortMoment, shortMove } from '../time/moment.ts';
import type { Branding } from '../words/branding.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import type { Links, Words } from './compose.ts';
import type { Block } from './message.ts';
import { isCancelAgain } from '../room/former-guests.ts';
import type { CalendarMail } from '../room/owed-mail.ts';
import { actions, clocksOf, hasVenue, noteOf, otherSession, paragraph, practiceBlocks, venueBlocks, whoIs, wordsOf } from './phrases.ts';
import { practicePlanBlocks } from './practice-plan-words.ts';
import { sessionTitle } from '../itip/titles.ts';

/** The words of mail that changes a calendar, in the language of its recipient. */
export function calendarWords(mail: CalendarMail, links: Links, brand: Branding): Words {
  const start = shortMoment(mail.when.startUtc, mail.to.timeZone, wordsOf(mail).moments);
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
  const { invitation: words, howToAnswer } = catalogueOf(mail);
  const booked = mail.to.role === 'host' ? words.bookedByOther(whoIs(mail)) : words.bookedByYou(whoIs(mail));
  return {
    subject: sessionTitle(mail, brand),
    preheader: `${start}. ${booked}`,
    heading: words.heading(whoIs(mail)),
    blocks: [
      ...venueBlocks(mail, links),
      paragraph(booked),
      clocksOf(mail),
      ...practiceBlocks(mail),
      ...practicePlanBlocks(mail, links),
      ...otherSession(mail),
      paragraph(howToAnswer),
      ...requestActions(mail, links),
    ],
  };
}

function current(mail: CalendarMail, links: Links, brand: Branding, start: string): Words {
  const { current: words, howToAnswer } = catalogueOf(mail);
  return {
    subject: sessionTitle(mail, brand),
    preheader: `${start}. ${words.preheader}`,
    heading: words.heading,
    blocks: [
      ...venueBlocks(mail, links),
      paragraph(whyAgain(mail)),
      clocksOf(mail),
      ...practiceBlocks(mail),
      ...practicePlanBlocks(mail, links),
      paragraph(howToAnswer),
      ...requestActions(mail, links),
    ],
  };
}

/** An answer to a time that has changed, or one that a newer answer has overtaken, does not count: its sender reads why. */
function whyAgain(mail: CalendarMail): string {
  const { olderAnswer, staleAnswer, again } = catalogueOf(mail).current;
  if (mail.cause?.startsWith('older-')) return olderAnswer;
  return mail.cause?.startsWith('stale-') ? staleAnswer : again;
}

function moved(mail: CalendarMail, links: Links): Words {
  const words = catalogueOf(mail).moved;
  const previous = mail.previous ?? mail.when;
  const isLengthAlone = previous.startUtc === mail.when.startUtc;
  const fact = isLengthAlone ? newLength(mail) : newTime(mail, previous);
  const said = [whoMoved(mail, isLengthAlone), ...lengthChange(mail, previous)].join(' ');
  return {
    subject: mail.other ? words.withOther(fact, whoIs(mail)) : fact,
    preheader: said,
    heading: isLengthAlone ? words.headingOfLength : words.headingOfTime,
    blocks: [
      ...venueBlocks(mail, links),
      paragraph(said),
      clocksOf(mail, mail.when, previous),
      ...practiceBlocks(mail),
      ...practicePlanBlocks(mail, links),
      ...otherSession(mail),
      ...(mail.other ? [paragraph(whatIsAsked(mail))] : []),
      ...requestActions(mail, links),
    ],
  };
}

function whoMoved(mail: CalendarMail, isLengthAlone: boolean): string {
  const { moved: words } = catalogueOf(mail);
  const { movedBy, to, other } = mail;
  const who = whoIs(mail);
  const isOwn = movedBy?.role === to.role;
  if (movedBy?.isApproval === true) {
    if (isLengthAlone) return isOwn ? words.lengthApprovedByYou(who) : words.lengthApprovedByOther(who);
    return isOwn ? words.timeApprovedByYou(who) : words.timeApprovedByOther(who);
  }
  if (movedBy !== null && !isOwn) return isLengthAlone ? words.lengthByOther(who) : words.timeByOther(who);
  if (other === null) return whatMovedAlone(mail, isOwn, isLengthAlone);
  if (isOwn) return isLengthAlone ? words.lengthByYou(who) : words.timeByYou(who);
  return isLengthAlone ? words.lengthByNobody(who) : words.timeByNobody(who);
}

/** While nobody is booked. */
function whatMovedAlone(mail: CalendarMail, isOwn: boolean, isLengthAlone: boolean): string {
  const { moved: words } = catalogueOf(mail);
  if (isOwn) return isLengthAlone ? words.openLengthByYou : words.openTimeByYou;
  return isLengthAlone ? words.openLengthByNobody : words.openTimeByNobody;
}

const lengthChange = (mail: CalendarMail, before: TimeSlot): string[] =>
  mail.when.durationMinutes === before.durationMinutes
    ? []
    : [catalogueOf(mail).moved.newLength(mail.when.durationMinutes, before.durationMinutes)];

/** Nothing of the one who moved it; nothing of the two where one suggested it and the other approved. */
function whatIsAsked(mail: CalendarMail): string {
  const { moved: words, howToAnswer } = catalogueOf(mail);
  const { movedBy, to } = mail;
  if (movedBy?.isApproval === true) return words.bothAgreed;
  return movedBy?.role === to.role ? words.onlyOtherIsAsked(whoIs(mail)) : howToAnswer;
}

function restored(mail: CalendarMail, links: Links, start: string): Words {
  const { restored: words, howToAnswer } = catalogueOf(mail);
  const who = whoIs(mail);
  const ownWords = mail.other ? words.byYou(who) : words.openByYou;
  const said = mail.restoredBy === mail.to.role ? ownWords : words.byOther(who);
  return {
    subject: mail.other ? words.subjectWithOther(start, who) : words.subject(start),
    preheader: said,
    heading: words.heading,
    blocks: [
      ...venueBlocks(mail, links),
      paragraph(said),
      clocksOf(mail),
      ...practiceBlocks(mail),
      ...practicePlanBlocks(mail, links),
      ...otherSession(mail),
      ...(mail.other ? [paragraph(howToAnswer)] : []),
      ...requestActions(mail, links),
    ],
  };
}

/** The time stays, so nobody has to answer again. */
function venueChanged(mail: CalendarMail, links: Links, start: string): Words {
  const { venueChanged: words } = catalogueOf(mail);
  const said = mail.to.role === 'host' ? words.byYou : words.byOther(whoIs(mail));
  return {
    subject: words.subject(start, whoIs(mail)),
    preheader: said,
    heading: words.heading,
    blocks: [...venueBlocks(mail, links), paragraph(said), clocksOf(mail), ...requestActions(mail, links)],
  };
}

function newTime(mail: CalendarMail, previous: TimeSlot): string {
  const { subjectOfTime, withLength } = catalogueOf(mail).moved;
  const move = shortMove(previous.startUtc, mail.when.startUtc, mail.to.timeZone, wordsOf(mail).moments);
  const isSameLength = mail.when.durationMinutes === previous.durationMinutes;
  return isSameLength ? subjectOfTime(move) : withLength(move, mail.when.durationMinutes);
}

const newLength = (mail: CalendarMail): string =>
  catalogueOf(mail).moved.subjectOfLength(
    mail.when.durationMinutes,
    shortMoment(mail.when.startUtc, mail.to.timeZone, wordsOf(mail).moments),
  );

function guestLeft(mail: CalendarMail, links: Links, start: string): Words {
  const { guestLeft: words } = catalogueOf(mail);
  const who = whoIs(mail);
  return {
    subject: words.subject(who, start),
    preheader: words.preheader,
    heading: words.heading(who),
    blocks: [
      paragraph(words.text(who)),
      ...noteOf(mail),
      clocksOf(mail, mail.when, null, { own: mail.to.timeZone, other: null }),
      ...practiceBlocks(mail),
      ...requestActions(mail, links),
    ],
  };
}

const cancelled = (mail: CalendarMail, links: Links, start: string): Words => ({
  subject: catalogueOf(mail).cancelled.subject(start),
  preheader: whoCancelled(mail),
  heading: catalogueOf(mail).cancelled.heading,
  blocks: [paragraph(whoCancelled(mail)), ...noteOf(mail), clocksOf(mail), ...putBack(mail, links), ...findAnother(mail, links)],
});

function whoCancelled(mail: CalendarMail): string {
  const { cancelled: words } = catalogueOf(mail);
  const { to, other, cancelledBy, stamp, when } = mail;
  const who = whoIs(mail);
  if (cancelledBy === 'guest') {
    // The host wanted to practise with this guest and nobody else; once the session has started nobody else can book it.
    const isBefore = stamp < when.startUtc;
    if (to.role === 'host') return isBefore ? words.guestCannotCome(who) : words.guestDroppedOut(who);
    return isBefore ? words.youCannotCome(who) : words.youDroppedOut(who);
  }
  if (to.role === 'guest') return other ? words.byHost(who) : words.byUnknownHost;
  return other ? words.byYou(who) : words.openByYou;
}

function unbooked(mail: CalendarMail, links: Links, start: string): Words {
  const { unbooked: words, cancelled: common } = catalogueOf(mail);
  return {
    subject: common.subject(start),
    preheader: words.preheader(whoIs(mail)),
    heading: words.heading,
    blocks: [paragraph(words.text(whoIs(mail))), clocksOf(mail), ...putBack(mail, links), ...findAnother(mail, links)],
  };
}

/** A person may have declined by mistake, or a program for them. */
function putBack(mail: CalendarMail, { restore }: Links): Block[] {
  const { restorableUntil, to } = mail;
  if (restorableUntil === null || restore === undefined) return [];
  const { putBack: words } = catalogueOf(mail);
  return [
    paragraph(words.text(shortMoment(restorableUntil, to.timeZone, wordsOf(mail).moments))),
    ...actions({ label: words.button, url: restore, weight: 'secondary' }),
  ];
}

/** Somebody who is out said yes: their calendar shows a session that they are not in. */
function cancelAgain(mail: CalendarMail, { session, sessions }: Links, start: string): Words {
  const { cancelAgain: words, cancelled: common, findAnother: find } = catalogueOf(mail);
  const [heading, said, label, url] =
    mail.kind === 'cancelled'
      ? ([words.headingOfCancelled, words.preheaderOfCancelled, find, sessions] as const)
      : ([words.headingOfOut, words.preheaderOfOut, words.seeWhetherOpen, session] as const);
  return {
    subject: common.subject(start),
    preheader: said,
    heading,
    blocks: [paragraph(`${said} ${words.takenOut}`), clocksOf(mail), ...actions({ label, url, weight: 'primary' })],
  };
}

function counterDeclined(mail: CalendarMail, start: string): Words {
  const { counterDeclined: words } = catalogueOf(mail);
  return {
    subject: words.subject(start),
    preheader: words.preheader(whoIs(mail)),
    heading: words.heading,
    blocks: [paragraph(words.text(whoIs(mail))), clocksOf(mail)],
  };
}

/**
 * Every REQUEST leads to its session, to another time and to “I can't come”. While nobody is booked there is nobody to suggest a time
 * to: the page of that link says what the host can do.
 */
function requestActions(mail: CalendarMail, links: Links): Block[] {
  const { phrases, calendar } = wordsOf(mail);
  const { session, reschedule } = links;
  const isOpen = mail.other === null || mail.kind === 'guest-left';
  const [weight, isForCalendar] = hasVenue(mail, links) ? (['secondary', false] as const) : (['primary', mail.venue !== null] as const);
  const change = isOpen ? calendar.changeThisSession : phrases.actions.suggestTime;
  return actions(
    { label: phrases.actions.seeSession, url: session, weight, isForCalendar },
    { label: change, url: reschedule, weight: 'secondary', isForCalendar: true },
    { label: phrases.actions.cantCome, url: links['cant-come'], weight: 'quiet' },
    { label: phrases.actions.writeTo(whoIs(mail)), url: links.note, weight: 'quiet' },
  );
}

const findAnother = (mail: CalendarMail, { sessions }: Links): Block[] =>
  actions({ label: catalogueOf(mail).findAnother, url: sessions, weight: 'secondary' });

const catalogueOf = (mail: CalendarMail) => wordsOf(mail).calendar;
