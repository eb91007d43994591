/** What CloudFormation calls the stack of a stage. */
export const nameStack = (stage: string): string => `OphthalmoPractice-${stage}`;

/** Where the functions' own metrics of a stage are. Two stages of one account must not add up. */
export const nameMetrics = (stage: string): string => `OphthalmoPractice/${stage}`;
