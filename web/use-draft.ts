import { useState } from 'preact/hooks';
import { draftOf, dropDraft, keepDraft } from './sign-in/memory.ts';

export interface Draft<T> {
  readonly values: T;
  readonly set: (change: Partial<T>) => void;
  /** It was sent: the next time the form is empty. */
  readonly drop: () => void;
}

/** What is typed into a form: kept over a reload and over signing in again, in this tab only. */
export function useDraft<T extends object>(form: string, empty: T): Draft<T> {
  const [values, setValues] = useState(() => draftOf(form, empty));
  return {
    values,
    set: (change) =>
      setValues((before) => {
        const next = { ...before, ...change };
        keepDraft(form, next);
        return next;
      }),
    drop: () => dropDraft(form),
  };
}
