import { useLocation } from 'preact-iso';
import { longTimeSlot } from '../../shared/time/moment.ts';
import { OwnSession } from '../parts/own-session.tsx';
import { SlotForm } from '../parts/slot-form.tsx';
import { useApp } from '../app-context.ts';
import { otherName } from '../room-words.ts';

/** The host moves a session, at once. */
export function Move({ id }: { readonly id: string }) {
  const { api, tell, zone } = useApp();
  const { route } = useLocation();
  return (
    <OwnSession id={id} title="Move the session" allows={(room) => room.role === 'host'}>
      {(room) => (
        <SlotForm
          room={room}
          name="move"
          button="Move the session"
          send={async ([slot], _note, allowOverlap) => {
            await api.reschedule(id, { ...slot, ...(allowOverlap && { allowOverlap }) });
            const length = slot.durationMinutes === room.durationMinutes ? '' : `, now ${slot.durationMinutes} minutes long`;
            tell(`You moved it to ${longTimeSlot(slot, zone)}${length}.`, `/sessions/${id}`);
            route(`/sessions/${id}`);
          }}
        >
          <p class="remark">
            {room.status === 'booked'
              ? `${otherName(room)} receives a new invitation at once and can accept, decline or suggest another time. To ask first, suggest a time instead.`
              : 'Nobody has booked it yet: the list shows the new time at once.'}
          </p>
        </SlotForm>
      )}
    </OwnSession>
  );
}
