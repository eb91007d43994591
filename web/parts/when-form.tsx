import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import type { Readers } from '../../shared/mail/clocks.ts';
import { isDuration } from '../../shared/words/durations.ts';
import { longSpan } from '../../shared/time/moment.ts';
import { useSite } from '../site.ts';
import { useAction } from '../use-action.ts';
import { useDraft } from '../use-draft.ts';
import { readWhen, troubleErrors, type WantedSpan, type WhenValues } from '../when.ts';
import { otherOf, spanOf } from '../words.ts';
import { Act } from './button.tsx';
import { Field } from './field.tsx';
import { Summary, type FieldError } from './trouble.tsx';
import { WhenFields } from './when-fields.tsx';

export interface WhenFormProps {
  readonly room: RoomView;
  /** The form's own name: what is typed is kept under it. */
  readonly name: string;
  readonly button: string;
  readonly asksNote?: boolean;
  /** Says, before the button, what the other one will receive. */
  readonly children: ComponentChildren;
  readonly send: (span: WantedSpan, note: string) => Promise<void>;
}

interface Values extends WhenValues {
  readonly note: string;
}

const NOTE_LIMIT = 500;

/** Another time for a session: the present one, the new one, and what will happen. */
export function WhenForm({ room, name, button, asksNote = false, children, send }: WhenFormProps) {
  const { clock, zone } = useSite();
  const span = spanOf(room);
  const length = isDuration(span.durationMinutes) ? span.durationMinutes : 60;
  const { values, set, drop } = useDraft<Values>(`${name} ${room.id}`, { date: '', time: '', length, which: null, note: '' });
  const [tried, setTried] = useState<readonly FieldError[]>([]);
  const sending = useAction('reschedule');
  const when = readWhen(values, zone, clock.now());
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(when.errors);
    const wanted = when.span;
    if (!wanted) return;
    await sending.run(async () => {
      await send(wanted, values.note);
      drop();
    });
  };
  const errors = tried.length > 0 ? tried : troubleErrors(sending.trouble);
  return (
    <>
      <Summary errors={errors} trouble={errors.length > 0 ? null : sending.trouble} />
      <p>
        It is now on <b class="time">{longSpan(span, zone)}</b>.
      </p>
      <form class="stack-loose" noValidate onSubmit={(event) => void submit(event)}>
        <WhenFields values={values} when={when} errors={errors} other={readerOf(room)} set={set} />
        {asksNote && (
          <Field id="note" label="A few words, if you like" hint={`At most ${NOTE_LIMIT} characters`} errors={errors}>
            {(tied) => (
              <textarea
                {...tied}
                rows={3}
                maxLength={NOTE_LIMIT}
                value={values.note}
                onInput={(event) => set({ note: event.currentTarget.value })}
              />
            )}
          </Field>
        )}
        {children}
        <p class="actions">
          <Act type="submit" busy={sending.busy}>
            {button}
          </Act>
          <a href={`/sessions/${room.id}`}>Leave it as it is</a>
        </p>
      </form>
    </>
  );
}

function readerOf(room: RoomView): Readers['other'] {
  const other = otherOf(room);
  return other && room.otherTimeZone ? { firstName: other.firstName || 'Your partner', timeZone: room.otherTimeZone } : null;
}
