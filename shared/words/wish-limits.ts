/** Wishes that one person has at a time. */
export const WISHES_PER_PERSON = 5;

/** Times of the week in one wish. */
export const WINDOWS_PER_WISH = 21;

/** Weeks for which a wish stands: where nobody says, and at most. */
export const WISH_WEEKS = { usual: 12, most: 26 } as const;
