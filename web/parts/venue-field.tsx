import { Field } from './field.tsx';
import type { FieldTrouble } from './trouble.tsx';

interface VenueFieldProps {
  readonly value: string;
  readonly errors: readonly FieldTrouble[];
  readonly set: (link: string) => void;
}

/** A link of the host's own. What is allowed differs from deployment to deployment: the answer of the API says it. */
export const VenueField = ({ value, errors, set }: VenueFieldProps) => (
  <Field id="link" label="Link to the video call, if you have one" hint="For example of Zoom, Teams or Meet" errors={errors}>
    {(tied) => (
      <input
        {...tied}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellcheck={false}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
    )}
  </Field>
);
