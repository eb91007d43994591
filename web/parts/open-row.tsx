import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import { ApiError } from '../api-error.ts';
import { clock as clockTime, longDay } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { slotOf } from '../room-words.ts';
import { ActionButton } from './button.tsx';
import { RoomRow } from './room-row.tsx';
import { TroubleNote } from './trouble.tsx';

const NEXT_SHOWN = 3;

/** An open session with its one button. Booked or just taken: the outcome stays in its place. */
export function OpenRow({ room, others }: { readonly room: RoomView; readonly others: readonly RoomView[] }) {
  const { api, zone, tell } = useApp();
  const booking = useAction('booking');
  const [outcome, setOutcome] = useState<'booked' | 'taken' | null>(null);
  const name = room.host.firstName || 'a partner';
  const when = `${longDay(slotOf(room).startUtc, zone)}, ${clockTime(slotOf(room).startUtc, zone)}`;
  const book = () =>
    booking.run(async () => {
      try {
        await api.book(room.id, zone);
        setOutcome('booked');
        tell(`Booked: ${when} with ${name}. Invitations are on their way to both of you.`, '');
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'room-taken') throw error;
        setOutcome('taken');
      }
    });
  return (
    <li class="row">
      <RoomRow room={room} beside={`with ${name}`}>
        {outcome === null && (
          <ActionButton
            look="quiet"
            busy={booking.busy}
            label={`Book ${when}, ${room.durationMinutes} minutes with ${name}`}
            onClick={() => void book()}
          >
            Book
          </ActionButton>
        )}
      </RoomRow>
      {outcome === 'booked' && <Booked room={room} />}
      {outcome === 'taken' && <Taken next={others.filter((other) => other.startUtc > room.startUtc).slice(0, NEXT_SHOWN)} />}
      {booking.trouble && (
        <div class="note">
          <TroubleNote trouble={booking.trouble} again={() => void book()} />
        </div>
      )}
    </li>
  );
}

function Booked({ room }: { readonly room: RoomView }) {
  const link = useRef<HTMLAnchorElement>(null);
  // The pressed button is gone: without this the focus would be nowhere.
  useEffect(() => link.current?.focus(), []);
  return (
    <p class="note done">
      Booked. Invitations are on their way to both of you.{' '}
      <a href={`/sessions/${room.id}`} ref={link}>
        See your session
      </a>
    </p>
  );
}

function Taken({ next }: { readonly next: readonly RoomView[] }) {
  const { zone } = useApp();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div class="note remark stack" tabIndex={-1} ref={box}>
      <p>
        <b>Just taken.</b> Someone else has booked this session a moment ago.{' '}
        {next.length > 0 ? 'The next ones:' : <a href="/host">Host a session of your own</a>}
      </p>
      {next.length > 0 && (
        <ul>
          {next.map((room) => (
            <li key={room.id}>
              <a href={`/sessions/${room.id}`}>
                {longDay(slotOf(room).startUtc, zone)}, {clockTime(slotOf(room).startUtc, zone)}, {room.durationMinutes} minutes with{' '}
                {room.host.firstName}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
