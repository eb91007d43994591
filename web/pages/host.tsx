import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import { longTimeSlot } from '../../shared/time/moment.ts';
import { ActionButton } from '../parts/button.tsx';
import { AppPage } from '../parts/app-page.tsx';
import { Summary, type FieldTrouble } from '../parts/trouble.tsx';
import { NO_PRACTICE_TYPED, PracticeFields, practiceRequest, type PracticeValues } from '../parts/practice-fields.tsx';
import { readWeeks, RepeatField } from '../parts/repeat-field.tsx';
import { VenueField } from '../parts/venue-field.tsx';
import { SlotFields } from '../parts/slot-fields.tsx';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { useDraft } from '../use-draft.ts';
import { choicesOf, countSides, readFilter } from '../open-filter.ts';
import { readWished } from '../wished-session.ts';
import { readSlot, troubleErrors, type SlotValues } from '../wanted-slot.ts';

interface Values extends SlotValues, PracticeValues {
  /** Goes with every try to send this form, so that a lost answer does not open two sessions. */
  readonly key: string;
  /** To the video call; empty: none. */
  readonly link: string;
  /** In so many weeks the session is opened. */
  readonly weeks: number;
}

/** Opens a session that anyone may book. */
export function Host() {
  const { api, clock, config, zone, tell } = useApp();
  const { query, route } = useLocation();
  const emptied = useRef<Values>({
    date: '',
    time: '',
    length: 60,
    which: null,
    ...NO_PRACTICE_TYPED,
    link: '',
    weeks: 1,
    key: crypto.randomUUID(),
  });
  const { values, set, drop } = useDraft<Values>('host', emptied.current);
  const [tried, setTried] = useState<readonly FieldTrouble[]>([]);
  const opening = useAction('generic');
  const reading = readSlot(values, zone, clock.now());
  const weeks = reading.slot && readWeeks(reading.slot.startUtc, values.weeks, zone, clock.now());
  const open = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried([...reading.errors, ...(weeks?.error ? [weeks.error] : [])]);
    const { slot } = reading;
    if (!slot || weeks?.error) return;
    await opening.run(async (allowOverlap) => {
      const { startUtc, durationMinutes } = slot;
      const meetingUrl = values.link.trim();
      const wanted = { startUtc, durationMinutes, timeZone: zone, ...practiceRequest(values), ...(meetingUrl && { meetingUrl }) };
      const repeat = values.weeks > 1 && { repeatWeeks: values.weeks };
      const room = await api.create({ ...wanted, ...repeat, ...(allowOverlap && { allowOverlap }) }, values.key);
      drop();
      const count = room.weekly?.length ?? 1;
      const page = count > 1 ? '/mine' : `/sessions/${room.id}`;
      const opened = count > 1 ? `${count} sessions are open, the first` : 'Your session is open:';
      tell(
        `${opened} ${longTimeSlot(slot, zone)}. You will get an invitation as soon as somebody books${count > 1 ? ' one' : ' it'}.`,
        page,
      );
      route(page);
    });
  };
  const change = (changed: Partial<Values>): void => set({ ...changed, key: crypto.randomUUID() });
  useEffect(() => {
    const wished = readFilter(query, choicesOf(config));
    if (countSides(wished) === 0) return;
    change(readWished(wished, zone, clock.now()));
    // Loaded again, the form keeps what was typed since.
    route('/host', true);
  }, []);
  const errors = tried.length > 0 ? tried : troubleErrors(opening.trouble);
  return (
    <AppPage title="Host a session">
      <Summary errors={errors} trouble={errors.length > 0 ? null : opening.trouble} />
      <form class="stack-loose" noValidate onSubmit={(event) => void open(event)}>
        <SlotFields values={values} reading={reading} errors={errors} other={null} set={change} />
        <RepeatField weeks={values.weeks} read={weeks} errors={errors} set={(next) => change({ weeks: next })} />
        <PracticeFields values={values} errors={errors} set={change} />
        <VenueField value={values.link} errors={errors} set={(link) => change({ link })} />
        <p class="actions">
          <ActionButton type="submit" busy={opening.busy}>
            {values.weeks > 1 ? `Open these ${values.weeks} sessions` : 'Open this session'}
          </ActionButton>
        </p>
      </form>
    </AppPage>
  );
}
