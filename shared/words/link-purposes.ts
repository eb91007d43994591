/** What a magic link is for that has a row in `magic_links`. */
export const LINK_PURPOSES = ['reschedule', 'approve', 'decline', 'confirm', 'restore', 'book'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** What a booking link is for. It has no row: the room says whether it is still good. */
export const BOOKING_PURPOSES = ['cant-come', 'note', 'introduce', 'calendar-file', 'feedback'] as const;
export type BookingPurpose = (typeof BOOKING_PURPOSES)[number];
