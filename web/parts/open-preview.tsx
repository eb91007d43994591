import { useEffect, useState } from 'preact/hooks';
import type { RoomPreview } from '../../shared/api/contract.ts';
import { clockTimes, zoneLabel } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { slotOf } from '../room-words.ts';
import { Ring } from './length-ring.tsx';
import { byDay } from './room-row.tsx';
import { Unbroken } from './unbroken.tsx';

type Previewed = RoomPreview['sessions'][number];

/** A look at the next open sessions, for somebody who is not signed in: times and lengths alone. Without an answer there is nothing. */
export function OpenPreview() {
  const { clock, zone } = useApp();
  const [sessions, setSessions] = useState<readonly Previewed[]>([]);
  useEffect(() => void fetchPreview().then(setSessions), []);
  if (sessions.length === 0) return null;
  return (
    <section class="stack">
      <h2>The next open sessions</h2>
      <p class="muted">In the time of your device, {zoneLabel(clock.now(), zone)}. Sign in to see with whom, and to book.</p>
      {byDay(sessions, zone).map(([day, ofDay]) => (
        <div class="day" key={day}>
          <h3>{day}</h3>
          <ul>
            {ofDay.map((session, n) => (
              <li class="row" key={`${session.startUtc} ${n}`}>
                <Ring minutes={session.durationMinutes} />
                <p class="start">
                  <Unbroken text={clockTimes(slotOf(session), zone)} />
                </p>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

async function fetchPreview(): Promise<readonly Previewed[]> {
  try {
    const response = await fetch('/api/rooms/preview');
    const preview: RoomPreview = response.ok ? await response.json() : { sessions: [] };
    return preview.sessions;
  } catch {
    // The page says what it has to say without them.
    return [];
  }
}
