import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import { ApiError } from '../api-error.ts';
import { clock as clockTime, longDay } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { isolate } from '../../shared/words/isolate.ts';
import { BOOKING_SAYS, slotOf } from '../room-words.ts';
import { ActionButton } from './button.tsx';
import { RoomRow } from './room-row.tsx';
import { TroubleNote } from './trouble.tsx';

const NEXT_SHOWN = 3;

type Step = 'listed' | 'asking' | 'booked' | 'taken';

/** An open session with its one button, which asks before it books. The question and the outcome stay in the row. */
export function OpenRow({ room, others }: { readonly room: RoomView; readonly others: readonly RoomView[] }) {
  const { zone } = useApp();
  const [step, setStep] = useState<Step>('listed');
  const row = useRef<HTMLLIElement>(null);
  const before = useRef<Step>('listed');
  useLayoutEffect(() => {
    // After "Not now" the focus is back on the button that asked.
    if (step === 'listed' && before.current === 'asking') row.current?.querySelector('button')?.focus();
    before.current = step;
  }, [step]);
  const name = isolate(room.host.firstName || 'a partner');
  const start = `${longDay(slotOf(room).startUtc, zone)}, ${clockTime(slotOf(room).startUtc, zone)}`;
  return (
    <li class="row" ref={row}>
      <RoomRow room={room} beside={`with ${name}`} href={`/sessions/${room.id}`}>
        {step === 'listed' && (
          <ActionButton
            look="quiet"
            label={`Book ${start}, ${room.durationMinutes} minutes with ${name}`}
            onClick={() => setStep('asking')}
          >
            Book
          </ActionButton>
        )}
      </RoomRow>
      {step === 'asking' && <Asking room={room} start={start} onStep={setStep} />}
      {step === 'booked' && <Booked room={room} />}
      {step === 'taken' && <Taken next={others.filter((other) => other.startUtc > room.startUtc).slice(0, NEXT_SHOWN)} />}
    </li>
  );
}

interface AskingProps {
  readonly room: RoomView;
  readonly start: string;
  readonly onStep: (step: Step) => void;
}

/** Says what booking does, and does it. */
function Asking({ room, start, onStep }: AskingProps) {
  const { api, zone, tell } = useApp();
  const booking = useAction('booking');
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  const name = isolate(room.host.firstName || 'a partner');
  const book = () =>
    booking.run(async (allowOverlap) => {
      try {
        await api.book(room.id, zone, allowOverlap);
        onStep('booked');
        tell(`Booked: ${start} with ${name}. Invitations are on their way to both of you.`);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'room-taken') throw error;
        onStep('taken');
      }
    });
  return (
    <div class="note remark stack" role="group" aria-label={`Book ${start} with ${name}?`} tabIndex={-1} ref={box}>
      <p>
        Book {start}, {room.durationMinutes} minutes with {name}? {BOOKING_SAYS}
      </p>
      {booking.trouble && <TroubleNote trouble={booking.trouble} again={() => void book()} />}
      <p class="actions">
        <ActionButton busy={booking.busy} onClick={() => void book()}>
          Book this session
        </ActionButton>
        <ActionButton look="link" onClick={() => onStep('listed')}>
          Not now
        </ActionButton>
      </p>
    </div>
  );
}

function Booked({ room }: { readonly room: RoomView }) {
  const link = useRef<HTMLAnchorElement>(null);
  // The pressed button is gone: without this the focus would be nowhere.
  useLayoutEffect(() => link.current?.focus(), []);
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
  useLayoutEffect(() => box.current?.focus(), []);
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
                <bdi>{room.host.firstName}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
