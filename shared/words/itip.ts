/** What an attendee can answer. */
export const ANSWERS = ['ACCEPTED', 'DECLINED', 'TENTATIVE'] as const;

/** RFC 5545 3.2.12: the PARTSTAT values that an attendee of a VEVENT can have here. */
export const PARTSTATS = ['NEEDS-ACTION', ...ANSWERS] as const;
export type PartStat = (typeof PARTSTATS)[number];

/** RFC 5546 3.2: the methods that we send to a calendar. */
export type OutboundMethod = 'REQUEST' | 'CANCEL' | 'DECLINECOUNTER';
