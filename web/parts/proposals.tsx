import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import type { TimeSlot } from '../../shared/time/time-slot.ts';
import type { ProposalView, RoomView } from '../../shared/api/contract.ts';
import { millisOf } from '../../shared/time/instant.ts';
import { shortMoment, shortMoments } from '../../shared/time/moment.ts';
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
  const { api, clock, zone, tell } = useApp();
  const { path } = useLocation();
  const deciding = useAction('reschedule');
  const name = otherName(room);
  const slots = slotsIn(proposal);
  const isChoice = slots.length > 1;
  const approve = (slot: ProposedSlot) =>
    deciding.run(async (allowOverlap) => {
      await api.approve(room.id, proposal, slot.option, allowOverlap);
      await reload();
      tell(
        `You approved ${shortMoment(slot.startUtc, zone)}. The session has moved, and new invitations are on their way to both of you.`,
        path,
      );
    });
  const decline = () =>
    deciding.run(async () => {
      await api.decline(room.id, proposal);
      await reload();
      tell(`The time stays as it is. ${name} gets a mail that says so.`, path);
    });
  return (
    <section class="card asks stack" aria-labelledby={`asked-${proposal.id}`}>
      <h2 id={`asked-${proposal.id}`}>
        {name} suggests {isChoice ? `${slots.length} other times` : 'another time'}: your answer is needed
      </h2>
      {slots.map((slot) => (
        <OneTime key={slot.startUtc + slot.durationMinutes} room={room} slot={slot}>
          {slot.startUtc <= clock.now() ? (
            <p class="muted">This time has passed.</p>
          ) : (
            <p class="actions">
              <ActionButton
                busy={deciding.busy}
                label={`${isChoice ? 'Approve this time' : 'Approve the new time'}, ${shortMoment(slot.startUtc, zone)}`}
                onClick={() => void approve(slot)}
              >
                {isChoice ? 'Approve this time' : 'Approve the new time'}
              </ActionButton>
            </p>
          )}
        </OneTime>
      ))}
      <Note proposal={proposal} />
      {deciding.trouble && <TroubleNote trouble={deciding.trouble} again={() => void reload()} />}
      <p class="actions">
        <ActionButton
          look="quiet"
          busy={deciding.busy}
          label={`${isChoice ? 'None of these: keep the time as it is' : 'Keep the time as it is'}, not ${shortMoments(slots, zone)}`}
          onClick={() => void decline()}
        >
          {isChoice ? 'None of these: keep the time as it is' : 'Keep the time as it is'}
        </ActionButton>
      </p>
      <Until proposal={proposal} />
    </section>
  );
}

const Awaited = ({ room, proposal }: ProposalProps) => (
  <section class="card stack" aria-labelledby={`awaited-${proposal.id}`}>
    <h2 id={`awaited-${proposal.id}`}>Waiting for {otherName(room)} to answer your suggestion</h2>
    {slotsIn(proposal).map((slot) => (
      <OneTime key={slot.startUtc + slot.durationMinutes} room={room} slot={slot} />
    ))}
    <Note proposal={proposal} />
    <Until proposal={proposal} />
  </section>
);

function OneTime({
  room,
  slot,
  children,
}: {
  readonly room: RoomView;
  readonly slot: ProposedSlot;
  readonly children?: ComponentChildren;
}) {
  const other = room.otherTimeZone ? { firstName: otherName(room), timeZone: room.otherTimeZone } : null;
  return (
    <div class="stack">
      <Clocks slot={slot} other={other} />
      <p class="muted">{slot.durationMinutes} minutes</p>
      {children}
    </div>
  );
}

const Note = ({ proposal }: { readonly proposal: ProposalView }) =>
  proposal.note === '' ? null : <blockquote dir="auto">{proposal.note}</blockquote>;

const Until = ({ proposal }: { readonly proposal: ProposalView }) => {
  const { zone } = useApp();
  return (
    <p class="muted">
      Until then the time stands. Without an answer the suggestion ends on {shortMoment(instantOf(proposal.expiresAt), zone)}.
    </p>
  );
};

interface ProposedSlot extends TimeSlot {
  /** As the API says it. */
  readonly option: ProposalView['options'][number];
}

const slotsIn = ({ options }: ProposalView): readonly ProposedSlot[] =>
  options.map((option) => {
    const [startUtc, endUtc] = [instantOf(option.startUtc), instantOf(option.endUtc)];
    return { option, startUtc, durationMinutes: (millisOf(endUtc) - millisOf(startUtc)) / 60_000 };
  });
