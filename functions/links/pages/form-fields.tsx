import type { ComponentChildren } from 'preact';
import type { Field, FormProblem } from '../typed-proposal.ts';

/** The list of what has to be mended, focused, each line a link to its field. */
export const ProblemSummary = ({ problems }: { readonly problems: readonly FormProblem[] }) =>
  problems.length === 0 ? null : (
    <div class="g" role="alert" tabindex={-1} autofocus>
      <h2>There is a problem</h2>
      <ul>
        {problems.map(({ field, text }) => (
          <li>{field === null ? text : <a href={`#${field}`}>{text}</a>}</li>
        ))}
      </ul>
    </div>
  );

export interface FieldProps {
  readonly field: Field;
  readonly problems: readonly FormProblem[];
}

/** What is wrong with one field, in the words of the summary. */
const Problem = ({ field, problems }: FieldProps) => {
  const problem = problems.find((candidate) => candidate.field === field);
  return problem ? (
    <p class="e" id={`${field}-e`}>
      Error: {problem.text}
    </p>
  ) : null;
};

/** Attributes that tie an input to its problem, if it has one. */
export function problemOf({ field, problems }: FieldProps) {
  const has = problems.some((candidate) => candidate.field === field);
  return { id: field, ...(has && { 'aria-invalid': 'true' as const, 'aria-describedby': `${field}-e` }) };
}

/** A label, the problem, and the input. */
export const Labelled = ({
  field,
  problems,
  label,
  children,
}: FieldProps & { readonly label: string; readonly children: ComponentChildren }) => (
  <div class={problems.some((problem) => problem.field === field) ? 'f x' : 'f'}>
    <label for={field}>{label}</label>
    <Problem field={field} problems={problems} />
    {children}
  </div>
);

/** Choices of which one is taken. `chosen`: the value that is. */
export const Radios = ({
  field,
  problems,
  legend,
  choices,
  chosen,
}: FieldProps & {
  readonly legend: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
  readonly chosen: string;
}) => (
  <fieldset class={problems.some((problem) => problem.field === field) ? 'x' : undefined}>
    <legend>{legend}</legend>
    <Problem field={field} problems={problems} />
    <div class="t">
      {choices.map(([value, label], n) => (
        <label>
          <input type="radio" name={field} value={value} checked={value === chosen} {...(n === 0 && problemOf({ field, problems }))} />
          {label}
        </label>
      ))}
    </div>
  </fieldset>
);
