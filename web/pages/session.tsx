import type { RoomView } from '../../shared/api/contract.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { keepRoom } from '../offline/kept-rooms.ts';
import { AskToBook } from '../parts/ask-to-book.tsx';
import { Clocks } from '../parts/clocks.tsx';
import { LoadView } from '../parts/loading.tsx';
import { Back, AppPage } from '../parts/app-page.tsx';
import { People } from '../parts/people.tsx';
import { PracticeLines } from '../parts/practice-lines.tsx';
import { Proposals } from '../parts/proposals.tsx';
import { ReservedNote } from '../parts/reserved-note.tsx';
import { Ring } from '../parts/length-ring.tsx';
import { SessionActions } from '../parts/session-actions.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { UndoEnding } from '../parts/undo-ending.tsx';
import { Venue } from '../parts/venue.tsx';
import { WriteToOther } from '../parts/write-to-other.tsx';
import { ZoneLine } from '../parts/zone-line.tsx';
import { useApp } from '../app-context.ts';
import { useLoad } from '../use-load.ts';
import { isolate } from '../../shared/words/isolate.ts';
import { instantOf, isBookable, isUnreached, otherName, otherOf, slotOf } from '../room-words.ts';

/** One session: when, who, what is being asked, what can be done, what has happened. */
export function SessionPage({ id }: { readonly id: string }) {
  const { api, clock, session } = useApp();
  const load = useLoad(`room ${id}`, async () => {
    const room = await api.room(id);
    if (session.person && room.role !== null) keepRoom(session.person.sub, clock.now(), room);
    return room;
  });
  return (
    <AppPage
      title={load.value ? titleOf(load.value, clock.now()) : 'Session'}
      above={<Back href={load.value?.role === null ? '/' : '/mine'}>{load.value?.role === null ? 'Open sessions' : 'My sessions'}</Back>}
    >
      <LoadView load={load} waiting="Fetching the session…">
        {(room) => <Details room={room} reload={load.reload} />}
      </LoadView>
    </AppPage>
  );
}

function Details({ room, reload }: { readonly room: RoomView; readonly reload: () => Promise<void> }) {
  const { clock } = useApp();
  const other = otherOf(room);
  const isOver = room.endUtc <= clock.now();
  return (
    <>
      {room.status === 'cancelled' && <p class="remark">This session is cancelled. It will not take place.</p>}
      {room.undoUntil !== undefined && <UndoEnding room={room} until={instantOf(room.undoUntil)} reload={reload} />}
      {room.status !== 'cancelled' && isOver && <p class="remark">This session is over.</p>}
      {!isOver && <ReservedNote room={room} />}
      {!isOver && isUnreached(room) && <Unreached room={room} />}
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
      <ZoneLine />
      {room.role !== null && room.status !== 'cancelled' && !isOver && <Venue room={room} />}
      {room.role !== null && <Proposals room={room} reload={reload} />}
      {room.role !== null && <People room={room} />}
      {room.role === null ? <AskToBook room={room} reload={reload} /> : <SessionActions room={room} isOver={isOver} />}
      {room.role !== null && room.status === 'booked' && !isOver && <WriteToOther room={room} reload={reload} />}
      {room.role !== null && (room.history ?? []).length > 0 && (
        <section class="stack">
          <h2>What has happened</h2>
          <Timeline room={room} />
        </section>
      )}
    </>
  );
}

/** What to do when mail to the other party came back. */
function Unreached({ room }: { readonly room: RoomView }) {
  const name = otherName(room);
  return (
    <p class="remark">
      Our mail to {name} came back, so {name} may not know about this session. You can wait: {name} sees it after signing in. Or{' '}
      {room.role === 'host' ? 'cancel it and host another one.' : 'leave it and book another one.'}
    </p>
  );
}

function titleOf(room: RoomView, now: Instant): string {
  const name = otherOf(room)?.firstName;
  if (room.reservedFor) return `Session for ${isolate(room.reservedFor.firstName || 'your partner')}`;
  if (room.role === 'host' && !name) return isBookable(room, now) ? 'Your open session' : 'Your session';
  return name ? `Session with ${isolate(name)}` : 'Session';
}
