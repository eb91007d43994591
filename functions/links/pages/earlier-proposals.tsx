import { slotsOf, statusAt, type Proposal } from '../../../shared/room/proposal.ts';
import { shortMoments } from '../../../shared/time/moment.ts';
import { findPendingProposalTo } from '../open-link.ts';
import { otherNameOf } from './parts.tsx';
import type { View } from './standing.tsx';

/** What was suggested before and is worth knowing when suggesting again: an open suggestion of the other party, or what became of one's own. */
export function EarlierProposals(view: View) {
  const { room, holder } = view.known;
  const [name, zone] = [otherNameOf(holder), holder.person.timeZone];
  const theirs = findPendingProposalTo(holder.role, room, view.now);
  const mine = room.proposals.findLast(({ by, createdAt }) => by === holder.role && createdAt >= holder.person.joinedAt);
  const fate = mine && FATES[statusAt(mine, view.now)];
  return (
    <>
      {mine && fate && <p class="n">{fate(name, shortMoments(slotsOf(mine), zone))}</p>}
      {theirs && (
        <p class="n">
          {name} suggests {shortMoments(slotsOf(theirs), zone)}. Answer by the mail about it, or{' '}
          <a href="#links">have its links mailed again</a>.
        </p>
      )}
    </>
  );
}

const FATES: Partial<Record<Proposal['status'], (name: string, when: string) => string>> = {
  declined: (name, when) => `${name} declined ${when}.`,
  expired: (name, when) => `${name} did not answer in time about ${when}.`,
  pending: (name, when) => `You suggested ${when}, and ${name} has not answered yet. A new suggestion takes its place.`,
};

/** A second button of the suggestion form: the first stays the one that the Enter key presses. */
export const MailLinksAgain = ({ known: { room, holder }, now }: View) =>
  findPendingProposalTo(holder.role, room, now) ? (
    <p>
      <button type="submit" class="q" id="links" formaction="/fresh-link" name="want" value="decide">
        Mail me the links to answer {otherNameOf(holder)}
      </button>
    </p>
  ) : null;
