import type { CreateRoomRequest } from '../../shared/api/contract.ts';
import { ANY, PRACTICE_LINE_LIMIT } from '../../shared/words/practice.ts';
import { useApp } from '../app-context.ts';
import { Field } from './field.tsx';
import type { FieldTrouble } from './trouble.tsx';

/** What is practised, as its fields hold it. */
export interface PracticeValues {
  readonly topic: string;
  readonly exam: string;
  readonly line: string;
}

export const NO_PRACTICE_TYPED: PracticeValues = { topic: ANY, exam: ANY, line: '' };

/** The fields as the API takes them. */
export const practiceRequest = ({ topic, exam, line }: PracticeValues): Partial<CreateRoomRequest> => ({
  ...(topic !== ANY && { topic }),
  ...(exam !== ANY && { exam }),
  ...(line.trim() !== '' && { line }),
});

interface PracticeFieldsProps {
  readonly values: PracticeValues;
  readonly errors: readonly FieldTrouble[];
  readonly set: (change: Partial<PracticeValues>) => void;
}

/** Topic, exam, and a line to the guest. */
export function PracticeFields({ values, errors, set }: PracticeFieldsProps) {
  const { config } = useApp();
  const choice = (id: 'topic' | 'exam', label: string, choices: readonly string[]) => (
    <Field id={id} label={label} errors={errors}>
      {(tied) => (
        <select {...tied} value={values[id]} onChange={(event) => set({ [id]: event.currentTarget.value })}>
          {[ANY, ...choices].map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      )}
    </Field>
  );
  return (
    <>
      <div class="pair">
        {choice('topic', 'Topic', config.topics)}
        {choice('exam', 'Exam', config.exams)}
      </div>
      <Field
        id="line"
        label="A line to the guest (optional)"
        hint={`At most ${PRACTICE_LINE_LIMIT} characters. Everybody who looks for a session can read it, so addresses, numbers and links are taken out.`}
        errors={errors}
      >
        {(tied) => (
          <input type="text" {...tied} class="wide" value={values.line} onInput={(event) => set({ line: event.currentTarget.value })} />
        )}
      </Field>
    </>
  );
}
