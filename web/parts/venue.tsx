import { useEffect, useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import { millisOf, plusMinutes } from '../../shared/time/instant.ts';
import { useApp } from '../app-context.ts';
import { instantOf, otherName } from '../room-words.ts';

const JOIN_MINUTES_BEFORE = 10;
// A browser takes a longer wait for none.
const LONGEST_WAIT_MILLIS = 2 ** 31 - 1;

/** Where the two meet; the way in appears shortly before the start. */
export function Venue({ room }: { readonly room: RoomView }) {
  const isJoinable = useIsPast(room, -JOIN_MINUTES_BEFORE);
  const { meetingUrl, ownMeetingUrl, role, status } = room;
  const isHost = role === 'host';
  return (
    <section class="stack" aria-labelledby="where">
      <h2 id="where">Where</h2>
      {status === 'open' && <p>{ownMeetingUrl ?? 'Your guest sees where you meet once the session is booked.'}</p>}
      {status === 'booked' && !meetingUrl && (
        <p>
          There is no link to meet at yet.{' '}
          {isHost ? `Give one, and ${otherName(room)} gets it by mail.` : `${otherName(room)} can give one.`}
        </p>
      )}
      {meetingUrl && (
        <p class="address">
          <a href={meetingUrl} rel="noreferrer">
            {meetingUrl}
          </a>
        </p>
      )}
      {meetingUrl && isJoinable && (
        <p class="actions">
          <a class="button" href={meetingUrl} rel="noreferrer">
            Join the session
          </a>
        </p>
      )}
      {isHost && (
        <p>
          <a href={`/sessions/${room.id}/link`}>{ownMeetingUrl ? 'Change your link' : 'Give a link of your own'}</a>
        </p>
      )}
    </section>
  );
}

/** Whether this many minutes have passed since the start. The answer changes while the page is open. */
function useIsPast({ startUtc }: RoomView, minutes: number): boolean {
  const { clock } = useApp();
  const at = plusMinutes(instantOf(startUtc), minutes);
  const left = millisOf(at) - millisOf(clock.now());
  const [, wake] = useState(0);
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => wake((n) => n + 1), Math.min(left, LONGEST_WAIT_MILLIS));
    return () => clearTimeout(timer);
  }, [at, left <= 0]);
  return left <= 0;
}
