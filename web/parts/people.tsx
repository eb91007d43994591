import type { RoomView } from '../../shared/api/contract.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { useApp } from '../app-context.ts';
import { calendarAnswer, isBookable } from '../room-words.ts';

/** The two people, and what their calendars have answered. */
export function People({ room }: { readonly room: RoomView }) {
  const { clock } = useApp();
  const now = clock.now();
  return (
    <section class="stack">
      <h2>Who</h2>
      <dl class="people">
        <Someone room={room} role="host" person={room.host} now={now} />
        {room.guest ? (
          <Someone room={room} role="guest" person={room.guest} now={now} />
        ) : (
          <div>
            <dt>Guest</dt>
            <dd class="muted">
              {isBookable(room, now) ? 'Nobody yet. You will get an invitation as soon as it is booked.' : 'Nobody booked it.'}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

interface SomeoneProps {
  readonly room: RoomView;
  readonly role: 'host' | 'guest';
  readonly person: RoomView['host'];
  readonly now: Instant;
}

const Someone = ({ room, role, person, now }: SomeoneProps) => (
  <div>
    <dt>
      <bdi>{person.firstName || 'Someone'}</bdi> <span class="muted">{room.role === role ? `(you, ${role})` : `(${role})`}</span>
    </dt>
    <dd class="muted">{calendarAnswer(room, role, now)}</dd>
  </div>
);
