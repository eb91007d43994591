import { useLocation } from 'preact-iso';
import { useRef, useState } from 'preact/hooks';
import { longSpan } from '../../shared/time/moment.ts';
import { Act } from '../parts/button.tsx';
import { Page } from '../parts/page.tsx';
import { Summary, type FieldError } from '../parts/trouble.tsx';
import { WhenFields } from '../parts/when-fields.tsx';
import { useSite } from '../site.ts';
import { useAction } from '../use-action.ts';
import { useDraft } from '../use-draft.ts';
import { readWhen, troubleErrors, type WhenValues } from '../when.ts';

interface Values extends WhenValues {
  /** Goes with every try to send this form, so that a lost answer does not open two sessions. */
  readonly key: string;
}

/** Opens a session that anyone may book. */
export function Host() {
  const { api, clock, zone, tell } = useSite();
  const { route } = useLocation();
  const emptied = useRef<Values>({ date: '', time: '', length: 60, which: null, key: crypto.randomUUID() });
  const { values, set, drop } = useDraft<Values>('host', emptied.current);
  const [tried, setTried] = useState<readonly FieldError[]>([]);
  const opening = useAction('generic');
  const when = readWhen(values, zone, clock.now());
  const open = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(when.errors);
    const { span } = when;
    if (!span) return;
    await opening.run(async () => {
      const room = await api.create({ startUtc: span.startUtc, durationMinutes: span.durationMinutes, timeZone: zone }, values.key);
      drop();
      const page = `/sessions/${room.id}`;
      tell(`Your session is open: ${longSpan(span, zone)}. You will get an invitation as soon as somebody books it.`, page);
      route(page);
    });
  };
  const errors = tried.length > 0 ? tried : troubleErrors(opening.trouble);
  return (
    <Page title="Host a session">
      <Summary errors={errors} trouble={errors.length > 0 ? null : opening.trouble} />
      <form class="stack-loose" noValidate onSubmit={(event) => void open(event)}>
        <WhenFields
          values={values}
          when={when}
          errors={errors}
          other={null}
          set={(change) => set({ ...change, key: crypto.randomUUID() })}
        />
        <p class="actions">
          <Act type="submit" busy={opening.busy}>
            Open this session
          </Act>
        </p>
      </form>
    </Page>
  );
}
