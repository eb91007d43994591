const DAY = 86_400_000;
// Once, so that midnight does not come between two of them.
const NOW = Date.now();

/** So many days from now by the machine's clock, at 18:00 UTC: a stack that runs by that clock lets sessions begin within its horizon only. */
export const inDays = (days: number, hours = 18): string => `${new Date(NOW + days * DAY).toISOString().slice(0, 11)}${hours}:00:00Z`;
