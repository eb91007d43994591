import type { RoomView } from '../../shared/api/contract.ts';
import { AppPage } from '../parts/app-page.tsx';
import { KeptRemark } from '../parts/kept-remark.tsx';
import { byDay, RoomRow } from '../parts/room-row.tsx';
import { useApp } from '../app-context.ts';
import { recallRooms } from '../offline/kept-rooms.ts';
import { otherName } from '../room-words.ts';

/** The reader's sessions as this device knows them, while the service can't be reached: to read, not to change. */
export function KeptSessions() {
  const { clock, zone } = useApp();
  const kept = recallRooms();
  const coming = (kept?.rooms ?? [])
    .filter((room) => room.status !== 'cancelled' && room.endUtc > clock.now())
    .toSorted((a, b) => (a.startUtc < b.startUtc ? -1 : 1));
  return (
    <AppPage title="My sessions">
      <KeptRemark at={kept?.at ?? null} />
      {kept && coming.length === 0 && <p>Nothing was coming up.</p>}
      {byDay(coming, zone).map(([day, ofDay]) => (
        <section class="day" key={day}>
          <h2>{day}</h2>
          <ul>
            {ofDay.map((room) => (
              <li key={room.id}>
                <a class="row" href={`/sessions/${room.id}`}>
                  <RoomRow room={room} beside={besideOf(room)} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </AppPage>
  );
}

const besideOf = (room: RoomView): string =>
  room.status === 'open' ? 'nobody had booked it' : `${room.role === 'host' ? 'you host' : 'you are the guest of'} ${otherName(room)}`;
