import type { HistoryEntry } from '../../../shared/room/history.ts';
import { describeHistoryEntry } from '../../../shared/room/history-words.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import { shortMoment } from '../../../shared/time/moment.ts';
import { LINK_PLACES } from '../../../shared/link/link.ts';
import { findPendingProposalTo, type Known, type OpenedRoom } from '../open-link.ts';
import { Clocks } from './parts.tsx';

/** A page about a link that leads to a room. */
export interface View {
  readonly known: OpenedRoom;
  readonly now: Instant;
}

/** A page that also tells what the row of the link says. */
export interface LinkView extends View {
  readonly known: Known;
}

/** How the session stands now, whatever the link once was for, and where to go from here. */
export function Standing({ known, now }: View) {
  return (
    <>
      <State known={known} now={now} />
      <WaysOn known={known} now={now} />
      <FreshLink known={known} now={now} />
    </>
  );
}

/** The session's page asks for a sign-in. Nothing else here does. */
function WaysOn({ known: { room, fileUrl }, now }: View) {
  if (room.status === 'cancelled') return <Way to="/">Find another session</Way>;
  return (
    <>
      <Way to={`/sessions/${room.id}`}>See the session</Way>
      {room.status === 'booked' && room.startUtc > now && fileUrl !== null && <Way to={fileUrl}>Add it to another calendar (.ics)</Way>}
    </>
  );
}

export const Way = ({ to, children }: { readonly to: string; readonly children: string }) => (
  <p>
    <a class="a" href={to}>
      {children}
    </a>
  </p>
);

function State({ known: { room, holder }, now }: View) {
  const isOver = room.startUtc <= now;
  switch (room.status) {
    case 'cancelled':
      return <p>The session is cancelled and taken out of your calendar: there is nothing more to do.</p>;
    case 'open':
      return <p>Nobody is booked for the session at the moment.</p>;
    case 'booked':
      return (
        <>
          <p>{isOver ? 'The session has started, or is over already:' : 'This is when the session takes place:'}</p>
          <Clocks span={room} holder={holder} now={now} />
        </>
      );
  }
}

/** What made a link pointless: what was written into the room's history at that moment, or the latest change of its time. */
export function describeCause({ known: { room, holder } }: View, isCause: (entry: HistoryEntry) => boolean): string {
  const n = room.history.findLastIndex((candidate) => candidate.at >= holder.person.joinedAt && isCause(candidate));
  const entry = room.history[n];
  if (!entry) return 'Something newer has taken its place.';
  const { timeZone } = holder.person;
  // Named, because anybody may open the link again.
  return `${shortMoment(entry.at, timeZone)}: ${describeHistoryEntry(entry, room.history.slice(0, n), null, timeZone)}`;
}

/**
 * Asks for a new link by mail: to answer what the other party suggests now, or else to suggest a time. It goes to the invited
 * address alone, so it does not matter who presses the button.
 */
export function FreshLink({ known: { token, purpose, room, holder }, now }: View) {
  if (room.status !== 'booked' || room.startUtc <= now) return null;
  const theirs = findPendingProposalTo(holder.role, room, now);
  return (
    <form method="post" action="/fresh-link">
      <input type="hidden" name={LINK_PLACES[purpose].parameter} value={token} />
      {theirs && <input type="hidden" name="want" value="decide" />}
      <button type="submit" class="q" aria-describedby="f">
        Send me a fresh link
      </button>
      <p id="f">
        With it you can {theirs ? 'answer the newest suggestion' : 'suggest another time'}. It is mailed to the address that was invited,
        and to no other.
      </p>
    </form>
  );
}
