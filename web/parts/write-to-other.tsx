import type { RoomView } from '../../shared/api/contract.ts';
import { announceIntroduction, describeIntroduction, noteHint } from '../../shared/words/between-words.ts';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { useDraft } from '../use-draft.ts';
import { troubleErrors } from '../wanted-slot.ts';
import { otherName } from '../room-words.ts';
import { ActionButton } from './button.tsx';
import { Field } from './field.tsx';
import { Summary, TroubleNote } from './trouble.tsx';

interface WriteToOtherProps {
  readonly room: RoomView;
  readonly reload: () => Promise<void>;
}

/** A few words to the other party, for as long as the session is booked and not over. */
export function WriteToOther({ room, reload }: WriteToOtherProps) {
  const { api, tell } = useApp();
  const { values, set, drop } = useDraft(`note ${room.id}`, { note: '' });
  const sending = useAction('generic');
  const name = otherName(room);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    await sending.run(async () => {
      await api.writeNote(room.id, values.note);
      set({ note: '' });
      drop();
      tell(`Sent to ${name}.`, `/sessions/${room.id}`);
      await reload();
    });
  };
  const errors = troubleErrors(sending.trouble);
  return (
    <section class="stack" aria-labelledby="write">
      <h2 id="write">Write to {name}</h2>
      <Summary errors={errors} trouble={errors.length > 0 ? null : sending.trouble} />
      <form class="stack" noValidate onSubmit={(event) => void send(event)}>
        <Field id="note" label="A few words" hint={noteHint(name)} errors={errors}>
          {(tied) => <textarea {...tied} rows={2} value={values.note} onInput={(event) => set({ note: event.currentTarget.value })} />}
        </Field>
        <p class="actions">
          <ActionButton type="submit" look="quiet" busy={sending.busy}>
            Send
          </ActionButton>
        </p>
      </form>
      <Introduction room={room} reload={reload} />
    </section>
  );
}

/** Whether the two want to learn each other's address. */
function Introduction({ room, reload }: WriteToOtherProps) {
  const { api, tell } = useApp();
  const asking = useAction('generic');
  const name = otherName(room);
  if (!room.introduction) return null;
  const { askedByYou, askedByOther, isDone } = room.introduction;
  if (isDone) return <p class="muted">{announceIntroduction(name)}</p>;
  const ask = (yes: boolean) =>
    asking.run(async () => {
      await api.introduce(room.id, yes);
      const done = askedByOther ? `Done. You and ${name} get a mail each.` : `${name} sees that you asked.`;
      tell(yes ? done : 'You no longer ask to exchange addresses.', `/sessions/${room.id}`);
      await reload();
    });
  return (
    <>
      <p>{describeIntroduction(name, askedByYou, askedByOther)}</p>
      {asking.trouble && <TroubleNote trouble={asking.trouble} />}
      <p class="actions">
        <ActionButton look="quiet" busy={asking.busy} onClick={() => void ask(!askedByYou)}>
          {askedByYou ? 'No longer ask' : 'Exchange addresses'}
        </ActionButton>
      </p>
    </>
  );
}
