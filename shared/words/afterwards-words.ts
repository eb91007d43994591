/** What became of a session, as one of the two says: both came; the other one did not come; they had agreed otherwise. */
export const ATTENDANCES = ['took-place', 'partner-absent', 'agreed-otherwise'] as const;
export type Attendance = (typeof ATTENDANCES)[number];

/** How useful it was, from 1 to 5. */
export const USEFULNESS = [1, 2, 3, 4, 5] as const;
export type Usefulness = (typeof USEFULNESS)[number];

/** The line to the other one. */
export const LINE_AFTERWARDS_LIMIT = 200;

/** The two are asked so long after the end of their session. */
export const ASKED_AFTER_HOURS = 2;
/** They can answer so long after it. */
export const ANSWERED_WITHIN_HOURS = 72;

/** Sessions that somebody missed count for so long. */
export const MISSED_WITHIN_DAYS = 90;
/** Once they are too many, hosting and booking pause for so long. */
export const PAUSED_DAYS = 7;
