import type { RoomView } from '../../shared/api/contract.ts';
import { calendarFile } from '../calendar-file.ts';
import { calendarLinks } from '../calendar-links.ts';
import { timerPath } from '../../shared/link/timer-path.ts';
import { useApp } from '../app-context.ts';
import { canPractiseAgain, otherName, slotOf } from '../room-words.ts';

/** What the viewer can do with their session. Each thing that others will notice has a page of its own that says what they get. */
export function SessionActions({ room, isOver }: { readonly room: RoomView; readonly isOver: boolean }) {
  const { clock } = useApp();
  const isRunning = room.startUtc <= clock.now();
  if (room.status === 'cancelled' || isOver) return <WayOn room={room} />;
  const page = `/sessions/${room.id}`;
  return (
    <>
      <section class="stack">
        <h2 class="hidden">Change it</h2>
        {isRunning ? (
          <p class="muted">It has started, so its time can no longer be changed.</p>
        ) : (
          <p class="actions">
            {room.role === 'host' && (
              <a class="button" href={`${page}/move`}>
                Move to another time
              </a>
            )}
            {room.status === 'booked' && (
              <a class={room.role === 'host' ? 'button quiet' : 'button'} href={`${page}/suggest`}>
                Suggest another time
              </a>
            )}
            <a class="button quiet" href={`${page}/${room.role === 'host' ? 'cancel' : 'leave'}`}>
              {room.role === 'host' ? 'Cancel the session' : 'Leave the session'}
            </a>
          </p>
        )}
      </section>
      {room.status === 'booked' && room.role !== null && <TimerLink href={timerPath(slotOf(room), room.role)} />}
      <Download room={room} />
    </>
  );
}

const TimerLink = ({ href }: { readonly href: string }) => (
  <section class="stack">
    <h2>Practise by the clock</h2>
    <p class="muted">Stations of ten minutes with time to read, and a swap half-way. Both of you see the same.</p>
    <p class="actions">
      <a class="button quiet" href={href}>
        Open the timer
      </a>
    </p>
  </section>
);

/** What one can do next when a session is over or cancelled. */
function WayOn({ room }: { readonly room: RoomView }) {
  const { clock } = useApp();
  const canAskAgain = canPractiseAgain(room, clock.now());
  return (
    <p class="actions">
      {canAskAgain && (
        <a class="button" href={`/sessions/${room.id}/again`}>
          Practise again with {otherName(room)}
        </a>
      )}
      <a class={canAskAgain ? 'button quiet' : 'button'} href="/">
        Find another session
      </a>
      <a class="button quiet" href="/host">
        Host a session
      </a>
    </p>
  );
}

function Download({ room }: { readonly room: RoomView }) {
  const { clock, config } = useApp();
  const save = (event: Event & { readonly currentTarget: HTMLAnchorElement }): void => {
    const text = calendarFile(room, config.brandName, location.href, clock.now());
    event.currentTarget.href = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
  };
  const page = `${location.origin}/sessions/${room.id}`;
  return (
    <section class="stack">
      <h2>Add it to another calendar</h2>
      <p class="muted">
        With the invitation of your mail in your calendar you need nothing here. These are copies: they do not follow later changes. A
        calendar that follows them subscribes to <a href="/profile#feed">your calendar feed</a>.
      </p>
      <p class="actions">
        {calendarLinks(room, config.brandName, page).map(({ name, url }) => (
          <a key={name} href={url} target="_blank" rel="noreferrer">
            {name}
          </a>
        ))}
        <a href={`/sessions/${room.id}`} download="session.ics" onClick={save}>
          A copy as a file (.ics)
        </a>
      </p>
    </section>
  );
}
