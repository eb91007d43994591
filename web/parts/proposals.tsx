import { useLocation } from 'preact-iso';
import type { TimeSlot } from '../../shared/time/time-slot.ts';
import type { ProposalView, RoomView } from '../../shared/api/contract.ts';
import { millisOf } from '../../shared/time/instant.ts';
import { shortMoment } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { instantOf, otherName } from '../room-words.ts';
import { ActionButton } from './button.tsx';
import { Clocks } from './clocks.tsx';
import { TroubleNote } from './trouble.tsx';

/** The suggestions that nobody has answered yet: to be answered, or whose answer is awaited. */
export function Proposals({ room, reload }: { readonly room: RoomView; readonly reload: () => Promise<void> }) {
  const pending = (room.proposals ?? []).filter(({ status }) => status === 'pending');
  return (
    <>
      {pending.map((proposal) =>
        proposal.by === room.role ? (
          <Awaited key={proposal.id} room={room} proposal={proposal} />
        ) : (
          <Asked key={proposal.id} room={room} proposal={proposal} reload={reload} />
        ),
      )}
    </>
  );
}

interface ProposalProps {
  readonly room: RoomView;
  readonly proposal: ProposalView;
}

function Asked({ room, proposal, reload }: ProposalProps & { readonly reload: () => Promise<void> }) {
  const { api, zone, tell } = useApp();
  const { path } = useLocation();
  const deciding = useAction('reschedule');
  const name = otherName(room);
  const when = shortMoment(instantOf(proposal.proposedStartUtc), zone);
  const decide = (decision: 'approve' | 'decline') =>
    deciding.run(async (allowOverlap) => {
      await api.decide(room.id, proposal, decision, allowOverlap);
      await reload();
      tell(
        decision === 'approve'
          ? `You approved ${when}. The session has moved, and new invitations are on their way to both of you.`
          : `The time stays as it is. ${name} gets a mail that says so.`,
        path,
      );
    });
  return (
    <section class="card asks stack" aria-labelledby={`asked-${proposal.id}`}>
      <h2 id={`asked-${proposal.id}`}>{name} suggests another time: your answer is needed</h2>
      <Suggested {...{ room, proposal }} />
      {deciding.trouble && <TroubleNote trouble={deciding.trouble} again={() => void reload()} />}
      <p class="actions">
        <ActionButton busy={deciding.busy} label={`Approve the new time, ${when}`} onClick={() => void decide('approve')}>
          Approve the new time
        </ActionButton>
        <ActionButton
          look="quiet"
          busy={deciding.busy}
          label={`Keep the time as it is, not ${when}`}
          onClick={() => void decide('decline')}
        >
          Keep the time as it is
        </ActionButton>
      </p>
      <Until proposal={proposal} />
    </section>
  );
}

const Awaited = ({ room, proposal }: ProposalProps) => (
  <section class="card stack" aria-labelledby={`awaited-${proposal.id}`}>
    <h2 id={`awaited-${proposal.id}`}>Waiting for {otherName(room)} to answer your suggestion</h2>
    <Suggested {...{ room, proposal }} />
    <Until proposal={proposal} />
  </section>
);

function Suggested({ room, proposal }: ProposalProps) {
  const name = otherName(room);
  return (
    <>
      <Clocks slot={proposedSlot(proposal)} other={room.otherTimeZone ? { firstName: name, timeZone: room.otherTimeZone } : null} />
      <p class="muted">{lengthOf(proposal)} minutes</p>
      {proposal.note !== '' && <blockquote dir="auto">{proposal.note}</blockquote>}
    </>
  );
}

const Until = ({ proposal }: { readonly proposal: ProposalView }) => {
  const { zone } = useApp();
  return (
    <p class="muted">
      Until then the time stands. Without an answer the suggestion ends on {shortMoment(instantOf(proposal.expiresAt), zone)}.
    </p>
  );
};

function proposedSlot(proposal: ProposalView): TimeSlot {
  return { startUtc: instantOf(proposal.proposedStartUtc), durationMinutes: lengthOf(proposal) };
}

const lengthOf = ({ proposedStartUtc, proposedEndUtc }: ProposalView): number =>
  (millisOf(instantOf(proposedEndUtc)) - millisOf(instantOf(proposedStartUtc))) / 60_000;
