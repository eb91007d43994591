/** The two parts that a person can have in a room. Both are iTIP attendees; the organizer is the central mailbox. */
export const ROLES = ['host', 'guest'] as const;
export type Role = (typeof ROLES)[number];

export const otherRole = (role: Role): Role => (role === 'host' ? 'guest' : 'host');
