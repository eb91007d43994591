import { useLocation } from 'preact-iso';
import type { RoomView } from '../../shared/api/contract.ts';
import { useSite } from '../site.ts';
import { useAction } from '../use-action.ts';
import { Act } from './button.tsx';
import { Note } from './trouble.tsx';

/** For whoever is not in the session. */
export function AskToBook({ room, reload }: { readonly room: RoomView; readonly reload: () => Promise<void> }) {
  const { api, clock, zone, tell } = useSite();
  const { path } = useLocation();
  const booking = useAction('booking');
  const name = room.host.firstName || 'a partner';
  if (room.status !== 'open' || room.startUtc <= clock.now()) {
    return (
      <p class="remark">
        This session can no longer be booked. <a href="/">Find another session</a>
      </p>
    );
  }
  const book = () =>
    booking.run(async () => {
      await api.book(room.id, zone);
      await reload();
      tell(`Booked with ${name}. Invitations are on their way to both of you.`, path);
    });
  return (
    <section class="stack">
      <p>
        {name} hosts this session. When you book it, both of you get a calendar invitation. Neither of you sees the other’s e-mail address.
      </p>
      {booking.trouble && <Note trouble={booking.trouble} again={() => void book()} />}
      <p class="actions">
        <Act busy={booking.busy} onClick={() => void book()}>
          Book this session
        </Act>
      </p>
    </section>
  );
}
