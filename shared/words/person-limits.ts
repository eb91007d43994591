/** What one person may do: the sessions that they may hold at a time, what they may do within 24 hours, and what they may miss. */
export const DEFAULT_PERSON_LIMITS = {
  hostedUpcoming: 50,
  openedPerDay: 30,
  /** Rooms that are one former partner's alone: each is a mail to them. */
  reservedPerDay: 3,
  bookingsHeld: 20,
  bookedPerDay: 20,
  /** Bookings of a host whose session the person has left. */
  sameHostPerDay: 3,
  proposedPerDay: 20,
  /** Notes to the other party. */
  notedPerDay: 5,
  /** Fresh links, and questions whether a reply is theirs. */
  mailedPerDay: 10,
  /** Sessions missed within 90 days. Once it is reached, hosting and booking pause for a week. */
  missedSessions: 3,
  /** Mails about sessions that fit somebody's wishes. */
  wishMailsPerDay: 3,
} as const;

export type PersonLimit = keyof typeof DEFAULT_PERSON_LIMITS;
export type PersonLimits = Readonly<Record<PersonLimit, number>>;

export const PERSON_LIMITS = [
  'hostedUpcoming',
  'openedPerDay',
  'reservedPerDay',
  'bookingsHeld',
  'bookedPerDay',
  'sameHostPerDay',
  'proposedPerDay',
  'notedPerDay',
  'mailedPerDay',
  'missedSessions',
  'wishMailsPerDay',
] as const satisfies readonly PersonLimit[];

/**
 * Reads limits as a setting has them, for example `openedPerDay=10 proposedPerDay=5`; a limit that is left out keeps its default.
 * Undefined for text that names an unknown limit or a number below 1 or above 9999.
 */
export function parsePersonLimits(text: string): PersonLimits | undefined {
  const given = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => part.split('='));
  const isLimit = ([name, value, ...rest]: readonly string[]) =>
    rest.length === 0 && PERSON_LIMITS.some((known) => known === name) && /^[1-9]\d{0,3}$/.test(value ?? '');
  if (!given.every(isLimit)) return undefined;
  return { ...DEFAULT_PERSON_LIMITS, ...Object.fromEntries(given.map(([name, value]) => [name, Number(value)])) };
}

export const writePersonLimits = (limits: PersonLimits): string => PERSON_LIMITS.map((name) => `${name}=${limits[name]}`).join(' ');
