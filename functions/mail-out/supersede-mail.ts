import { methodOf } from '../../shared/itip/write-itip.ts';
import type { TimeSlot } from '../../shared/time/time-slot.ts';
import type { FinalState } from '../../shared/words/send-states.ts';
import { isCalendarMail, type CalendarMail, type OwedMail } from '../../shared/room/owed-mail.ts';

/** A mail that gave way to a newer one. It stays owed until the newer one is done with, because that one's text depends on it. */
export interface Superseded {
  readonly mail: CalendarMail;
  /** What became of it in the end: it may have been sent after all, or kept back. */
  readonly state: FinalState;
}

/**
 * An unsent REQUEST is pointless once a newer REQUEST or a CANCEL is owed to the same person. An invitation that is only sent once
 * more is no newer one: it does not say what has changed. Neither does news of the place alone tell of a time.
 */
export function isSupersededBy(mail: OwedMail, later: readonly OwedMail[]): mail is CalendarMail {
  if (!isCalendarMail(mail) || methodOf(mail.kind) !== 'REQUEST') return false;
  return later.some((next) => isNewsOfCalendar(next) && !isOnceMore(next, mail) && !isOfPlaceAlone(next, mail));
}

/** A REQUEST or a CANCEL: it says how the session stands. */
export const isNewsOfCalendar = (mail: OwedMail): mail is CalendarMail => isCalendarMail(mail) && methodOf(mail.kind) !== 'DECLINECOUNTER';

const isOnceMore = (next: CalendarMail, mail: CalendarMail): boolean =>
  next.kind === 'current' && mail.kind !== 'current' && next.sequence === mail.sequence;

const isOfPlaceAlone = (next: CalendarMail, mail: CalendarMail): boolean =>
  next.kind === 'venue-changed' && mail.kind !== 'venue-changed' && mail.kind !== 'current';

/** If earlier moves were never sent, describes the change from the last time that the recipient has mail about. */
export function withKnownPrevious(mail: OwedMail, superseded: readonly Superseded[]): OwedMail {
  if (!isCalendarMail(mail) || mail.kind !== 'moved') return mail;
  const untold = superseded.slice(superseded.findLastIndex(({ state }) => state === 'accepted') + 1);
  const known = untold.find((older) => older.mail.kind === 'moved')?.mail.previous ?? null;
  return known === null || isSameSlot(known, mail.when) ? mail : { ...mail, previous: known };
}

const isSameSlot = (a: TimeSlot, b: TimeSlot): boolean => a.startUtc === b.startUtc && a.durationMinutes === b.durationMinutes;
