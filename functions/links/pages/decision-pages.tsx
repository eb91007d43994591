import { LINK_PLACES } from '../../../shared/link/link.ts';
import type { ComponentChildren } from 'preact';
import { slotsOf, type Proposal } from '../../../shared/room/proposal.ts';
import { isOverlap } from '../../../shared/room/usage.ts';
import { parseInstant } from '../../../shared/time/instant.ts';
import { isSameSlot, type TimeSlot } from '../../../shared/time/time-slot.ts';
import { longTimeSlot, shortMoment, shortMoments } from '../../../shared/time/moment.ts';
import { firstNameOf } from '../../../shared/words/names.ts';
import { Clocks, otherNameOf, Quote } from './parts.tsx';
import type { LinkPage } from './link-page.tsx';
import { describeCause, Standing, type View } from './standing.tsx';

export interface DecisionView extends View {
  readonly proposal: Proposal;
  /** The other sessions of the one who answers, at the suggested times. */
  readonly busy?: readonly TimeSlot[];
}

export type DecisionLink = 'approve' | 'decline';

/**
 * The question, with one button for each answer that the link stands for; a button says what it will do.
 * `siblingUrl`: the page with the other answer.
 */
export function makeQuestionPage(view: DecisionView, decision: DecisionLink, siblingUrl: string | null): LinkPage {
  const { known, proposal } = view;
  const { holder } = known;
  const Question = decision === 'decline' ? ToDecline : isChoice(proposal) ? ToChoose : ToApprove;
  return {
    status: 200,
    heading: headingOf(view, decision),
    body: (
      <>
        <Question {...view} />
        {siblingUrl !== null && (
          <p>
            <a class="a" href={siblingUrl}>
              {otherAnswer(view, decision)}
            </a>
          </p>
        )}
        <p>
          {'Until you answer, the session stays at its present time. '}
          The suggestion lapses on {shortMoment(proposal.expiresAt, holder.person.timeZone)}.
        </p>
      </>
    ),
  };
}

const isChoice = (proposal: Proposal): boolean => slotsOf(proposal).length > 1;

function headingOf({ known, proposal }: DecisionView, decision: DecisionLink): string {
  if (decision === 'decline') return 'Keep the session at its present time?';
  return isChoice(proposal) ? 'Which of these times suits you?' : `Move the session, as ${otherNameOf(known.holder)} suggests?`;
}

function otherAnswer({ proposal }: DecisionView, decision: DecisionLink): string {
  if (decision === 'approve')
    return isChoice(proposal) ? 'None of these: keep the present time' : 'Decline instead, and keep the present time';
  return isChoice(proposal) ? 'Choose one of the new times instead' : 'Approve the new time instead';
}

/** One new time. */
const ToApprove = ({ known, proposal, now, busy = [] }: DecisionView) => (
  <>
    <p id="d">{otherNameOf(known.holder)} suggests this time instead:</p>
    <Clocks span={proposal} was={known.room} holder={known.holder} now={now} />
    {busy.length > 0 && <p>You have another session then.</p>}
    <Quote by={otherNameOf(known.holder)} text={proposal.note} />
    <AnswerForm known={known} decision="approve">
      <button type="submit" aria-describedby="d">
        {`Approve: move to ${shortMoment(proposal.startUtc, known.holder.person.timeZone)}`}
      </button>
    </AnswerForm>
  </>
);

/** Several new times, each with its own button. */
function ToChoose({ known, proposal, now, busy = [] }: DecisionView) {
  const { room, holder } = known;
  const name = otherNameOf(holder);
  return (
    <>
      <p>{`The session is now on ${longTimeSlot(room, holder.person.timeZone)}. ${name} suggests one of these times instead:`}</p>
      <Quote by={name} text={proposal.note} />
      <AnswerForm known={known} decision="approve">
        {slotsOf(proposal).map((slot) => (
          <>
            <Clocks span={slot} holder={holder} now={now} />
            {busy.some((session) => isOverlap(session, slot)) && <p>You have another session then.</p>}
            {slot.startUtc <= now ? (
              <p>This time has passed.</p>
            ) : (
              <button type="submit" name="option" value={writeSlot(slot)}>
                {`Approve: move to ${shortMoment(slot.startUtc, holder.person.timeZone)}`}
              </button>
            )}
          </>
        ))}
      </AnswerForm>
    </>
  );
}

function ToDecline({ known, proposal, now }: DecisionView) {
  const { room, holder } = known;
  const zone = holder.person.timeZone;
  const name = otherNameOf(holder);
  return (
    <>
      <p id="d">{`${name} suggests ${shortMoments(slotsOf(proposal), zone)} instead. If you decline, nothing changes:`}</p>
      <Clocks span={room} holder={holder} now={now} />
      <Quote by={name} text={proposal.note} />
      <AnswerForm known={known} decision="decline">
        <button type="submit" aria-describedby="d">
          {`Decline: keep ${shortMoment(room.startUtc, zone)}`}
        </button>
      </AnswerForm>
    </>
  );
}

function AnswerForm({
  known,
  decision,
  children,
}: Pick<View, 'known'> & { readonly decision: DecisionLink; readonly children: ComponentChildren }) {
  const { path, parameter } = LINK_PLACES[decision];
  return (
    <form method="post" action={path}>
      <input type="hidden" name={parameter} value={known.token} />
      {children}
    </form>
  );
}

/** A time as the button of its option sends it: by what it is, because an order may change. */
const writeSlot = ({ startUtc, durationMinutes }: TimeSlot): string => `${startUtc}/${durationMinutes}`;

/** The time whose button was pressed; undefined where a form has no such button. */
export function readSlot(form: URLSearchParams): TimeSlot | undefined {
  const [start = '', minutes = ''] = (form.get('option') ?? '').split('/');
  const startUtc = parseInstant(start);
  return startUtc && { startUtc, durationMinutes: Number(minutes) };
}

/** What was decided, by whom and when, and how the session stands by now. */
export function makeDecidedPage(view: DecisionView): LinkPage {
  const { known, proposal, now } = view;
  const { room, holder } = known;
  const isApproved = proposal.status === 'approved';
  const stands = room.status === 'booked' && (!isApproved || isSameSlot(room, proposal));
  const heading = isApproved ? 'The new time is approved' : 'The suggestion was declined';
  return {
    status: 200,
    heading,
    body: (
      <>
        <p>
          {deciderOf(view)} {isApproved ? 'approved' : 'declined'} it on {shortMoment(proposal.decisionAt ?? now, holder.person.timeZone)}.{' '}
          {stands && (isApproved ? 'Each of you gets a calendar mail with the new time.' : 'The session stays at its time.')}
        </p>
        {!stands && <p>{describeCause(view, ({ at, event }) => at > (proposal.decisionAt ?? now) && CHANGES.has(event))}</p>}
        <Standing known={known} now={now} />
      </>
    ),
  };
}

/** Nobody answered in time. */
export const makeLapsedPage = ({ known, now }: View): LinkPage => ({
  status: 410,
  heading: 'This link has expired',
  body: (
    <>
      <p>The suggestion was not answered in time and has lapsed. Nothing was changed.</p>
      <Standing known={known} now={now} />
    </>
  ),
});

/** The suggestion gave way to something newer before it was decided. */
export function makeOvertakenPage(view: View, proposal: Proposal | null): LinkPage {
  const { known, now } = view;
  const decidedAt = proposal?.decisionAt ?? null;
  return {
    status: 200,
    heading: 'This suggestion is no longer open',
    body: (
      <>
        <p>{describeCause(view, ({ at, event }) => (decidedAt === null ? CHANGES.has(event) : at === decidedAt))}</p>
        <Standing known={known} now={now} />
      </>
    ),
  };
}

const CHANGES: ReadonlySet<string> = new Set(['rescheduled', 'approved', 'left', 'declined', 'cancelled', 'booked']);

/** Only the one to whom it was suggested decides: the holder of this link. The page names that person, because anyone may open the link again. */
const deciderOf = ({ known: { holder } }: View): string => {
  const name = firstNameOf(holder.person);
  return name === firstNameOf({ name: '' }) ? 'You' : name;
};
