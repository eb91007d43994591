import { useLocation } from 'preact-iso';
import type { RoomView } from '../../shared/api/contract.ts';
import { ActionButton } from '../parts/button.tsx';
import { Clocks } from '../parts/clocks.tsx';
import { OwnSession } from '../parts/own-session.tsx';
import { TroubleNote } from '../parts/trouble.tsx';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { otherName, slotOf } from '../room-words.ts';

/** The host cancels. */
export const Cancel = ({ id }: { readonly id: string }) => (
  <OwnSession id={id} title="Cancel the session?" allows={(room) => room.role === 'host'}>
    {(room) => <End room={room} verb="Cancel the session" says={cancelSays(room)} done="The session is cancelled." />}
  </OwnSession>
);

/** The guest leaves. */
export const Leave = ({ id }: { readonly id: string }) => (
  <OwnSession id={id} title="Leave the session?" allows={(room) => room.role === 'guest'}>
    {(room) => (
      <End
        room={room}
        verb="Leave the session"
        says={leaveSays(room)}
        done="You have left the session. It disappears from your calendar."
      />
    )}
  </OwnSession>
);

interface EndProps {
  readonly room: RoomView;
  readonly verb: string;
  /** What everyone will receive. */
  readonly says: string;
  readonly done: string;
}

function End({ room, verb, says, done }: EndProps) {
  const { api, tell } = useApp();
  const { route } = useLocation();
  const ending = useAction('cancel');
  const end = () =>
    ending.run(async () => {
      const { undoUntil } = await (room.role === 'host' ? api.cancel(room.id) : api.leave(room.id));
      // The session's own page has the way back.
      const next = undoUntil === undefined ? '/mine' : `/sessions/${room.id}`;
      tell(done, next);
      route(next);
    });
  return (
    <>
      <section class="card" aria-label="When">
        <Clocks slot={slotOf(room)} other={room.otherTimeZone ? { firstName: otherName(room), timeZone: room.otherTimeZone } : null} />
      </section>
      <p class="remark">{says}</p>
      {ending.trouble && <TroubleNote trouble={ending.trouble} again={() => void end()} />}
      <p class="actions">
        <ActionButton look="danger" busy={ending.busy} onClick={() => void end()}>
          {verb}
        </ActionButton>
        <a href={`/sessions/${room.id}`}>Keep it</a>
      </p>
    </>
  );
}

function leaveSays(room: RoomView): string {
  return room.isForTwoOnly === true
    ? `The session is for the two of you alone, so it is cancelled. ${otherName(room)} receives a cancellation, and it disappears from both calendars.`
    : `${otherName(room)} receives a mail that you can’t come, and the session is open for others again. It disappears from your calendar.`;
}

function cancelSays(room: RoomView): string {
  if (room.status === 'booked') return `${otherName(room)} receives a cancellation, and the session disappears from both calendars.`;
  if (room.reservedFor) return 'Nobody is booked, so nobody gets a mail. The Book button in the mail that left stops working.';
  return 'Nobody is booked, so nobody gets a mail. It disappears from the list of open sessions.';
}
