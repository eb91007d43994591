/** What CloudFormation calls the stack of a stage. */
export const nameStack = (stage: string): string => `OphthalmoPractice-${stage}`;
