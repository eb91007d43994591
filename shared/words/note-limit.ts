/** Characters of a note that are kept. */
export const NOTE_LIMIT = 500;
