import type { RoomView } from '../../shared/api/contract.ts';
import { shortMoment } from '../../shared/time/moment.ts';
import { isolate } from '../../shared/words/isolate.ts';
import { useApp } from '../app-context.ts';
import { instantOf } from '../room-words.ts';

/** For whom the session is reserved, and what happens then: for its host, and for the one person. */
export function ReservedNote({ room: { reservedFor, reservedForYouUntil, host } }: { readonly room: RoomView }) {
  const { zone } = useApp();
  if (reservedFor) {
    const name = isolate(reservedFor.firstName || 'your partner');
    return (
      <p class="remark">
        Reserved for {name} until {shortMoment(instantOf(reservedFor.until), zone)}. {name} has a mail with a Book button, and nobody else
        sees this session. If it is not booked by then, {reservedFor.thenForEveryone ? 'it is open for everyone.' : 'it is cancelled.'}
      </p>
    );
  }
  if (reservedForYouUntil === undefined) return null;
  return (
    <p class="remark">
      {isolate(host.firstName || 'Your partner')} would like to practise with you again: this session is reserved for you until{' '}
      {shortMoment(instantOf(reservedForYouUntil), zone)}.
    </p>
  );
}
