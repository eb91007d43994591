import type { ConfirmableReply } from '../room/attendee-reply.ts';
import { slotsOf } from '../room/proposal.ts';
import { millisOf, type Instant } from '../time/instant.ts';
import { shortMoment, shortMoments } from '../time/moment.ts';
import { MISSED_WITHIN_DAYS } from '../words/afterwards-words.ts';
import { TIME_FAULTS, type TimeFault } from '../words/inbound-reasons.ts';
import { isRefusal } from '../words/refusals.ts';
import type { Links, Words } from './compose.ts';
import type { Block } from './message.ts';
import type { NoticeMail } from '../room/owed-mail.ts';
import {
  actions,
  clocksOf,
  hasVenue,
  noteOf,
  otherSession,
  paragraph,
  practiceBlocks,
  practiceOf,
  quote,
  venueBlocks,
  whoIs,
  wordsOf,
} from './phrases.ts';
import { practicePlanBlocks } from './practice-plan-words.ts';

/** The words of mail without a calendar part, in the language of its recipient. */
export function noticeWords(mail: NoticeMail, links: Links): Words {
  switch (mail.kind) {
    case 'proposal-received':
      return proposalReceived(mail, links);
    case 'proposal-sent':
      return proposalSent(mail);
    case 'proposal-declined':
      return proposalDeclined(mail, links);
    case 'proposal-unanswered':
      return proposalUnanswered(mail, links);
    case 'proposal-expired':
      return proposalExpired(mail, links);
    case 'reply-unreadable':
      return replyUnreadable(mail, links);
    case 'proposal-impossible':
      return proposalImpossible(mail, links);
    case 'confirm-reply':
      return confirmReply(mail, links);
    case 'fresh-link':
      return freshLink(mail, links);
    case 'note-received':
      return noteReceived(mail, links);
    case 'mail-bounced':
      return mailBounced(mail, links);
    case 'introduction':
      return introduction(mail, links);
    case 'reminder':
      return reminder(mail, links);
    case 'reservation':
      return reservation(mail, links);
    case 'reservation-ended':
      return reservationEnded(mail, links);
    case 'afterwards':
      return afterwards(mail, links);
    case 'afterwards-answer':
      return afterwardsAnswer(mail, links);
    case 'wish-fits':
      return wishFits(mail, links);
  }
}

function proposalReceived(mail: NoticeMail, links: Links): Words {
  const { received: words } = catalogueOf(mail);
  const who = whoIs(mail);
  return {
    subject: words.subject(who, suggestion(mail)),
    preheader: joinSentences(words.preheader(startOf(mail)), deadline(mail)),
    heading: isChoice(mail) ? words.headingOfSeveral(who, countOf(mail)) : words.heading(who),
    blocks: [
      ...suggestedClocks(mail),
      ...busyThen(mail),
      ...quoted(mail, 'other'),
      paragraph(joinSentences(words.stays, deadline(mail))),
      ...decisionActions(mail, links),
    ],
  };
}

function proposalSent(mail: NoticeMail): Words {
  const { sent: words } = catalogueOf(mail);
  const who = whoIs(mail);
  return {
    subject: words.subject(suggestion(mail)),
    preheader: isChoice(mail) ? words.preheaderOfSeveral(who) : words.preheader(who),
    heading: words.heading,
    blocks: [
      paragraph(joinSentences(isChoice(mail) ? words.textOfSeveral(who) : words.text(who), deadline(mail))),
      ...suggestedClocks(mail),
      ...busyThen(mail),
      ...quoted(mail, 'reader'),
    ],
  };
}

function proposalDeclined(mail: NoticeMail, links: Links): Words {
  const { kept: words } = catalogueOf(mail);
  const who = whoIs(mail);
  return {
    subject: words.subject(startOf(mail)),
    preheader: isChoice(mail) ? words.preheaderOfAllDeclined(who) : words.preheaderOfDeclined(who),
    heading: words.heading,
    blocks: [
      paragraph(isChoice(mail) ? words.allDeclined(who, suggestedTime(mail)) : words.declined(who, suggestedTime(mail))),
      clocksOf(mail),
      ...suggestTime(mail, links),
    ],
  };
}

function proposalUnanswered(mail: NoticeMail, links: Links): Words {
  const { unanswered: words, received } = catalogueOf(mail);
  const who = whoIs(mail);
  return {
    subject: words.subject(who, suggestion(mail)),
    preheader: joinSentences(words.preheader(who), deadline(mail)),
    heading: words.heading(who),
    blocks: [
      ...suggestedClocks(mail),
      ...quoted(mail, 'other'),
      paragraph(joinSentences(received.stays, deadline(mail), words.notAgain)),
      ...decisionActions(mail, links),
    ],
  };
}

function proposalExpired(mail: NoticeMail, links: Links): Words {
  const { kept: words } = catalogueOf(mail);
  const who = whoIs(mail);
  return {
    subject: words.subject(startOf(mail)),
    preheader: words.preheaderOfExpired(who),
    heading: words.heading,
    blocks: [paragraph(words.expired(who, suggestedTime(mail))), clocksOf(mail), ...suggestTime(mail, links)],
  };
}

function replyUnreadable(mail: NoticeMail, links: Links): Words {
  const { replyUnreadable: words } = catalogueOf(mail);
  const { suggestTime: suggest, cantCome } = wordsOf(mail).phrases.actions;
  return {
    subject: words.subject,
    preheader: words.preheader(whoIs(mail), startOf(mail)),
    heading: words.subject,
    blocks: [
      paragraph(words.text(mail.notice?.kind === 'reply-unreadable' ? mail.notice.why : null)),
      clocksOf(mail),
      paragraph(words.instead),
      ...actions(
        { label: suggest, url: links.reschedule, weight: 'primary' },
        { label: cantCome, url: links.confirm, weight: 'secondary' },
      ),
    ],
  };
}

function proposalImpossible(mail: NoticeMail, links: Links): Words {
  const { proposalImpossible: words } = catalogueOf(mail);
  const why = mail.notice?.kind === 'proposal-impossible' ? mail.notice.why : null;
  const matter = why !== null && isRefusal(why) ? wordsOf(mail).refusals[why].matter : null;
  const fault = why === 'person-limit' || isTimeFault(why) ? why : null;
  return {
    subject: words.subject,
    preheader: words.preheader(whoIs(mail), startOf(mail)),
    heading: words.subject,
    blocks: [paragraph(words.text(fault, matter)), clocksOf(mail), ...suggestTime(mail, links)],
  };
}

const isTimeFault = (why: string | null): why is TimeFault => TIME_FAULTS.some((fault) => fault === why);

function confirmReply(mail: NoticeMail, links: Links): Words {
  const { confirmReply: words } = catalogueOf(mail);
  const reply = mail.notice?.kind === 'confirm-reply' ? mail.notice.reply : null;
  const remembers = (reply?.remember ?? []).length > 0;
  return {
    subject: words.subject(startOf(mail)),
    preheader: words.preheader,
    heading: words.heading,
    blocks: [
      // It may be the other party's answer: then this reader must not learn what it says.
      paragraph(reply?.mayBeEither === true ? words.fromUnknown : whatWasAsked(reply, mail)),
      clocksOf(mail),
      paragraph(remembers ? words.confirmAndRemember : words.confirm),
      ...actions({ label: words.button, url: links.confirm, weight: 'primary' }),
    ],
  };
}

function whatWasAsked(reply: ConfirmableReply | null, mail: NoticeMail): string {
  const { confirmReply: words } = catalogueOf(mail);
  if (reply === null) return words.toAnswer;
  if (reply.type === 'propose') return words.toMove(momentOf(mail, reply.startUtc));
  switch (reply.partstat) {
    case 'ACCEPTED':
      return words.toAccept;
    case 'TENTATIVE':
      return words.toSayMaybe;
    case 'DECLINED':
      return mail.to.role === 'host' ? words.toDeclineAsHost : words.toDecline;
  }
}

function freshLink(mail: NoticeMail, links: Links): Words {
  const { freshLink: words } = catalogueOf(mail);
  const { suggestTime: suggest, cantCome } = wordsOf(mail).phrases.actions;
  return {
    subject: words.subject(startOf(mail)),
    preheader: mail.proposal ? words.toDecide(whoIs(mail)) : words.toSuggest,
    heading: words.heading,
    blocks: [
      ...suggestedClocks(mail),
      ...(mail.proposal
        ? decisionActions(mail, links)
        : actions(
            { label: suggest, url: links.reschedule, weight: 'primary' },
            { label: cantCome, url: links['cant-come'], weight: 'quiet' },
          )),
    ],
  };
}

function noteReceived(mail: NoticeMail, links: Links): Words {
  const { note: words } = catalogueOf(mail);
  const { actions: labels } = wordsOf(mail).phrases;
  const who = whoIs(mail);
  return {
    subject: words.subject(who, startOf(mail)),
    preheader: mail.note,
    heading: words.heading(who),
    blocks: [
      ...noteOf(mail),
      paragraph(words.howToAnswer),
      clocksOf(mail),
      ...actions(
        { label: words.answer(who), url: links.note, weight: 'primary' },
        { label: labels.seeSession, url: links.session, weight: 'secondary' },
        { label: labels.suggestTime, url: links.reschedule, weight: 'secondary' },
        { label: labels.exchange(who), url: links.introduce, weight: 'quiet' },
      ),
    ],
  };
}

function mailBounced(mail: NoticeMail, links: Links): Words {
  const { bounced: words } = catalogueOf(mail);
  const who = whoIs(mail);
  return {
    subject: words.subject(who, startOf(mail)),
    preheader: words.preheader(who),
    heading: words.heading(who),
    blocks: [
      paragraph(words.text(who)),
      clocksOf(mail),
      paragraph(mail.to.role === 'host' ? words.hostCan(who) : words.guestCan(who)),
      ...seeSession(mail, links),
    ],
  };
}

function introduction(mail: NoticeMail, links: Links): Words {
  const { introduction: words } = catalogueOf(mail);
  const who = whoIs(mail);
  return {
    subject: words.subject(who),
    preheader: words.preheader,
    heading: words.heading(who),
    blocks: [
      paragraph(words.text(who)),
      ...(mail.notice?.kind === 'introduction' ? [paragraph(words.address(who, mail.notice.email))] : []),
      paragraph(words.forChanges),
      clocksOf(mail),
      ...seeSession(mail, links),
    ],
  };
}

function reminder(mail: NoticeMail, links: Links): Words {
  const { reminder: words } = catalogueOf(mail);
  const { actions: labels } = wordsOf(mail).phrases;
  const who = whoIs(mail);
  const begins = words.begins(timeUntilStart(mail), mail.when.durationMinutes);
  return {
    subject: words.subject(startOf(mail), who),
    preheader: `${begins}.`,
    heading: words.heading(who, timeUntilStart(mail)),
    blocks: [
      ...venueBlocks(mail, links),
      paragraph(`${begins}:`),
      clocksOf(mail),
      ...practiceBlocks(mail),
      ...practicePlanBlocks(mail, links),
      ...actions(
        { label: labels.seeSession, url: links.session, weight: hasVenue(mail, links) ? 'secondary' : 'primary' },
        { label: labels.suggestTime, url: links.reschedule, weight: 'secondary' },
        { label: labels.cantCome, url: links['cant-come'], weight: 'secondary' },
        { label: labels.writeTo(who), url: links.note, weight: 'quiet' },
        { label: labels.exchange(who), url: links.introduce, weight: 'quiet' },
      ),
      paragraph(words.choice),
    ],
  };
}

/** How long it is to the start, roughly: the mail takes a while to be read. */
function timeUntilStart(mail: NoticeMail): string {
  const { reminder: words } = catalogueOf(mail);
  const minutes = Math.round((millisOf(mail.when.startUtc) - millisOf(mail.stamp)) / 60_000);
  if (minutes >= 23 * 60) return words.inADay;
  if (minutes >= 90) return words.inHours(Math.round(minutes / 60));
  return minutes >= 50 ? words.inAnHour : words.inMinutes(Math.max(1, minutes));
}

function reservation(mail: NoticeMail, links: Links): Words {
  const { reservation: words } = catalogueOf(mail);
  const who = whoIs(mail);
  const until = mail.notice?.kind === 'reservation' ? momentOf(mail, mail.notice.until) : '';
  return {
    subject: words.subject(who, startOf(mail)),
    preheader: words.preheader(mail.when.durationMinutes, until),
    heading: words.heading(who),
    blocks: [
      paragraph(words.text(until)),
      clocksOf(mail),
      ...practiceBlocks(mail),
      paragraph(words.nothingBooked),
      ...actions({ label: words.book, url: links.book, weight: 'primary' }),
    ],
  };
}

function reservationEnded(mail: NoticeMail, links: Links): Words {
  const { reservationEnded: words } = catalogueOf(mail);
  const who = whoIs(mail);
  const notice = mail.notice?.kind === 'reservation-ended' ? mail.notice : { isDeclined: false, isOpen: false };
  const what = notice.isDeclined ? words.declined(who) : words.notBooked(who);
  const now = notice.isOpen ? words.nowOpen : words.nowCancelled;
  return {
    subject: notice.isOpen ? words.subjectOfOpen(what, startOf(mail)) : words.subjectOfCancelled(what, startOf(mail)),
    preheader: now,
    heading: what,
    blocks: [
      paragraph(`${words.wasReserved(who)} ${now}`),
      clocksOf(mail),
      ...(notice.isOpen ? seeSession(mail, links) : actions({ label: words.hostAnother, url: links.host, weight: 'primary' })),
    ],
  };
}

function afterwards(mail: NoticeMail, links: Links): Words {
  const { afterwards: words } = catalogueOf(mail);
  const until = mail.notice?.kind === 'afterwards' ? momentOf(mail, mail.notice.until) : '';
  return {
    subject: words.heading(whoIs(mail)),
    preheader: words.preheader,
    heading: words.heading(whoIs(mail)),
    blocks: [
      clocksOf(mail),
      paragraph(words.questions),
      ...actions({ label: words.button, url: links.feedback, weight: 'primary' }),
      paragraph(words.whatCounts(until, MISSED_WITHIN_DAYS)),
    ],
  };
}

function afterwardsAnswer(mail: NoticeMail, links: Links): Words {
  const { afterwardsAnswer: words } = catalogueOf(mail);
  const who = whoIs(mail);
  const wantsAgain = mail.notice?.kind === 'afterwards-answer' && mail.notice.again;
  return {
    subject: wantsAgain ? words.subjectOfAgain(who) : words.subjectOfLine(who),
    preheader: mail.note === '' ? words.wish(who) : mail.note,
    heading: wantsAgain ? words.wish(who) : words.headingOfLine(who),
    blocks: [
      ...noteOf(mail),
      paragraph(words.about),
      clocksOf(mail),
      paragraph(wantsAgain ? words.howToAgain : words.noReply),
      ...actions({ label: words.button(who), url: links.again, weight: wantsAgain ? 'primary' : 'secondary' }),
    ],
  };
}

function wishFits(mail: NoticeMail, links: Links): Words {
  const { wishFits: words, reservation: booking } = catalogueOf(mail);
  const { durationMinutes } = mail.when;
  const what = practiceOf(mail);
  return {
    subject: what === '' ? words.subject(startOf(mail)) : words.subjectWithPractice(startOf(mail), what),
    preheader: words.preheader(durationMinutes, whoIs(mail)),
    heading: words.heading,
    blocks: [
      paragraph(words.hosts(whoIs(mail), durationMinutes)),
      clocksOf(mail),
      ...practiceBlocks(mail),
      paragraph(words.nothingBooked),
      ...actions(
        { label: booking.book, url: links.book, weight: 'primary' },
        { label: words.seeWishes, url: links.wishes, weight: 'quiet' },
        { label: words.endWish, url: links.unsubscribe, weight: 'quiet' },
      ),
    ],
  };
}

const catalogueOf = (mail: NoticeMail) => wordsOf(mail).notices;

const momentOf = (mail: NoticeMail, at: Instant): string => shortMoment(at, mail.to.timeZone, wordsOf(mail).moments);

const startOf = (mail: NoticeMail): string => momentOf(mail, mail.when.startUtc);

const joinSentences = (...sentences: readonly string[]): string => sentences.filter((sentence) => sentence !== '').join(' ');

const seeSession = (mail: NoticeMail, links: Links): Block[] =>
  actions({ label: wordsOf(mail).phrases.actions.seeSession, url: links.session, weight: 'primary' });

const suggestTime = (mail: NoticeMail, links: Links): Block[] =>
  actions({ label: wordsOf(mail).phrases.actions.suggestTime, url: links.reschedule, weight: 'primary' });

function decisionActions(mail: NoticeMail, { approve, decline }: Links): Block[] {
  const { suggestion: words } = catalogueOf(mail);
  return actions(
    { label: isChoice(mail) ? words.choose : words.approve, url: approve, weight: 'primary' },
    { label: isChoice(mail) ? words.declineAll : words.decline, url: decline, weight: 'secondary' },
  );
}

const isChoice = (mail: NoticeMail): boolean => countOf(mail) > 1;

const countOf = ({ proposal }: NoticeMail): number => (proposal ? slotsOf(proposal).length : 0);

/** The suggested time over the present one; several below each other, and below them the present one. */
function suggestedClocks(mail: NoticeMail): Block[] {
  const { proposal, when } = mail;
  if (!proposal) return [clocksOf(mail)];
  const { suggestion: words } = catalogueOf(mail);
  const slots = slotsOf(proposal);
  if (slots.length === 1) return [clocksOf(mail, slots[0], when)];
  return [
    ...slots.flatMap((slot, n) => [paragraph(words.oneOf(n + 1, slots.length, slot.durationMinutes)), clocksOf(mail, slot)]),
    paragraph(words.now),
    clocksOf(mail),
  ];
}

const busyThen = (mail: NoticeMail): Block[] =>
  mail.isBusy && isChoice(mail) ? [paragraph(catalogueOf(mail).suggestion.busyAtOne)] : otherSession(mail);

const quoted = (mail: NoticeMail, by: 'reader' | 'other'): Block[] => (mail.proposal?.note ? [quote(mail, by, mail.proposal.note)] : []);

const deadline = (mail: NoticeMail): string =>
  mail.proposal ? catalogueOf(mail).suggestion.lapses(momentOf(mail, mail.proposal.expiresAt)) : '';

const suggestedTime = (mail: NoticeMail): string => (mail.proposal ? suggestion(mail) : '');

/** The suggested time; if only the length is to change, that. */
function suggestion(mail: NoticeMail): string {
  const { proposal, when, to } = mail;
  if (proposal && isChoice(mail)) return shortMoments(slotsOf(proposal), to.timeZone, wordsOf(mail).moments);
  const { startUtc, durationMinutes } = proposal ?? when;
  const start = momentOf(mail, startUtc);
  return startUtc === when.startUtc ? catalogueOf(mail).suggestion.minutesFrom(durationMinutes, start) : start;
}
