import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import type { Readers } from '../../shared/mail/clocks.ts';
import { longTimeSlot } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { useDraft } from '../use-draft.ts';
import { readSlot, troubleErrors, valuesOf, type SlotValues, type WantedSlot } from '../wanted-slot.ts';
import { otherOf, slotOf } from '../room-words.ts';
import { ActionButton } from './button.tsx';
import { Field } from './field.tsx';
import { MoreTimes, ofTime, type FurtherTime } from './more-times.tsx';
import { Summary, type FieldTrouble } from './trouble.tsx';
import { SlotFields } from './slot-fields.tsx';
import { Unbroken } from './unbroken.tsx';

export interface SlotFormProps {
  readonly room: RoomView;
  /** The form's own name: what is typed is kept under it. */
  readonly name: string;
  readonly button: string;
  /** The other party is asked first: then there is a note, and room for further times. */
  readonly isSuggestion?: boolean;
  /** Says, before the button, what the other one will receive. */
  readonly children: ComponentChildren;
  readonly send: (slots: readonly [WantedSlot, ...WantedSlot[]], note: string, allowOverlap: boolean) => Promise<void>;
}

/** What was typed; a field that nobody has touched yet shows the present time. */
interface Values extends Partial<SlotValues> {
  readonly note: string;
  /** Further times. */
  readonly more?: readonly FurtherTime[];
}

const NOTE_LIMIT = 500;

/** Another time for a session: the present one, the new one, and what will happen. */
export function SlotForm({ room, name, button, isSuggestion = false, children, send }: SlotFormProps) {
  const { clock, zone } = useApp();
  const present = slotOf(room);
  const { values, set, drop } = useDraft<Values>(`${name} ${room.id}`, { note: '' });
  const shown: SlotValues = { ...valuesOf(present, zone), ...values };
  const [tried, setTried] = useState<readonly FieldTrouble[]>([]);
  const sending = useAction('reschedule');
  const reading = readSlot(shown, zone, clock.now(), present);
  const { more = [] } = values;
  const others = more.map((time) => readSlot({ ...shown, ...time }, zone, clock.now(), present));
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried([...reading.errors, ...others.flatMap(({ errors: wrong }, n) => wrong.map((error) => ofTime(error, n)))]);
    const wanted = reading.slot;
    const also = others.flatMap(({ slot }) => slot ?? []);
    if (!wanted || also.length < others.length) return;
    await sending.run(async (allowOverlap) => {
      await send([wanted, ...also], values.note, allowOverlap);
      drop();
    });
  };
  const errors = tried.length > 0 ? tried : troubleErrors(sending.trouble);
  return (
    <>
      <Summary errors={errors} trouble={errors.length > 0 ? null : sending.trouble} />
      <p>
        It is now on{' '}
        <b class="time">
          <Unbroken text={longTimeSlot(present, zone)} />
        </b>
        , {present.durationMinutes} minutes.
      </p>
      <form class="stack-loose" noValidate onSubmit={(event) => void submit(event)}>
        <SlotFields values={shown} reading={reading} errors={errors} other={readerOf(room)} set={set} />
        {isSuggestion && (
          <MoreTimes times={more} readings={others} errors={errors} other={readerOf(room)} change={(next) => set({ more: next })} />
        )}
        {isSuggestion && (
          <Field id="note" label="A few words, if you like" hint={`At most ${NOTE_LIMIT} characters`} errors={errors}>
            {(tied) => <textarea {...tied} rows={3} value={values.note} onInput={(event) => set({ note: event.currentTarget.value })} />}
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
