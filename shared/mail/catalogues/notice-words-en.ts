import type { TimeFault, UnreadableReason } from '../../words/inbound-reasons.ts';

/*
 * Mail without a calendar part, in English. `who` is the other party; null: there is no name to show.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'your partner';
const leading = (who: Who): string => who ?? 'Your partner';

/** As the end of a sentence. */
const unreadable: Readonly<Record<UnreadableReason, string>> = {
  'too-large': 'it is larger than any calendar reply.',
  'too-complex': 'it has more lines or parts than any calendar reply.',
  'malformed-mail': 'the mail is damaged.',
  'no-calendar': 'only the buttons of your calendar reach us; nobody reads what is written in the mail itself.',
  winmail: 'your mail program packed it into a winmail.dat file, which only Outlook can open.',
  'not-a-calendar': 'the calendar in it is damaged.',
  truncated: 'the calendar in it was cut short.',
  'calendar-too-large': 'the calendar in it is larger than any reply.',
  ambiguous: 'it holds more than one answer.',
  'no-method': 'the calendar in it does not say what it answers.',
  'no-event': 'the calendar in it holds no event.',
  'no-uid': 'the calendar in it does not say which session it is about.',
  'no-answer': 'it does not say whether you come.',
  'unknown-time-zone': 'we do not know the time zone that your calendar named, and will not guess.',
};

const impossible: Readonly<Record<TimeFault | 'person-limit', string>> = {
  'all-day': 'it was for a whole day, and a session needs a time.',
  'floating-time': 'your calendar did not say in which time zone.',
  'unknown-time-zone': 'we do not know the time zone that your calendar named, and will not guess.',
  'not-a-time': 'it did not say when.',
  'end-before-start': 'it ended before it began.',
  'person-limit': 'you have suggested as many times as one person may in a day: try again tomorrow.',
};

export const noticeWordsEn = {
  suggestion: {
    minutesFrom: (minutes: number, start: string) => `${minutes} minutes from ${start}`,
    lapses: (at: string) => `The suggestion lapses on ${at}.`,
    oneOf: (n: number, count: number, minutes: number) => `Time ${n} of ${count}, ${minutes} minutes:`,
    now: 'The session is now at:',
    busyAtOne: 'You have another session at one of these times.',
    approve: 'Approve the new time',
    decline: 'Decline, keep the time',
    choose: 'Choose one of these times',
    declineAll: 'None of these, keep the time',
  },
  received: {
    subject: (who: Who, suggestion: string) => `Your answer needed: ${name(who)} suggests ${suggestion}`,
    preheader: (present: string) => `Until you answer, it stays on ${present}.`,
    heading: (who: Who) => `${leading(who)} suggests another time`,
    headingOfSeveral: (who: Who, count: number) => `${leading(who)} suggests ${count} other times`,
    stays: 'Until you answer, the session stays at its present time.',
  },
  sent: {
    subject: (suggestion: string) => `Sent: your suggestion ${suggestion}`,
    preheader: (who: Who) => `${leading(who)} can approve or decline it. Until then nothing changes.`,
    preheaderOfSeveral: (who: Who) => `${leading(who)} can approve one of the times, or decline them. Until then nothing changes.`,
    heading: 'Your suggestion is on its way',
    text: (who: Who) => `${leading(who)} can approve or decline it. Until then the session stays at its present time.`,
    textOfSeveral: (who: Who) =>
      `${leading(who)} can approve one of the times, or decline them. Until then the session stays at its present time.`,
  },
  kept: {
    subject: (start: string) => `Time kept: ${start}`,
    heading: 'The session stays at its time',
    preheaderOfDeclined: (who: Who) => `${leading(who)} can't make the time you suggested.`,
    preheaderOfAllDeclined: (who: Who) => `${leading(who)} can't make any of the times you suggested.`,
    declined: (who: Who, suggestion: string) =>
      `${leading(who)} can't make the time you suggested${inBrackets(suggestion)}. The session stays as it is:`,
    allDeclined: (who: Who, suggestion: string) =>
      `${leading(who)} can't make any of the times you suggested${inBrackets(suggestion)}. The session stays as it is:`,
    preheaderOfExpired: (who: Who) => `${leading(who)} did not answer your suggestion in time.`,
    expired: (who: Who, suggestion: string) =>
      `${leading(who)} did not answer your suggestion${inBrackets(suggestion)} in time. The session stays as it is:`,
  },
  unanswered: {
    subject: (who: Who, suggestion: string) => `Still open: ${name(who)} suggests ${suggestion}`,
    heading: (who: Who) => `${leading(who)} waits for your answer`,
    preheader: (who: Who) => `${leading(who)} waits for your answer.`,
    notAgain: 'We do not ask again.',
  },
  replyUnreadable: {
    subject: "We couldn't act on your reply",
    preheader: (who: Who, present: string) =>
      `Nothing has changed: the session with ${name(who)} stays on ${present}. Here is what you can do.`,
    text: (why: UnreadableReason | null) =>
      `Your answer to the session below reached us, but ${why === null ? asClause(UNUSABLE) : unreadable[why]} Nothing has changed.`,
    instead: 'Tell us here instead; no login needed.',
  },
  proposalImpossible: {
    subject: "We couldn't pass on your suggestion",
    preheader: (who: Who, present: string) => `The session with ${name(who)} stays on ${present}. You can pick another time.`,
    /** @param matter what the rules of sessions say against it: a sentence */
    text: (why: TimeFault | 'person-limit' | null, matter: string | null) =>
      `You proposed a new time from your calendar, but ${why === null ? asClause(matter ?? UNUSABLE) : impossible[why]} The session stays at its time:`,
  },
  confirmReply: {
    subject: (start: string) => `Was this you? ${start}`,
    heading: 'Was this you?',
    preheader: 'We could not be sure that a reply came from you, so nothing has changed.',
    fromUnknown: 'An answer to this session came from an address that we do not know. So nothing has changed.',
    toMove: (start: string) => asked(`to move the session to ${start}`),
    toAccept: asked('to accept the invitation'),
    toSayMaybe: asked('to answer the invitation with “maybe”'),
    toDecline: asked('to decline the invitation'),
    toDeclineAsHost: asked('to decline the invitation, which cancels the session'),
    toAnswer: asked('to answer the invitation'),
    confirm: 'If it was you, confirm it. If not, ignore this mail.',
    confirmAndRemember: 'If it was you, confirm it: then answers from that address count from now on. If not, ignore this mail.',
    button: 'Yes, that was me',
  },
  freshLink: {
    subject: (start: string) => `Your fresh link: ${start}`,
    heading: 'Here is your fresh link',
    toDecide: (who: Who) => `With it you can answer what ${name(who)} suggests.`,
    toSuggest: 'With it you can suggest another time.',
  },
  note: {
    subject: (who: Who, start: string) => `${leading(who)} wrote to you: ${start}`,
    heading: (who: Who) => `A few words from ${name(who)}`,
    howToAnswer:
      'The session stays at its time. A reply to this mail does not reach anybody: answer by the link below, which needs no login.',
    answer: (who: Who) => `Answer ${name(who)}`,
  },
  bounced: {
    subject: (who: Who, start: string) => `${leading(who)} may not know: ${start}`,
    heading: (who: Who) => `${leading(who)} could not be reached`,
    preheader: (who: Who) => `Our mail to ${name(who)} came back. Here is what you can do.`,
    text: (who: Who) =>
      `Our mail about this session came back: the mailbox of ${name(who)} did not take it. So ${name(who)} may have no invitation in the calendar, though the session is still booked:`,
    hostCan: (who: Who) =>
      `You can wait: ${name(who)} also sees the session after signing in. Or cancel it on its page and host another one, so that somebody else can book.`,
    guestCan: (who: Who) =>
      `You can wait: ${name(who)} also sees the session after signing in. Or leave it on its page and book another one.`,
  },
  introduction: {
    subject: (who: Who) => `The address of ${name(who)}`,
    heading: (who: Who) => `You can write to ${name(who)}`,
    preheader: 'You both asked for it. From now on you can write to each other directly.',
    text: (who: Who) => `You and ${name(who)} both asked to exchange addresses. ${leading(who)} gets yours in a mail like this one.`,
    address: (who: Who, address: string) => `The address of ${name(who)}: ${address}`,
    forChanges: 'For changes of the session, go on using your calendar or its page: only we can change both calendars.',
  },
  reminder: {
    subject: (start: string, who: Who) => `Reminder: ${start}, with ${name(who)}`,
    heading: (who: Who, soon: string) => `You're practising with ${name(who)} ${soon}`,
    begins: (soon: string, minutes: number) => `Your session begins ${soon}, and lasts ${minutes} minutes`,
    choice: 'You choose in your profile whether we remind you a day before, an hour before, or not at all.',
    inADay: 'in about a day',
    inHours: (count: number) => `in about ${count} hours`,
    inAnHour: 'in about an hour',
    inMinutes: (count: number) => `in ${count} minutes`,
  },
  reservation: {
    subject: (who: Who, start: string) => `Practise again with ${name(who)}? ${start}`,
    preheader: (minutes: number, until: string) => `${minutes} minutes, reserved for you until ${until}. No login needed.`,
    heading: (who: Who) => `${leading(who)} would like to practise with you again`,
    text: (until: string) =>
      `You have practised together before. This session is reserved for you until ${until}, and nobody else can see it:`,
    nothingBooked:
      'Nothing is booked yet. The page behind the button asks you once more; no login needed. There you can also say no, or want no more of these.',
    book: 'Book this session',
  },
  reservationEnded: {
    declined: (who: Who) => `${leading(who)} can't make it`,
    notBooked: (who: Who) => `${leading(who)} has not booked`,
    subjectOfOpen: (what: string, start: string) => `${what}: ${start} (now open for everyone)`,
    subjectOfCancelled: (what: string, start: string) => `${what}: ${start} (cancelled)`,
    wasReserved: (who: Who) => `The session below was reserved for ${name(who)}.`,
    nowOpen: 'Your session is open for everyone now, as you wanted.',
    nowCancelled: 'Your session is cancelled. Nothing was in your calendar.',
    hostAnother: 'Host another session',
  },
  afterwards: {
    heading: (who: Who) => `How was your session with ${name(who)}?`,
    preheader: 'Three short questions, no login needed. What you say is no public rating.',
    questions: 'Did it take place, was it useful, and would you practise together again? You can also leave a line. No login needed.',
    button: 'Say how it was',
    whatCounts: (until: string, days: number) =>
      `You can answer until ${until}. Nobody is rated in public. If one of you says that the other did not come, and that one does not answer, the session counts as missed. Somebody who misses too many within ${days} days can host and book nothing for a week; your profile shows how many count.`,
  },
  afterwardsAnswer: {
    subjectOfAgain: (who: Who) => `${leading(who)} would practise with you again`,
    subjectOfLine: (who: Who) => `${leading(who)} wrote to you after your session`,
    wish: (who: Who) => `${leading(who)} would like to practise with you again.`,
    headingOfLine: (who: Who) => `A line from ${name(who)}`,
    about: 'This is about the session that you had:',
    howToAgain: 'If you would too, reserve a session for the two of you: you choose the time, and the other one books it by a link.',
    noReply: 'A reply to this mail does not reach anybody. To practise together again, reserve a session for the two of you.',
    button: (who: Who) => `Practise again with ${name(who)}`,
  },
  wishFits: {
    subject: (start: string) => `A session that fits: ${start}`,
    subjectWithPractice: (start: string, what: string) => `A session that fits: ${start}, ${what}`,
    preheader: (minutes: number, who: Who) => `${minutes} minutes with ${name(who)}. The first one who books has it; no login needed.`,
    heading: 'A session is open that fits your wish',
    hosts: (who: Who, minutes: number) => `${leading(who)} hosts a session of ${minutes} minutes:`,
    nothingBooked:
      'Nothing is booked yet, and others are mailed too: the first one who books has it. The page behind the button asks you once more.',
    seeWishes: 'See your wishes',
    endWish: 'End this wish',
  },
};

const UNUSABLE = 'It could not be used.';

const asClause = (sentence: string): string => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);

function asked(what: string): string {
  return `A message asked ${what}, but we could not be sure that it came from you. So nothing has changed.`;
}

export type NoticeWords = typeof noticeWordsEn;
