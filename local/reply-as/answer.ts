import type { Instant } from '../../shared/time/instant.ts';

/** What somebody answers to an invitation that they hold, in any program. */
export interface Answer {
  readonly from: Party;
  readonly organizer: Party;
  readonly uid: string;
  readonly sequence: number;
  readonly summary: string;
  /** The meeting as the invitation had it. */
  readonly startUtc: Instant;
  readonly endUtc: Instant;
  readonly says: Saying;
  /** When it was written: DTSTAMP and Date. */
  readonly at: Instant;
  /** Unique among messages: what the Message-ID and the boundaries are made of. Letters and digits. */
  readonly id: string;
}

export interface Party {
  readonly name: string;
  readonly email: string;
}

export type Saying = 'accept' | 'tentative' | 'decline' | { readonly startUtc: Instant; readonly endUtc: Instant };

/** A mail as its program would send it: the raw message, CRLF line ends. */
export type MailProgram = (answer: Answer) => string;

export const isProposal = (says: Saying): says is Exclude<Saying, string> => typeof says !== 'string';

export const partstatOf = (says: Saying): 'ACCEPTED' | 'TENTATIVE' | 'DECLINED' =>
  says === 'accept' ? 'ACCEPTED' : says === 'decline' ? 'DECLINED' : 'TENTATIVE';

export const wordOf = (says: Saying): string => {
  if (isProposal(says)) return 'New Time Proposed';
  return { accept: 'Accepted', tentative: 'Tentative', decline: 'Declined' }[says];
};

/** The time that DTSTART and DTEND carry: the proposed one in a COUNTER, the invitation's otherwise. */
export const timesOf = ({ says, startUtc, endUtc }: Answer): { readonly startUtc: Instant; readonly endUtc: Instant } =>
  isProposal(says) ? says : { startUtc, endUtc };
