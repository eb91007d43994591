import type { AnswerOfOne } from '../../../shared/room/afterwards.ts';
import { longTimeSlot } from '../../../shared/time/moment.ts';
import { USEFULNESS, type Attendance } from '../../../shared/words/afterwards-words.ts';
import { NOTE_DROPPED } from '../../../shared/room/history.ts';
import type { KnownBooking } from '../open-booking-link.ts';
import type { FormProblem } from '../typed-proposal.ts';
import { Labelled, problemOf, ProblemSummary, Radios } from './form-fields.tsx';
import type { LinkPage } from './link-page.tsx';
import { otherNameOf, Quote } from './parts.tsx';
import { Way } from './standing.tsx';

export interface TypedFeedback {
  readonly attendance: string;
  readonly useful: string;
  readonly line: string;
  readonly again: boolean;
}

interface FeedbackView {
  readonly known: KnownBooking;
  readonly typed: TypedFeedback;
  readonly problems: readonly FormProblem[];
}

/** How the session went: three questions and a line. */
export function makeFeedbackPage({ known, typed, problems }: FeedbackView): LinkPage {
  const { room, holder, token } = known;
  const name = otherNameOf(holder);
  return {
    status: problems.length > 0 ? 422 : 200,
    heading: `How was your session with ${name}?`,
    hasProblems: problems.length > 0,
    body: (
      <>
        <ProblemSummary problems={problems} />
        <p>It was on {longTimeSlot(room, holder.person.timeZone)}.</p>
        <form method="post" action="/feedback" novalidate>
          <input type="hidden" name="t" value={token} />
          <Radios field="took" problems={problems} legend="Did it take place?" choices={attendances(name)} chosen={typed.attendance} />
          <Radios
            field="useful"
            problems={problems}
            legend="How useful was it? (1: not at all, 5: very; you need not say)"
            choices={USEFULNESS.map((one) => [String(one), String(one)])}
            chosen={typed.useful}
          />
          <Labelled field="line" problems={problems} label={`A line to ${name}, if you like`}>
            <input type="text" name="line" autocomplete="off" value={typed.line} {...problemOf({ field: 'line', problems })} />
          </Labelled>
          <fieldset>
            <legend>Once more?</legend>
            <label>
              <input type="checkbox" name="again" value="yes" checked={typed.again} />I would practise with {name} again
            </label>
          </fieldset>
          <p id="d">
            {name} gets your line and your wish to practise again, and nothing else of this. Nobody is rated in public. If you say that{' '}
            {name} did not come, it counts only if {name} does not say otherwise.
          </p>
          <button type="submit" aria-describedby="d">
            Send
          </button>
        </form>
      </>
    ),
  };
}

const attendances = (name: string): readonly (readonly [Attendance, string])[] => [
  ['took-place', 'Yes'],
  ['partner-absent', `No, ${name} did not come`],
  ['agreed-otherwise', 'No, we agreed otherwise'],
];

/** What the holder has said. */
export function makeAnsweredAfterwardsPage({ room, holder }: KnownBooking, { attendance, useful, again }: AnswerOfOne): LinkPage {
  const name = otherNameOf(holder);
  const line = room.history.findLast(({ event, by }) => event === 'answered-afterwards' && by === holder.role)?.note ?? '';
  return {
    status: 200,
    heading: 'Thank you for your answer',
    body: (
      <>
        <p role="status">
          {said(attendance, name)} {useful !== null && `You found it useful: ${useful} of 5.`}{' '}
          {again && `You would practise with ${name} again.`}
        </p>
        {line !== NOTE_DROPPED && <Quote by="You" text={line} />}
        <Way to={`/sessions/${room.id}/again`}>{`Practise again with ${name}`}</Way>
        <Way to="/">Find another session</Way>
      </>
    ),
  };
}

function said(attendance: Attendance, name: string): string {
  switch (attendance) {
    case 'took-place':
      return 'You said that the session took place.';
    case 'partner-absent':
      return `You said that ${name} did not come.`;
    case 'agreed-otherwise':
      return 'You said that you had agreed otherwise.';
  }
}

/** The time for answers is over, or has not begun. */
export const makeNotAskedPage = (): LinkPage => ({
  status: 410,
  heading: 'Nobody is asked about this session now',
  body: (
    <>
      <p>How a session went can be said from its end on, for three days. A session that was cancelled is not asked about.</p>
      <Way to="/">Find another session</Way>
    </>
  ),
});
