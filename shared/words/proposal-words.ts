export const PROPOSAL_STATUSES = ['pending', 'approved', 'declined', 'superseded', 'withdrawn', 'expired'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** How many times one proposal may name. */
export const PROPOSED_SLOTS_LIMIT = 3;

/** The doors through which a proposal comes in: the form behind a link, the app, an iTIP COUNTER. */
export const PROPOSAL_CHANNELS = ['form', 'app', 'counter'] as const;
export type ProposalChannel = (typeof PROPOSAL_CHANNELS)[number];
