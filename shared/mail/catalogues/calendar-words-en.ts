/*
 * Mail that changes a calendar, in English. `who` is the other party; null: there is no name to show.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'your partner';
const leading = (who: Who): string => who ?? 'Your partner';

export const calendarWordsEn = {
  invitation: {
    heading: (who: Who) => `You're practising with ${name(who)}`,
    bookedByOther: (who: Who) => `${leading(who)} has booked your practice session.`,
    bookedByYou: (who: Who) => `You have booked ${possessive(name(who))} practice session.`,
  },
  current: {
    heading: 'The current time of your session',
    preheader: 'This is the current time.',
    olderAnswer:
      'Your answer reached us, but we already had a newer one from you, which counts. Here is your invitation as it stands: if you have changed your mind, please answer again.',
    staleAnswer:
      'Your answer reached us, but it was for a time that has changed since, so it does not count. Here is your invitation as it stands now: please answer again.',
    again: 'Here is your invitation again, as it stands now.',
  },
  moved: {
    headingOfTime: 'Your session has a new time',
    headingOfLength: 'Your session has a new length',
    subjectOfTime: (move: string) => `Moved: ${move}`,
    withLength: (move: string, minutes: number) => `Moved: ${move}, ${minutes} min`,
    subjectOfLength: (minutes: number, start: string) => `Now ${minutes} minutes: ${start}`,
    withOther: (subject: string, who: Who) => `${subject}, with ${name(who)}`,
    newLength: (minutes: number, before: number) => `It now lasts ${minutes} minutes instead of ${before}.`,
    timeByNobody: (who: Who) => `Your session with ${name(who)} has moved.`,
    lengthByNobody: (who: Who) => `Your session with ${name(who)} has changed.`,
    openTimeByNobody: 'Your open session has moved.',
    openLengthByNobody: 'Your open session has changed.',
    timeApprovedByYou: (who: Who) => `You approved the time that ${name(who)} suggested.`,
    lengthApprovedByYou: (who: Who) => `You approved the length that ${name(who)} suggested.`,
    timeApprovedByOther: (who: Who) => `${leading(who)} approved the time that you suggested.`,
    lengthApprovedByOther: (who: Who) => `${leading(who)} approved the length that you suggested.`,
    timeByYou: (who: Who) => `You moved your session with ${name(who)}.`,
    lengthByYou: (who: Who) => `You changed your session with ${name(who)}.`,
    openTimeByYou: 'You moved your open session.',
    openLengthByYou: 'You changed your open session.',
    timeByOther: (who: Who) => `${leading(who)} moved your session.`,
    lengthByOther: (who: Who) => `${leading(who)} changed your session.`,
    bothAgreed: 'You need not answer: you have both agreed to it.',
    onlyOtherIsAsked: (who: Who) => `You need not answer: only ${name(who)} is asked.`,
  },
  restored: {
    subject: (start: string) => `Back again: ${start}`,
    subjectWithOther: (start: string, who: Who) => `Back again: ${start}, with ${name(who)}`,
    heading: 'The session takes place after all',
    byYou: (who: Who) => `You took your decline back. The session with ${name(who)} is in your calendar again.`,
    openByYou: 'You took your decline back. Your open session is in your calendar again.',
    byOther: (who: Who) => `${leading(who)} can come after all. The session is in your calendar again.`,
  },
  venueChanged: {
    subject: (start: string, who: Who) => `New place to meet: ${start}, with ${name(who)}`,
    heading: 'You meet in another place',
    byYou: 'You have changed where you meet. The time stays, and so does your answer.',
    byOther: (who: Who) => `${leading(who)} has changed where you meet. The time stays, and so does your answer.`,
  },
  guestLeft: {
    subject: (who: Who, start: string) => `${leading(who)} can't come: ${start} (your room is open again)`,
    preheader: 'The session stays in your calendar, and you hear from us when someone books it.',
    heading: (who: Who) => `${leading(who)} can't come`,
    text: (who: Who) =>
      `${leading(who)} can't come; your room is open again. The session stays in your calendar, and you hear from us when someone books it.`,
  },
  cancelled: {
    subject: (start: string) => `Cancelled: ${start}`,
    heading: 'This session is cancelled',
    byHost: (who: Who) => `${leading(who)} has cancelled this session. It disappears from your calendar.`,
    byUnknownHost: 'The host has cancelled this session. It disappears from your calendar.',
    byYou: (who: Who) => `Your session is cancelled. ${leading(who)} gets a mail, and it disappears from both calendars.`,
    openByYou: 'Your session is cancelled. It disappears from your calendar.',
    guestCannotCome: (who: Who) =>
      `${leading(who)} can't come. The session was for the two of you alone, so it is cancelled. It disappears from your calendar.`,
    youCannotCome: (who: Who) =>
      `You can't come. The session was for the two of you alone, so it is cancelled. ${leading(who)} gets a mail, and it disappears from both calendars.`,
    guestDroppedOut: (who: Who) =>
      `${leading(who)} has dropped out after the session had started, so it is cancelled. It disappears from your calendar.`,
    youDroppedOut: (who: Who) =>
      `You have dropped out after the session had started, so it is cancelled for both of you. ${leading(who)} gets a mail, and it disappears from both calendars.`,
  },
  unbooked: {
    preheader: (who: Who) => `You are out of the session with ${name(who)}, who gets a mail about it.`,
    heading: 'You are no longer booked',
    text: (who: Who) => `You are out of the session with ${name(who)}. It disappears from your calendar, and ${name(who)} gets a mail.`,
  },
  putBack: {
    text: (until: string) => `Did you not mean to decline? Until ${until} you can put the session back.`,
    button: 'That was a mistake: put it back',
  },
  cancelAgain: {
    headingOfCancelled: 'This session is cancelled',
    headingOfOut: 'You are not in this session',
    preheaderOfCancelled: 'Your answer reached us, but this session is cancelled.',
    preheaderOfOut: 'Your answer reached us, but you are no longer in this session.',
    takenOut: 'We have taken it out of your calendar again.',
    seeWhetherOpen: 'See whether it is still open',
  },
  counterDeclined: {
    subject: (start: string) => `Time kept: ${start}`,
    heading: 'The session stays at its time',
    preheader: (who: Who) => `${leading(who)} can't make the time you proposed.`,
    text: (who: Who) => `${leading(who)} can't make the time you proposed. The session stays as it is.`,
  },
  howToAnswer: 'Accept, decline or propose a new time in your calendar as usual, or use the links for changes below: they need no login.',
  changeThisSession: 'Change this session',
  findAnother: 'Find another session',
};

const possessive = (text: string): string => (text.endsWith('s') ? `${text}'` : `${text}'s`);

export type CalendarWords = typeof calendarWordsEn;
