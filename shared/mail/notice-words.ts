import type { ConfirmableReply } from '../room/attendee-reply.ts';
import { slotsOf } from '../room/proposal.ts';
import { millisOf } from '../time/instant.ts';
import { shortMoment, shortMoments } from '../time/moment.ts';
import { MISSED_WITHIN_DAYS } from '../words/afterwards-words.ts';
import { clocks } from './clocks.ts';
import type { Links, Words } from './compose.ts';
import type { Block } from './message.ts';
import type { NoticeMail } from '../room/owed-mail.ts';
import {
  actions,
  hasVenue,
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

/** The words of mail without a calendar part. */
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
  }
}

function proposalReceived(mail: NoticeMail, links: Links): Words {
  return {
    subject: `Your answer needed: ${nameOf(mail)} suggests ${suggestion(mail)}`,
    preheader: `Until you answer, it stays on ${presentStart(mail)}. ${deadline(mail)}`,
    heading: `${leadingNameOf(mail)} suggests ${isChoice(mail) ? `${countOf(mail)} other times` : 'another time'}`,
    blocks: [
      ...suggestedClocks(mail),
      ...busyThen(mail),
      ...quoted(mail, leadingNameOf(mail)),
      paragraph(`Until you answer, the session stays at its present time. ${deadline(mail)}`),
      ...decisionActions(mail, links),
    ],
  };
}

function proposalSent(mail: NoticeMail): Words {
  const answers = `${leadingNameOf(mail)} can approve ${isChoice(mail) ? 'one of the times, or decline them' : 'or decline it'}.`;
  return {
    subject: `Sent: your suggestion ${suggestion(mail)}`,
    preheader: `${answers} Until then nothing changes.`,
    heading: 'Your suggestion is on its way',
    blocks: [
      paragraph(`${answers} Until then the session stays at its present time. ${deadline(mail)}`),
      ...suggestedClocks(mail),
      ...busyThen(mail),
      ...quoted(mail, 'you'),
    ],
  };
}

const proposalDeclined = (mail: NoticeMail, links: Links): Words => ({
  subject: `Time kept: ${shortMoment(mail.when.startUtc, mail.to.timeZone)}`,
  preheader: `${leadingNameOf(mail)} can't make ${timesSuggested(mail)}.`,
  heading: 'The session stays at its time',
  blocks: [
    paragraph(`${leadingNameOf(mail)} can't make ${timesSuggested(mail)}${suggestedTime(mail)}. The session stays as it is:`),
    clocks(mail.stamp, mail.when, readers(mail)),
    ...actions({ label: 'Suggest another time', url: links.reschedule, weight: 'primary' }),
  ],
});

const proposalUnanswered = (mail: NoticeMail, links: Links): Words => ({
  subject: `Still open: ${nameOf(mail)} suggests ${suggestion(mail)}`,
  preheader: `${leadingNameOf(mail)} waits for your answer. ${deadline(mail)}`,
  heading: `${leadingNameOf(mail)} waits for your answer`,
  blocks: [
    ...suggestedClocks(mail),
    ...quoted(mail, leadingNameOf(mail)),
    paragraph(`Until you answer, the session stays at its present time. ${deadline(mail)} We do not ask again.`),
    ...decisionActions(mail, links),
  ],
});

const proposalExpired = (mail: NoticeMail, links: Links): Words => ({
  subject: `Time kept: ${shortMoment(mail.when.startUtc, mail.to.timeZone)}`,
  preheader: `${leadingNameOf(mail)} did not answer your suggestion in time.`,
  heading: 'The session stays at its time',
  blocks: [
    paragraph(`${leadingNameOf(mail)} did not answer your suggestion${suggestedTime(mail)} in time. The session stays as it is:`),
    clocks(mail.stamp, mail.when, readers(mail)),
    ...actions({ label: 'Suggest another time', url: links.reschedule, weight: 'primary' }),
  ],
});

const replyUnreadable = (mail: NoticeMail, links: Links): Words => ({
  subject: "We couldn't act on your reply",
  preheader: `Nothing has changed: the session with ${nameOf(mail)} stays on ${presentStart(mail)}. Here is what you can do.`,
  heading: "We couldn't act on your reply",
  blocks: [
    paragraph(`Your answer to the session below reached us, but ${why(mail)} Nothing has changed.`),
    clocks(mail.stamp, mail.when, readers(mail)),
    paragraph('Tell us here instead; no login needed.'),
    ...actions(
      { label: 'Suggest another time', url: links.reschedule, weight: 'primary' },
      { label: "I can't come", url: links.confirm, weight: 'secondary' },
    ),
  ],
});

const proposalImpossible = (mail: NoticeMail, links: Links): Words => ({
  subject: "We couldn't pass on your suggestion",
  preheader: `The session with ${nameOf(mail)} stays on ${presentStart(mail)}. You can pick another time.`,
  heading: "We couldn't pass on your suggestion",
  blocks: [
    paragraph(`You proposed a new time from your calendar, but ${why(mail)} The session stays at its time:`),
    clocks(mail.stamp, mail.when, readers(mail)),
    ...actions({ label: 'Suggest another time', url: links.reschedule, weight: 'primary' }),
  ],
});

function confirmReply(mail: NoticeMail, links: Links): Words {
  const reply = mail.notice?.kind === 'confirm-reply' ? mail.notice.reply : null;
  const remembers = (reply?.remember ?? []).length > 0;
  return {
    subject: `Was this you? ${shortMoment(mail.when.startUtc, mail.to.timeZone)}`,
    preheader: 'We could not be sure that a reply came from you, so nothing has changed.',
    heading: 'Was this you?',
    blocks: [
      paragraph(whatCame(reply, mail)),
      clocks(mail.stamp, mail.when, readers(mail)),
      paragraph(
        remembers
          ? 'If it was you, confirm it: then answers from that address count from now on. If not, ignore this mail.'
          : 'If it was you, confirm it. If not, ignore this mail.',
      ),
      ...actions({ label: 'Yes, that was me', url: links.confirm, weight: 'primary' }),
    ],
  };
}

function whatCame(reply: ConfirmableReply | null, mail: NoticeMail): string {
  // It may be the other party's answer: then this reader must not learn what it says.
  if (reply?.mayBeEither === true) return 'An answer to this session came from an address that we do not know. So nothing has changed.';
  const asked = reply ? askedFor(reply, mail) : 'to answer the invitation';
  return `A message asked ${asked}, but we could not be sure that it came from you. So nothing has changed.`;
}

/** What a message asked for, to be read after “asked”. */
function askedFor(reply: ConfirmableReply, mail: NoticeMail): string {
  if (reply.type === 'propose') return `to move the session to ${shortMoment(reply.startUtc, mail.to.timeZone)}`;
  switch (reply.partstat) {
    case 'ACCEPTED':
      return 'to accept the invitation';
    case 'TENTATIVE':
      return 'to answer the invitation with “maybe”';
    case 'DECLINED':
      return mail.to.role === 'host' ? 'to decline the invitation, which cancels the session' : 'to decline the invitation';
  }
}

const freshLink = (mail: NoticeMail, links: Links): Words => ({
  subject: `Your fresh link: ${shortMoment(mail.when.startUtc, mail.to.timeZone)}`,
  preheader: mail.proposal ? `With it you can answer what ${nameOf(mail)} suggests.` : 'With it you can suggest another time.',
  heading: 'Here is your fresh link',
  blocks: [
    ...suggestedClocks(mail),
    ...(mail.proposal
      ? decisionActions(mail, links)
      : actions(
          { label: 'Suggest another time', url: links.reschedule, weight: 'primary' },
          { label: "I can't come", url: links['cant-come'], weight: 'quiet' },
        )),
  ],
});

const noteReceived = (mail: NoticeMail, links: Links): Words => ({
  subject: `${leadingNameOf(mail)} wrote to you: ${shortMoment(mail.when.startUtc, mail.to.timeZone)}`,
  preheader: mail.note,
  heading: `A few words from ${nameOf(mail)}`,
  blocks: [
    ...noteOf(mail),
    paragraph(
      'The session stays at its time. A reply to this mail does not reach anybody: answer by the link below, which needs no login.',
    ),
    clocks(mail.stamp, mail.when, readers(mail)),
    ...actions(
      { label: `Answer ${nameOf(mail)}`, url: links.note, weight: 'primary' },
      { label: 'See the session', url: links.session, weight: 'secondary' },
      { label: 'Suggest another time', url: links.reschedule, weight: 'secondary' },
      exchangeAction(mail, links),
    ),
  ],
});

const mailBounced = (mail: NoticeMail, links: Links): Words => ({
  subject: `${leadingNameOf(mail)} may not know: ${shortMoment(mail.when.startUtc, mail.to.timeZone)}`,
  preheader: `Our mail to ${nameOf(mail)} came back. Here is what you can do.`,
  heading: `${leadingNameOf(mail)} could not be reached`,
  blocks: [
    paragraph(
      `Our mail about this session came back: the mailbox of ${nameOf(mail)} did not take it. So ${nameOf(mail)} may have no invitation in the calendar, though the session is still booked:`,
    ),
    clocks(mail.stamp, mail.when, readers(mail)),
    paragraph(
      mail.to.role === 'host'
        ? `You can wait: ${nameOf(mail)} also sees the session after signing in. Or cancel it on its page and host another one, so that somebody else can book.`
        : `You can wait: ${nameOf(mail)} also sees the session after signing in. Or leave it on its page and book another one.`,
    ),
    ...actions({ label: 'See the session', url: links.session, weight: 'primary' }),
  ],
});

const introduction = (mail: NoticeMail, links: Links): Words => ({
  subject: `The address of ${nameOf(mail)}`,
  preheader: 'You both asked for it. From now on you can write to each other directly.',
  heading: `You can write to ${nameOf(mail)}`,
  blocks: [
    paragraph(`You and ${nameOf(mail)} both asked to exchange addresses. ${leadingNameOf(mail)} gets yours in a mail like this one.`),
    ...(mail.notice?.kind === 'introduction' ? [paragraph(`The address of ${nameOf(mail)}: ${mail.notice.email}`)] : []),
    paragraph('For changes of the session, go on using your calendar or its page: only we can change both calendars.'),
    clocks(mail.stamp, mail.when, readers(mail)),
    ...actions({ label: 'See the session', url: links.session, weight: 'primary' }),
  ],
});

function reminder(mail: NoticeMail, links: Links): Words {
  const soon = timeUntilStart(mail);
  return {
    subject: `Reminder: ${shortMoment(mail.when.startUtc, mail.to.timeZone)}, with ${nameOf(mail)}`,
    preheader: `Your session begins ${soon}, and lasts ${mail.when.durationMinutes} minutes.`,
    heading: `You're practising with ${nameOf(mail)} ${soon}`,
    blocks: [
      ...venueBlocks(mail, links),
      paragraph(`Your session begins ${soon}, and lasts ${mail.when.durationMinutes} minutes:`),
      clocks(mail.stamp, mail.when, readers(mail)),
      ...practiceBlocks(mail),
      ...practicePlanBlocks(mail, links),
      ...actions(
        { label: 'See the session', url: links.session, weight: hasVenue(mail, links) ? 'secondary' : 'primary' },
        { label: 'Suggest another time', url: links.reschedule, weight: 'secondary' },
        { label: "I can't come", url: links['cant-come'], weight: 'secondary' },
        { label: `Write to ${nameOf(mail)}`, url: links.note, weight: 'quiet' },
        exchangeAction(mail, links),
      ),
      paragraph('You choose in your profile whether we remind you a day before, an hour before, or not at all.'),
    ],
  };
}

/** How long it is to the start, roughly: the mail takes a while to be read. */
function timeUntilStart({ stamp, when }: NoticeMail): string {
  const minutes = Math.round((millisOf(when.startUtc) - millisOf(stamp)) / 60_000);
  if (minutes >= 23 * 60) return 'in about a day';
  if (minutes >= 90) return `in about ${Math.round(minutes / 60)} hours`;
  return minutes >= 50 ? 'in about an hour' : `in ${Math.max(1, minutes)} minutes`;
}

const exchangeAction = (mail: NoticeMail, links: Links) =>
  ({ label: `Exchange addresses with ${nameOf(mail)}`, url: links.introduce, weight: 'quiet' }) as const;

const decisionActions = (mail: NoticeMail, { approve, decline }: Links): Block[] =>
  actions(
    { label: isChoice(mail) ? 'Choose one of these times' : 'Approve the new time', url: approve, weight: 'primary' },
    { label: isChoice(mail) ? 'None of these, keep the time' : 'Decline, keep the time', url: decline, weight: 'secondary' },
  );

const isChoice = (mail: NoticeMail): boolean => countOf(mail) > 1;

const countOf = ({ proposal }: NoticeMail): number => (proposal ? slotsOf(proposal).length : 0);

const timesSuggested = (mail: NoticeMail): string => (isChoice(mail) ? 'any of the times you suggested' : 'the time you suggested');

/** The suggested time over the present one; several below each other, and below them the present one. */
function suggestedClocks(mail: NoticeMail): Block[] {
  const { proposal, stamp, when } = mail;
  if (!proposal) return [clocks(stamp, when, readers(mail))];
  const slots = slotsOf(proposal);
  if (slots.length === 1) return [clocks(stamp, slots[0], readers(mail), when)];
  return [
    ...slots.flatMap((slot, n) => [
      paragraph(`Time ${n + 1} of ${slots.length}, ${slot.durationMinutes} minutes:`),
      clocks(stamp, slot, readers(mail)),
    ]),
    paragraph('The session is now at:'),
    clocks(stamp, when, readers(mail)),
  ];
}

const busyThen = (mail: NoticeMail): Block[] =>
  mail.isBusy && isChoice(mail) ? [paragraph('You have another session at one of these times.')] : otherSession(mail);

const quoted = ({ proposal }: NoticeMail, by: string): Block[] => (proposal?.note ? [{ type: 'quote', by, text: proposal.note }] : []);

const deadline = ({ proposal, to }: NoticeMail): string =>
  proposal ? `The suggestion lapses on ${shortMoment(proposal.expiresAt, to.timeZone)}.` : '';

const presentStart = ({ when, to }: NoticeMail): string => shortMoment(when.startUtc, to.timeZone);

const suggestedTime = (mail: NoticeMail): string => (mail.proposal ? ` (${suggestion(mail)})` : '');

/** The suggested time; if only the length is to change, that. */
function suggestion(mail: NoticeMail): string {
  const { proposal, when, to } = mail;
  if (proposal && isChoice(mail)) return shortMoments(slotsOf(proposal), to.timeZone);
  const { startUtc, durationMinutes } = proposal ?? when;
  const start = shortMoment(startUtc, to.timeZone);
  return startUtc === when.startUtc ? `${durationMinutes} minutes from ${start}` : start;
}

const why = ({ notice }: NoticeMail): string => (notice && 'why' in notice ? notice.why : 'it could not be used.');

function reservation(mail: NoticeMail, links: Links): Words {
  const until = mail.notice?.kind === 'reservation' ? shortMoment(mail.notice.until, mail.to.timeZone) : '';
  const start = shortMoment(mail.when.startUtc, mail.to.timeZone);
  return {
    subject: `Practise again with ${nameOf(mail)}? ${start}`,
    preheader: `${mail.when.durationMinutes} minutes, reserved for you until ${until}. No login needed.`,
    heading: `${leadingNameOf(mail)} would like to practise with you again`,
    blocks: [
      paragraph(`You have practised together before. This session is reserved for you until ${until}, and nobody else can see it:`),
      clocks(mail.stamp, mail.when, readers(mail)),
      ...practiceBlocks(mail),
      paragraph(
        'Nothing is booked yet. The page behind the button asks you once more; no login needed. There you can also say no, or want no more of these.',
      ),
      ...actions({ label: 'Book this session', url: links.book, weight: 'primary' }),
    ],
  };
}

function reservationEnded(mail: NoticeMail, links: Links): Words {
  const notice = mail.notice?.kind === 'reservation-ended' ? mail.notice : { isDeclined: false, isOpen: false };
  const start = shortMoment(mail.when.startUtc, mail.to.timeZone);
  const what = notice.isDeclined ? `${leadingNameOf(mail)} can't make it` : `${leadingNameOf(mail)} has not booked`;
  const now = notice.isOpen
    ? 'Your session is open for everyone now, as you wanted.'
    : 'Your session is cancelled. Nothing was in your calendar.';
  return {
    subject: `${what}: ${start} (${notice.isOpen ? 'now open for everyone' : 'cancelled'})`,
    preheader: now,
    heading: what,
    blocks: [
      paragraph(`The session below was reserved for ${nameOf(mail)}. ${now}`),
      clocks(mail.stamp, mail.when, readers(mail)),
      ...actions({
        label: notice.isOpen ? 'See the session' : 'Host another session',
        url: notice.isOpen ? links.session : links.host,
        weight: 'primary',
      }),
    ],
  };
}

function afterwards(mail: NoticeMail, links: Links): Words {
  const until = mail.notice?.kind === 'afterwards' ? shortMoment(mail.notice.until, mail.to.timeZone) : '';
  return {
    subject: `How was your session with ${nameOf(mail)}?`,
    preheader: 'Three short questions, no login needed. What you say is no public rating.',
    heading: `How was your session with ${nameOf(mail)}?`,
    blocks: [
      clocks(mail.stamp, mail.when, readers(mail)),
      paragraph('Did it take place, was it useful, and would you practise together again? You can also leave a line. No login needed.'),
      ...actions({ label: 'Say how it was', url: links.feedback, weight: 'primary' }),
      paragraph(
        `You can answer until ${until}. Nobody is rated in public. If one of you says that the other did not come, and that one does not answer, the session counts as missed. Somebody who misses too many within ${MISSED_WITHIN_DAYS} days can host and book nothing for a week; your profile shows how many count.`,
      ),
    ],
  };
}

function afterwardsAnswer(mail: NoticeMail, links: Links): Words {
  const wantsAgain = mail.notice?.kind === 'afterwards-answer' && mail.notice.again;
  const wish = `${leadingNameOf(mail)} would like to practise with you again.`;
  return {
    subject: wantsAgain ? `${leadingNameOf(mail)} would practise with you again` : `${leadingNameOf(mail)} wrote to you after your session`,
    preheader: mail.note === '' ? wish : mail.note,
    heading: wantsAgain ? wish : `A line from ${nameOf(mail)}`,
    blocks: [
      ...noteOf(mail),
      paragraph('This is about the session that you had:'),
      clocks(mail.stamp, mail.when, readers(mail)),
      paragraph(
        wantsAgain
          ? 'If you would too, reserve a session for the two of you: you choose the time, and the other one books it by a link.'
          : 'A reply to this mail does not reach anybody. To practise together again, reserve a session for the two of you.',
      ),
      ...actions({ label: `Practise again with ${nameOf(mail)}`, url: links.again, weight: wantsAgain ? 'primary' : 'secondary' }),
    ],
  };
}
