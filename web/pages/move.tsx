import { useLocation } from 'preact-iso';
import { longSpan } from '../../shared/time/moment.ts';
import { OwnSession } from '../parts/own-session.tsx';
import { WhenForm } from '../parts/when-form.tsx';
import { useSite } from '../site.ts';
import { otherName } from '../words.ts';

/** The host moves a session, at once. */
export function Move({ id }: { readonly id: string }) {
  const { api, tell, zone } = useSite();
  const { route } = useLocation();
  return (
    <OwnSession id={id} title="Move the session" allows={(room) => room.role === 'host'}>
      {(room) => (
        <WhenForm
          room={room}
          name="move"
          button="Move the session"
          send={async (span) => {
            await api.reschedule(id, span);
            tell(`Moved to ${longSpan(span, zone)}.`, `/sessions/${id}`);
            route(`/sessions/${id}`);
          }}
        >
          <p class="remark">
            {room.status === 'booked'
              ? `${otherName(room)} receives a new invitation at once and can accept, decline or suggest another time. To ask first, suggest a time instead.`
              : 'Nobody has booked it yet: the list shows the new time at once.'}
          </p>
        </WhenForm>
      )}
    </OwnSession>
  );
}
