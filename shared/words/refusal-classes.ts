/** What an operator has to tell apart among refused replies. Only `forged` means that somebody may be pretending to be somebody else. */
export const REFUSAL_CLASSES = ['forged', 'robot', 'bounce', 'too-late', 'other'] as const;
export type RefusalClass = (typeof REFUSAL_CLASSES)[number];
