/** So many weeks in a row somebody may open the same session in one go. */
export const MOST_REPEAT_WEEKS = 12;
