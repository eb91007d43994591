import { timerPath } from '../../shared/link/timer-path.ts';
import { isolate } from '../../shared/words/isolate.ts';
import { AppPage, Back } from '../parts/app-page.tsx';
import { Clocks } from '../parts/clocks.tsx';
import { KeptRemark } from '../parts/kept-remark.tsx';
import { Ring } from '../parts/length-ring.tsx';
import { PracticeLines } from '../parts/practice-lines.tsx';
import { recallRooms } from '../offline/kept-rooms.ts';
import { otherOf, slotOf } from '../room-words.ts';

/** One session as this device knows it, while the service can't be reached. */
export function KeptSession({ id }: { readonly id: string }) {
  const kept = recallRooms();
  const room = kept?.rooms.find((one) => one.id === id);
  const other = room && otherOf(room);
  return (
    <AppPage
      title={other?.firstName ? `Session with ${isolate(other.firstName)}` : 'Session'}
      above={<Back href="/mine">My sessions</Back>}
    >
      <KeptRemark at={room ? (kept?.at ?? null) : null} />
      {room?.status === 'cancelled' && <p class="remark">This session is cancelled. It will not take place.</p>}
      {room && (
        <section class="card when" aria-label="When">
          <Ring minutes={room.durationMinutes} />
          <div>
            <Clocks
              slot={slotOf(room)}
              other={other && room.otherTimeZone ? { firstName: other.firstName || 'Your partner', timeZone: room.otherTimeZone } : null}
            />
            <PracticeLines room={room} />
          </div>
        </section>
      )}
      {room?.status === 'booked' && room.role !== null && (
        <p class="actions">
          <a href={timerPath(slotOf(room), room.role)}>Timer</a>
        </p>
      )}
    </AppPage>
  );
}
