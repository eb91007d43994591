import type { ComponentChildren } from 'preact';
import type { FieldTrouble } from './trouble.tsx';

export interface ControlProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly errors: readonly FieldTrouble[];
  /** Gets what ties a control to its label, hint and error. */
  readonly children: (tied: {
    readonly id: string;
    readonly 'aria-describedby': string;
    readonly 'aria-invalid': boolean;
  }) => ComponentChildren;
}

/** One control with its label, its hint, and the same words as in the summary when it is wrong. */
export function Field({ id, label, hint, errors, children }: ControlProps) {
  const error = errors.find((one) => one.id === id);
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={error ? 'field invalid' : 'field'}>
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && <Wrong error={error} />}
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': Boolean(error) })}
    </div>
  );
}

export const Wrong = ({ error }: { readonly error: FieldTrouble }) => (
  <p class="wrong" id={`${error.id}-error`}>
    <span class="hidden">Error: </span>
    {error.text}
  </p>
);
