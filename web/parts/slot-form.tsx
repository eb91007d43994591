import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import type { Readers } from '../../shared/mail/clocks.ts';
import { isDuration } from '../../shared/words/durations.ts';
import { longSpan } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { useDraft } from '../use-draft.ts';
import { readSlot, troubleErrors, type WantedSlot, type SlotValues } from '../wanted-slot.ts';
import { otherOf, slotOf } from '../room-words.ts';
import { ActionButton } from './button.tsx';
import { Field } from './field.tsx';
import { Summary, type FieldTrouble } from './trouble.tsx';
import { SlotFields } from './slot-fields.tsx';

export interface SlotFormProps {
  readonly room: RoomView;
  /** The form's own name: what is typed is kept under it. */
  readonly name: string;
  readonly button: string;
  readonly asksNote?: boolean;
  /** Says, before the button, what the other one will receive. */
  readonly children: ComponentChildren;
  readonly send: (span: WantedSlot, note: string) => Promise<void>;
}

interface Values extends SlotValues {
  readonly note: string;
}

const NOTE_LIMIT = 500;

/** Another time for a session: the present one, the new one, and what will happen. */
export function SlotForm({ room, name, button, asksNote = false, children, send }: SlotFormProps) {
  const { clock, zone } = useApp();
  const span = slotOf(room);
  const length = isDuration(span.durationMinutes) ? span.durationMinutes : 60;
  const { values, set, drop } = useDraft<Values>(`${name} ${room.id}`, { date: '', time: '', length, which: null, note: '' });
  const [tried, setTried] = useState<readonly FieldTrouble[]>([]);
  const sending = useAction('reschedule');
  const when = readSlot(values, zone, clock.now());
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
        <SlotFields values={values} when={when} errors={errors} other={readerOf(room)} set={set} />
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
          <ActionButton type="submit" busy={sending.busy}>
            {button}
          </ActionButton>
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
