/** So many weeks ahead a session may begin. The list of open sessions shows as many, so that it shows all of them. */
export const HORIZON_WEEKS = 26;
export const HORIZON_IN_WORDS = 'half a year';
