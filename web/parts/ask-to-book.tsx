import { useLocation } from 'preact-iso';
import type { RoomView } from '../../shared/api/contract.ts';
import { useApp } from '../app-context.ts';
import { isolate } from '../../shared/words/isolate.ts';
import { BOOKING_SAYS, isBookable } from '../room-words.ts';
import { useAction } from '../use-action.ts';
import { ActionButton } from './button.tsx';
import { TroubleNote } from './trouble.tsx';

/** For somebody who is not in the session. */
export function AskToBook({ room, reload }: { readonly room: RoomView; readonly reload: () => Promise<void> }) {
  const { api, clock, zone, tell } = useApp();
  const { path } = useLocation();
  const booking = useAction('booking');
  const name = isolate(room.host.firstName || 'a partner');
  if (!isBookable(room, clock.now())) {
    return (
      <p class="remark">
        This session can no longer be booked. <a href="/">Find another session</a>
      </p>
    );
  }
  const book = () =>
    booking.run(async (allowOverlap) => {
      await api.book(room.id, zone, allowOverlap);
      await reload();
      tell(`Booked with ${name}. Invitations are on their way to both of you.`, path);
    });
  return (
    <section class="stack">
      <p>
        {name} hosts this session. {BOOKING_SAYS}
      </p>
      {booking.trouble && <TroubleNote trouble={booking.trouble} again={() => void book()} />}
      <p class="actions">
        <ActionButton busy={booking.busy} onClick={() => void book()}>
          Book this session
        </ActionButton>
      </p>
    </section>
  );
}
