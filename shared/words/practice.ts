/** What is practised in a room, as its host has said. */
export interface Practice {
  /** Null: any. */
  readonly topic: string | null;
  /** Null: any. */
  readonly exam: string | null;
  /** A line to the guest; empty if none. */
  readonly line: string;
}

/** Characters of the line to the guest. */
export const PRACTICE_LINE_LIMIT = 200;

export const NO_PRACTICE: Practice = { topic: null, exam: null, line: '' };

/** The topics and the exams that the operator lets hosts choose from. */
export interface PracticeChoices {
  readonly topics: readonly string[];
  readonly exams: readonly string[];
}

/** The choice that leaves a topic or an exam open. It is always there, and no setting has to name it. */
export const ANY = 'Any';

export const DEFAULT_TOPICS =
  'Cataract and cornea; Glaucoma; Retina; Neuro-ophthalmology; Paediatrics and strabismus; Oculoplastics and orbit; Uveitis; Optics and refraction; Ethics and communication';
export const DEFAULT_EXAMS = 'FRCOphth Part 2; FRCS; ICO; FEBO';

/** Characters of one choice. */
export const CHOICE_LIMIT = 60;
const MOST_CHOICES = 40;
// A comma separates choices in an address, and the rest would break out of a line of text or a tag.
const CHOICE = /^[^\p{C}\p{Zl}\p{Zp},;<>@]+$/u;

/**
 * Reads a list as a setting has it, for example `Glaucoma; Retina`. `Any` may be in it, and is left out. Undefined for a list with
 * a choice twice, one that is too long or has a character that it cannot have, and for too many of them.
 */
export function parseChoices(text: string): readonly string[] | undefined {
  const choices = text
    .split(';')
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '' && choice !== ANY);
  const isRight = (choice: string) => choice.length <= CHOICE_LIMIT && CHOICE.test(choice);
  const isUnique = new Set(choices).size === choices.length;
  return isUnique && choices.length <= MOST_CHOICES && choices.every(isRight) ? choices : undefined;
}

export const writeChoices = (choices: readonly string[]): string => choices.join('; ');

/** `Glaucoma, FRCOphth Part 2`; empty where both are open. */
export const practiceInWords = ({ topic, exam }: Pick<Practice, 'topic' | 'exam'>): string =>
  [topic, exam].filter((choice) => choice !== null).join(', ');

export const isSamePractice = (a: Practice, b: Practice): boolean => a.topic === b.topic && a.exam === b.exam && a.line === b.line;
