import { useLocation } from 'preact-iso';
import { endOf } from '../../shared/time/time-slot.ts';
import { longTimeSlot } from '../../shared/time/moment.ts';
import { OwnSession } from '../parts/own-session.tsx';
import { SlotForm } from '../parts/slot-form.tsx';
import { useApp } from '../app-context.ts';
import { otherName } from '../room-words.ts';

/** Either of the two suggests another time; the old one stands until the other has approved. */
export function Suggest({ id }: { readonly id: string }) {
  const { api, tell, zone } = useApp();
  const { route } = useLocation();
  return (
    <OwnSession id={id} title="Suggest another time" allows={(room) => room.role !== null && room.status === 'booked'}>
      {(room) => (
        <SlotForm
          room={room}
          name="suggest"
          button={`Ask ${otherName(room)}`}
          isSuggestion
          send={async (slots, note, allowOverlap) => {
            const options = slots.map((slot) => ({ startUtc: slot.startUtc, endUtc: endOf(slot) }));
            await api.propose(id, { options, note, ...(allowOverlap && { allowOverlap }) });
            const said = slots.map((slot) => longTimeSlot(slot, zone)).join(' or ');
            tell(`Sent: you suggested ${said}. ${otherName(room)} has been asked.`, `/sessions/${id}`);
            route(`/sessions/${id}`);
          }}
        >
          <p class="remark">
            {otherName(room)} receives a mail with your suggestion and approves or declines it. Until then the time stays as it is.
          </p>
        </SlotForm>
      )}
    </OwnSession>
  );
}
