import { useLocation } from 'preact-iso';
import { plusMinutes } from '../../shared/time/instant.ts';
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
          asksNote
          send={async (slot, note, allowOverlap) => {
            const proposedEndUtc = plusMinutes(slot.startUtc, slot.durationMinutes);
            await api.propose(id, { proposedStartUtc: slot.startUtc, proposedEndUtc, note, ...(allowOverlap && { allowOverlap }) });
            tell(`Sent: you suggested ${longTimeSlot(slot, zone)}. ${otherName(room)} has been asked.`, `/sessions/${id}`);
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
