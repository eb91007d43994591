import { NOTE_DROPPED } from '../../../shared/room/history.ts';
import { longTimeSlot, shortMoment } from '../../../shared/time/moment.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import { otherRole, type Role } from '../../../shared/words/roles.ts';
import { noteHint } from '../../../shared/words/between-words.ts';
import type { KnownBooking } from '../open-booking-link.ts';
import type { FormProblem } from '../typed-proposal.ts';
import { Labelled, problemOf, ProblemSummary } from './form-fields.tsx';
import type { LinkPage } from './link-page.tsx';
import { otherNameOf, Quote } from './parts.tsx';
import { Way } from './standing.tsx';

interface NoteView {
  readonly known: KnownBooking;
  readonly now: Instant;
  readonly typed: string;
  readonly problems: readonly FormProblem[];
  /** The page for an exchange of addresses. */
  readonly introduceUrl: string | null;
}

/** The newest words of each of the two, and the form for more. */
export function makeNotePage({ known, typed, problems, introduceUrl }: NoteView): LinkPage {
  const { room, holder, token } = known;
  const name = otherNameOf(holder);
  return {
    status: problems.length > 0 ? 422 : 200,
    heading: `Write to ${name}`,
    hasProblems: problems.length > 0,
    body: (
      <>
        <ProblemSummary problems={problems} />
        <p>About your session on {longTimeSlot(room, holder.person.timeZone)}.</p>
        {problems.length === 0 && <Newest known={known} />}
        <form method="post" action="/note" novalidate>
          <input type="hidden" name="t" value={token} />
          <Labelled field="note" problems={problems} label="A few words">
            <textarea name="note" rows={4} {...problemOf({ field: 'note', problems })}>
              {typed}
            </textarea>
          </Labelled>
          <p>{noteHint(name)}</p>
          <button type="submit">Send to {name}</button>
        </form>
        {introduceUrl !== null && <Way to={introduceUrl}>{`Exchange e-mail addresses with ${name}`}</Way>}
        <Way to={`/sessions/${room.id}`}>See the session</Way>
      </>
    ),
  };
}

/** What the other party wrote last, and what the holder has sent. */
function Newest({ known }: { readonly known: KnownBooking }) {
  const { holder } = known;
  const [theirs, own] = [newestNote(known, otherRole(holder.role)), newestNote(known, holder.role)];
  return (
    <>
      {theirs && <Quote by={otherNameOf(holder)} text={theirs.note} />}
      {own && (
        <>
          <p role="status">Sent to {`${otherNameOf(holder)} on ${shortMoment(own.at, holder.person.timeZone)}`}:</p>
          <Quote by="You" text={own.note} />
        </>
      )}
    </>
  );
}

/** In this booking: what was written with an earlier guest is not for this one. */
const newestNote = ({ room, bookedAt }: KnownBooking, role: Role) =>
  room.history.findLast(
    ({ event, by, at, note }) => event === 'note-written' && by === role && at >= (bookedAt ?? at) && note !== NOTE_DROPPED,
  );
