import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Trouble, WayOut } from '../errors.ts';
import { longTimeSlot } from '../../shared/time/moment.ts';
import { instantOf } from '../room-words.ts';
import { useApp } from '../app-context.ts';
import { ActionButton } from './button.tsx';

export interface FieldTrouble {
  /** The id of the field. */
  readonly id: string;
  readonly text: string;
}

/** "There is a problem", above the form: it takes the focus, and each line leads to its field. */
export function Summary({
  errors,
  trouble,
  again,
}: {
  readonly errors: readonly FieldTrouble[];
  readonly trouble?: Trouble | null;
  readonly again?: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const isShown = errors.length > 0 || Boolean(trouble);
  useLayoutEffect(() => {
    if (isShown) box.current?.focus();
  }, [isShown, errors, trouble]);
  if (!isShown) return null;
  return (
    <div class="trouble stack" tabIndex={-1} ref={box} role="alert" aria-labelledby="problem">
      <h2 id="problem">There is a problem</h2>
      {errors.length > 0 && (
        <ul>
          {errors.map(({ id, text }) => (
            <li key={id}>
              <a href={`#${id}`} onClick={(event) => focusField(event, id)}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      )}
      {trouble && <TroubleText trouble={trouble} again={again} />}
    </div>
  );
}

/** What went wrong in one place of a page that otherwise works. */
export const TroubleNote = ({ trouble, again }: { readonly trouble: Trouble; readonly again?: (() => void) | undefined }) => (
  <div class="trouble stack" role="alert">
    <TroubleText trouble={trouble} again={again} />
  </div>
);

function TroubleText({ trouble, again }: { readonly trouble: Trouble; readonly again?: (() => void) | undefined }) {
  return (
    <>
      <p>{trouble.text}</p>
      {trouble.reference && (
        <p class="muted">
          If it stays, tell us this number: <code>{trouble.reference}</code>
        </p>
      )}
      {trouble.overlaps.length > 0 && <Overlaps trouble={trouble} />}
      <Way way={trouble.way} again={again} />
    </>
  );
}

function Overlaps({ trouble: { overlaps, anyway } }: { readonly trouble: Trouble }) {
  const { zone } = useApp();
  return (
    <>
      <ul>
        {overlaps.map(({ id, startUtc, durationMinutes }) => (
          <li key={id}>
            <a href={`/sessions/${id}`}>{longTimeSlot({ startUtc: instantOf(startUtc), durationMinutes }, zone)}</a>
          </li>
        ))}
      </ul>
      {anyway && (
        <ActionButton look="quiet" onClick={anyway}>
          Do it all the same
        </ActionButton>
      )}
    </>
  );
}

function Way({ way, again }: { readonly way: WayOut | null; readonly again?: (() => void) | undefined }) {
  const { session } = useApp();
  switch (way) {
    case 'sign-in':
      return <ActionButton onClick={() => void session.signIn(location.pathname + location.search)}>Sign in again</ActionButton>;
    case 'try-again':
      return again ? (
        <ActionButton look="quiet" onClick={again}>
          Try again
        </ActionButton>
      ) : null;
    case 'reload':
      return (
        <ActionButton look="quiet" onClick={again ?? (() => location.reload())}>
          Show it as it is now
        </ActionButton>
      );
    case 'find-another':
      return (
        <p>
          <a href="/">Find another session</a>
        </p>
      );
    case 'own-sessions':
      return (
        <p>
          <a href="/mine">Go to my sessions</a>
        </p>
      );
    case null:
      return null;
  }
}

// Following the link would change the address, and with it the page.
function focusField(event: Event, id: string): void {
  event.preventDefault();
  const field = document.getElementById(id);
  field?.scrollIntoView({ block: 'center' });
  field?.focus();
}
