import { useState } from 'preact/hooks';
import type { OwnProfile } from '../../shared/api/contract.ts';
import { LANGUAGE_NAMES } from '../../shared/words/language-names.ts';
import { LANGUAGES, parseLanguage } from '../../shared/words/languages.ts';
import { REMINDER_CHOICES, type ReminderChoice } from '../../shared/words/reminder-words.ts';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { troubleErrors } from '../wanted-slot.ts';
import { ActionButton } from './button.tsx';
import { Field } from './field.tsx';
import { Summary } from './trouble.tsx';

const REMINDERS: Readonly<Record<ReminderChoice, string>> = {
  both: 'A day before and an hour before',
  day: 'A day before',
  hour: 'An hour before',
  none: 'Not at all',
};

/** What the other party calls one, in which language one is mailed, and when one is reminded. */
export function OwnProfileForm({ profile, saved }: { readonly profile: OwnProfile; readonly saved: (profile: OwnProfile) => void }) {
  const { api } = useApp();
  const [name, setName] = useState(profile.givenName);
  const [reminders, setReminders] = useState<ReminderChoice>(profile.reminders);
  const [language, setLanguage] = useState(profile.language);
  const [isSaved, setSaved] = useState(false);
  const saving = useAction('profile');
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    setSaved(false);
    await saving.run(async () => {
      // A name that was not touched stays the one of the account.
      const changed = name === profile.givenName ? {} : { givenName: name };
      const spoken = language === profile.language ? {} : { language };
      saved(await api.changeProfile({ ...changed, ...spoken, reminders }));
      setSaved(true);
    });
  };
  const edit = <T,>(set: (value: T) => void) => {
    return (value: T): void => {
      setSaved(false);
      set(value);
    };
  };
  const errors = troubleErrors(saving.trouble);
  return (
    <>
      <Summary errors={errors} trouble={errors.length > 0 ? null : saving.trouble} />
      <form class="stack-loose" noValidate onSubmit={(event) => void save(event)}>
        <NameField name={name} errors={errors} set={edit(setName)} />
        <Field
          id="language"
          label="Language of your mails"
          hint="And of your invitations in your calendar. The other person reads theirs in their own."
          errors={errors}
        >
          {(tied) => (
            <select
              {...tied}
              value={language}
              onChange={(event) => edit(setLanguage)(parseLanguage(event.currentTarget.value) ?? language)}
            >
              {LANGUAGES.map((code) => (
                <option key={code} value={code} lang={code}>
                  {LANGUAGE_NAMES[code]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <fieldset>
          <legend>Remind me of a session by mail</legend>
          <div class="choices list">
            {REMINDER_CHOICES.map((choice) => (
              <label class="choice" key={choice}>
                <input
                  type="radio"
                  id={`reminders-${choice}`}
                  name="reminders"
                  checked={reminders === choice}
                  onChange={() => edit(setReminders)(choice)}
                />
                <span>{REMINDERS[choice]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <p class="actions">
          <ActionButton type="submit" busy={saving.busy}>
            Save
          </ActionButton>
        </p>
        <div role="status">
          {isSaved && <p class="done">Saved. It counts for every mail from now on, also of sessions that are booked.</p>}
        </div>
      </form>
    </>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly errors: Parameters<typeof Field>[0]['errors'];
  readonly set: (name: string) => void;
}

/** With what the other party then reads. A name that the service takes is shown as it was typed. */
function NameField({ name, errors, set }: NameFieldProps) {
  const { config } = useApp();
  const shown = name.trim().replace(/\s+/gu, ' ');
  return (
    <div class="stack">
      <Field
        id="given-name"
        label="Your first name"
        hint="One or two words. It is all of your name that the other person sees."
        errors={errors}
      >
        {(tied) => (
          <input
            {...tied}
            type="text"
            autoComplete="given-name"
            spellcheck={false}
            value={name}
            onInput={(event) => set(event.currentTarget.value)}
          />
        )}
      </Field>
      <p class="remark">
        In the other person’s calendar: <b dir="auto">{`${config.brandName} Session with ${shown === '' ? 'your partner' : shown}`}</b>
      </p>
    </div>
  );
}
