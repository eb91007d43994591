import { useLocation } from 'preact-iso';
import { useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import { useApp } from '../app-context.ts';
import { otherName, otherOf } from '../room-words.ts';
import { useAction } from '../use-action.ts';
import { useDraft } from '../use-draft.ts';
import { readSlot, troubleErrors, type SlotValues } from '../wanted-slot.ts';
import { ActionButton } from './button.tsx';
import { NO_PRACTICE_TYPED, PracticeFields, practiceRequest, type PracticeValues } from './practice-fields.tsx';
import { SlotFields } from './slot-fields.tsx';
import { Summary, type FieldTrouble } from './trouble.tsx';
import { VenueField } from './venue-field.tsx';

interface Values extends SlotValues, PracticeValues {
  /** Goes with every try to send this form, so that a lost answer does not open two sessions. */
  readonly key: string;
  /** To the video call; empty: none. */
  readonly link: string;
  /** Of a session that is reserved: everyone may book it when the time for that is over. */
  readonly thenForEveryone: boolean;
}

/** Opens a session for the one with whom the reader has practised in the session `again`. */
export function ReserveForm({ again }: { readonly again: RoomView }) {
  const { api, clock, zone, tell } = useApp();
  const { route } = useLocation();
  const emptied = useRef<Values>({
    date: '',
    time: '',
    length: again.durationMinutes,
    which: null,
    ...NO_PRACTICE_TYPED,
    link: '',
    thenForEveryone: false,
    key: crypto.randomUUID(),
  });
  const { values, set, drop } = useDraft<Values>(`again ${again.id}`, emptied.current);
  const [tried, setTried] = useState<readonly FieldTrouble[]>([]);
  const opening = useAction('generic');
  const reading = readSlot(values, zone, clock.now());
  const open = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(reading.errors);
    const { slot } = reading;
    if (!slot) return;
    await opening.run(async (allowOverlap) => {
      const { startUtc, durationMinutes } = slot;
      const meetingUrl = values.link.trim();
      const reservedFor = { roomId: again.id, thenForEveryone: values.thenForEveryone };
      const wanted = { startUtc, durationMinutes, timeZone: zone, ...practiceRequest(values), ...(meetingUrl && { meetingUrl }) };
      const room = await api.create({ ...wanted, reservedFor, ...(allowOverlap && { allowOverlap }) }, values.key);
      drop();
      const page = `/sessions/${room.id}`;
      tell(`${otherName(again)} gets a mail with a Book button. You will get an invitation as soon as it is booked.`, page);
      route(page);
    });
  };
  const change = (changed: Partial<Values>): void => set({ ...changed, key: crypto.randomUUID() });
  const errors = tried.length > 0 ? tried : troubleErrors(opening.trouble);
  const other =
    again && again.otherTimeZone ? { firstName: otherOf(again)?.firstName || 'Your partner', timeZone: again.otherTimeZone } : null;
  return (
    <>
      <Summary errors={errors} trouble={errors.length > 0 ? null : opening.trouble} />
      <form class="stack-loose" noValidate onSubmit={(event) => void open(event)}>
        <SlotFields values={values} reading={reading} errors={errors} other={other} set={change} />
        <PracticeFields values={values} errors={errors} set={change} />
        <VenueField value={values.link} errors={errors} set={(link) => change({ link })} />
        <ReservedFor
          name={otherName(again)}
          isForEveryone={values.thenForEveryone}
          set={(thenForEveryone) => change({ thenForEveryone })}
        />
        <p class="actions">
          <ActionButton type="submit" busy={opening.busy}>
            Reserve it for {otherName(again)}
          </ActionButton>
        </p>
      </form>
    </>
  );
}

interface ReservedForProps {
  readonly name: string;
  readonly isForEveryone: boolean;
  readonly set: (isForEveryone: boolean) => void;
}

/** What the other one will receive, before the button; and what becomes of a session that they do not book. */
const ReservedFor = ({ name, isForEveryone, set }: ReservedForProps) => (
  <fieldset>
    <legend>If {name} has not booked it after 48 hours</legend>
    <p class="hint">
      {name} gets a mail with a Book button, and nobody else sees the session meanwhile. Neither of you learns the other’s e-mail address.
    </p>
    <div class="choices list">
      {[false, true].map((choice) => (
        <label class="choice" key={String(choice)}>
          <input
            type="radio"
            id={choice ? 'then-open' : 'then-cancel'}
            name="then"
            checked={isForEveryone === choice}
            onChange={() => set(choice)}
          />
          <span>{choice ? 'Open it for everyone' : 'Cancel it'}</span>
        </label>
      ))}
    </div>
  </fieldset>
);
