import type { KnownBooking } from './open-booking-link.ts';

/*
 * A page asks about the session as it is when the page is made. By the time its button is pressed, another guest may have booked,
 * or the session may have moved. So the form says what its page has shown.
 */

/** The name of the form's field. */
export const SHOWN_FIELD = 'q';

/** The time of a session and its booking. */
export const writeShown = ({ room, bookedAt }: Pick<KnownBooking, 'room' | 'bookedAt'>): string =>
  `${room.startUtc}/${room.durationMinutes}/${bookedAt ?? ''}`;

/** Whether the session still is as the page has shown it. A form without the field is of no page of ours, and means the session as it is. */
export const isShown = (form: URLSearchParams, known: KnownBooking): boolean =>
  !form.has(SHOWN_FIELD) || form.get(SHOWN_FIELD) === writeShown(known);
