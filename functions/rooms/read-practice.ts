import { ANY, type Practice, type PracticeChoices } from '../../shared/words/practice.ts';
import { invalid, type FieldError } from '../platform/http/http-error.ts';

/** What somebody sent about what is practised. */
export interface TypedPractice {
  readonly topic?: string | undefined;
  readonly exam?: string | undefined;
  readonly line?: string | undefined;
}

/** Throws `HttpError` 400 for a topic or an exam that is not in the operator's list. */
export function readPractice({ topic, exam, line = '' }: TypedPractice, { topics, exams }: PracticeChoices): Practice {
  const errors = [...refuseUnknown('topic', topic, topics), ...refuseUnknown('exam', exam, exams)];
  if (errors.length > 0) throw invalid(...errors);
  return { topic: chosen(topic), exam: chosen(exam), line };
}

const refuseUnknown = (field: string, choice: string | undefined, choices: readonly string[]): readonly FieldError[] =>
  choice === undefined || choice === ANY || choices.includes(choice)
    ? []
    : [{ field, message: `Choose one of ${[ANY, ...choices].join(', ')}` }];

const chosen = (choice: string | undefined): string | null => (choice === undefined || choice === ANY ? null : choice);
