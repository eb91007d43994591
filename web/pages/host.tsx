import { useLocation } from 'preact-iso';
import { useRef, useState } from 'preact/hooks';
import { longDay, longTimeSlot } from '../../shared/time/moment.ts';
import { ActionButton } from '../parts/button.tsx';
import { AppPage } from '../parts/app-page.tsx';
import { Summary, type FieldTrouble } from '../parts/trouble.tsx';
import { NO_PRACTICE_TYPED, PracticeFields, practiceRequest, type PracticeValues } from '../parts/practice-fields.tsx';
import { VenueField } from '../parts/venue-field.tsx';
import { SlotFields } from '../parts/slot-fields.tsx';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { useDraft } from '../use-draft.ts';
import { findListingStart } from '../use-later-rooms.ts';
import { readSlot, troubleErrors, type SlotValues } from '../wanted-slot.ts';

interface Values extends SlotValues, PracticeValues {
  /** Goes with every try to send this form, so that a lost answer does not open two sessions. */
  readonly key: string;
  /** To the video call; empty: none. */
  readonly link: string;
}

/** Opens a session that anyone may book. */
export function Host() {
  const { api, clock, zone, tell } = useApp();
  const { route } = useLocation();
  const emptied = useRef<Values>({ date: '', time: '', length: 60, which: null, ...NO_PRACTICE_TYPED, link: '', key: crypto.randomUUID() });
  const { values, set, drop } = useDraft<Values>('host', emptied.current);
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
      const wanted = { startUtc, durationMinutes, timeZone: zone, ...practiceRequest(values), ...(meetingUrl && { meetingUrl }) };
      const room = await api.create({ ...wanted, ...(allowOverlap && { allowOverlap }) }, values.key);
      drop();
      const page = `/sessions/${room.id}`;
      tell(`Your session is open: ${longTimeSlot(slot, zone)}. You will get an invitation as soon as somebody books it.`, page);
      route(page);
    });
  };
  const listed = reading.slot && findListingStart(reading.slot.startUtc, clock.now());
  const change = (changed: Partial<Values>): void => set({ ...changed, key: crypto.randomUUID() });
  const errors = tried.length > 0 ? tried : troubleErrors(opening.trouble);
  return (
    <AppPage title="Host a session">
      <Summary errors={errors} trouble={errors.length > 0 ? null : opening.trouble} />
      <form class="stack-loose" noValidate onSubmit={(event) => void open(event)}>
        <SlotFields values={values} reading={reading} errors={errors} other={null} set={change} />
        <PracticeFields values={values} errors={errors} set={change} />
        <VenueField value={values.link} errors={errors} set={(link) => change({ link })} />
        {listed && (
          <p class="remark">
            The list of open sessions shows the next twelve weeks: others find this one there from {longDay(listed, zone)} on.
          </p>
        )}
        <p class="actions">
          <ActionButton type="submit" busy={opening.busy}>
            Open this session
          </ActionButton>
        </p>
      </form>
    </AppPage>
  );
}
