import { useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { longDay } from '../../shared/time/moment.ts';
import { isolate } from '../../shared/words/isolate.ts';
import { ActionButton } from '../parts/button.tsx';
import { LoadView } from '../parts/loading.tsx';
import { keepRooms } from '../offline/kept-rooms.ts';
import { AppPage } from '../parts/app-page.tsx';
import { byDay, RoomRow } from '../parts/room-row.tsx';
import { Mark } from '../parts/length-ring.tsx';
import { useApp } from '../app-context.ts';
import { readOwnRooms } from '../read-own-rooms.ts';
import { useLoad } from '../use-load.ts';
import { canPractiseAgain, describeProposal, isBookable, otherName, slotOf } from '../room-words.ts';

/** The sessions that the reader hosts or attends. */
export function Mine() {
  const { api, clock, session } = useApp();
  const mine = useLoad('mine', async () => {
    const rooms = await readOwnRooms(api);
    if (session.person) keepRooms({ sub: session.person.sub, at: clock.now(), rooms });
    return rooms;
  });
  return (
    <AppPage title="My sessions">
      <LoadView load={mine} waiting="Looking for your sessions…">
        {(rooms) => (rooms.length === 0 ? <Nothing /> : <Groups rooms={rooms} />)}
      </LoadView>
    </AppPage>
  );
}

function Groups({ rooms }: { readonly rooms: readonly RoomView[] }) {
  const { clock } = useApp();
  const [showsPast, setShowsPast] = useState(false);
  const isComing = (room: RoomView): boolean =>
    room.status !== 'cancelled' && room.endUtc > clock.now() && (room.status === 'booked' || isBookable(room, clock.now()));
  const soonest = rooms.toSorted((a, b) => (a.startUtc < b.startUtc ? -1 : 1));
  const [coming, past] = [soonest.filter(isComing), soonest.filter((room) => !isComing(room)).toReversed()];
  const asked = coming.filter(isAsked);
  const others = coming.filter((room) => !isAsked(room));
  return (
    <>
      {asked.length > 0 && <Group title="Your answer is needed" rooms={asked} />}
      {others.length > 0 && <Group title="Coming up" rooms={others} />}
      {coming.length === 0 && (
        <p>
          Nothing is coming up. <a href="/">Find an open session</a> or <a href="/host">host one</a>.
        </p>
      )}
      {past.length > 0 && (
        <ActionButton look="link" onClick={() => setShowsPast(!showsPast)}>
          {showsPast ? 'Hide' : 'Show'} past and cancelled sessions ({past.length})
        </ActionButton>
      )}
      {showsPast && <Group title="Past and cancelled" rooms={past} />}
    </>
  );
}

function Group({ title, rooms }: { readonly title: string; readonly rooms: readonly RoomView[] }) {
  const { clock, zone } = useApp();
  return (
    <section class="stack">
      <h2>{title}</h2>
      {byDay(rooms, zone).map(([day, ofDay]) => (
        <div class="day" key={day}>
          <h3>{day}</h3>
          <ul>
            {ofDay.map((room) => (
              <li key={room.id}>
                <a class="row" href={`/sessions/${room.id}`}>
                  <RoomRow room={room} beside={besideOf(room, clock.now(), zone)} />
                </a>
                {canPractiseAgain(room, clock.now()) && (
                  <p class="actions">
                    <a href={`/sessions/${room.id}/again`}>
                      Practise again with {otherName(room)}
                      <span class="hidden">, {longDay(slotOf(room).startUtc, zone)}</span>
                    </a>
                  </p>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** By a suggestion, or by a session that is reserved for the reader. */
const isAsked = (room: RoomView): boolean => questionOf(room) !== undefined || room.reservedForYouUntil !== undefined;

/** The suggestion that waits for the reader's answer. */
const questionOf = ({ proposals = [], role }: RoomView) => proposals.find(({ by, status }) => status === 'pending' && by !== role);

function besideOf(room: RoomView, now: Instant, zone: string): string {
  if (room.status === 'cancelled') return 'cancelled';
  if (room.reservedForYouUntil !== undefined) return `${otherName(room)} has reserved it for you`;
  if (room.reservedFor) return `reserved for ${isolate(room.reservedFor.firstName || 'your partner')}`;
  const question = questionOf(room);
  if (question) return `${otherName(room)} suggests ${describeProposal(room, question, zone)}`;
  if (room.status === 'open') return isBookable(room, now) ? 'open, nobody has booked it yet' : 'nobody booked it';
  return `${room.role === 'host' ? 'you host' : 'you are the guest of'} ${otherName(room)}`;
}

const Nothing = () => (
  <div class="empty stack">
    <Mark size="large" />
    <h2>You have no sessions yet</h2>
    <p class="muted">Book one that somebody else has opened, or open one yourself.</p>
    <p class="actions">
      <a class="button" href="/">
        Find an open session
      </a>
      <a class="button quiet" href="/host">
        Host a session
      </a>
    </p>
  </div>
);
