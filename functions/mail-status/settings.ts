export const recordStatusSettings = ['SENDS_TABLE'] as const;
export type RecordStatusSettings = Record<(typeof recordStatusSettings)[number], string>;
