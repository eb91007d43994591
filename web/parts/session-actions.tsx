import type { RoomView } from '../../shared/api/contract.ts';
import { calendarFile } from '../calendar-file.ts';
import { useApp } from '../app-context.ts';

/** What the viewer can do with their session. Each thing that others will notice has a page of its own that says what they get. */
export function SessionActions({ room, isOver }: { readonly room: RoomView; readonly isOver: boolean }) {
  const { clock } = useApp();
  const isRunning = room.startUtc <= clock.now();
  if (room.status === 'cancelled' || isOver) return null;
  const page = `/sessions/${room.id}`;
  return (
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
      <Download room={room} />
    </section>
  );
}

function Download({ room }: { readonly room: RoomView }) {
  const { clock, config } = useApp();
  const save = (event: Event & { readonly currentTarget: HTMLAnchorElement }): void => {
    const text = calendarFile(room, config.brandName, location.href, clock.now());
    event.currentTarget.href = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
  };
  return (
    <p>
      <a href={`/sessions/${room.id}`} download="session.ics" onClick={save}>
        Download as a calendar file (.ics)
      </a>
      {room.status === 'booked' && <span class="muted"> – not needed if you have accepted the invitation in your mail.</span>}
    </p>
  );
}
