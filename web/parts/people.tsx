import type { RoomView } from '../../shared/api/contract.ts';
import { PARTSTATS } from '../room-words.ts';

/** The two people and what their calendars have answered. */
export const People = ({ room, isBookable }: { readonly room: RoomView; readonly isBookable: boolean }) => (
  <section class="stack">
    <h2>Who</h2>
    <dl class="people">
      <Someone role="Host" person={room.host} isViewer={room.role === 'host'} invited={room.guest !== null} />
      {room.guest ? (
        <Someone role="Guest" person={room.guest} isViewer={room.role === 'guest'} invited />
      ) : (
        <div>
          <dt>Guest</dt>
          <dd class="muted">{isBookable ? 'Nobody yet. You will get an invitation as soon as somebody books.' : 'Nobody booked it.'}</dd>
        </div>
      )}
    </dl>
  </section>
);

interface SomeoneProps {
  readonly role: string;
  readonly person: RoomView['host'];
  readonly isViewer: boolean;
  readonly invited: boolean;
}

const Someone = ({ role, person, isViewer, invited }: SomeoneProps) => (
  <div>
    <dt>
      {person.firstName || 'Someone'} <span class="muted">{isViewer ? `(you, ${role.toLowerCase()})` : `(${role.toLowerCase()})`}</span>
    </dt>
    <dd class="muted">{invited ? `${isViewer ? 'Your' : 'Their'} calendar ${PARTSTATS[person.partstat]}` : 'Waiting for a guest'}</dd>
  </div>
);
