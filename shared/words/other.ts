/**
 * Stands for a word of a closed list that a newer version wrote and this one does not know. People read "something else
 * happened". Storage keeps the word itself.
 */
export const OTHER = 'other';
export type OrOther<Word extends string> = Word | typeof OTHER;
