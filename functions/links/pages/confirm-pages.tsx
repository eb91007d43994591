import type { ConfirmableReply } from '../../../shared/room/attendee-reply.ts';
import type { Role } from '../../../shared/words/roles.ts';
import { shortMoment } from '../../../shared/time/moment.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import type { LinkPage } from './link-page.tsx';
import { Clocks, otherNameOf } from './parts.tsx';
import { Standing, type View } from './standing.tsx';

export interface ConfirmView extends View {
  readonly reply: ConfirmableReply;
  /** The button says yes to this message and to no later one. */
  readonly questionId: string;
}

interface Words {
  readonly heading: string;
  readonly button: string;
  /** What follows for the other party. */
  readonly consequence: string;
}

/** The question whether an answer is really the holder's, with one button that gives it. */
export function makeConfirmPage({ known, now, reply, questionId }: ConfirmView): LinkPage {
  const { room, holder, token } = known;
  const { heading, button, consequence } =
    reply.mayBeEither === true ? EITHER : wordsFor(reply, holder.role, otherNameOf(holder), holder.person.timeZone);
  const suggested =
    reply.type === 'propose' && reply.mayBeEither !== true
      ? { startUtc: reply.startUtc, durationMinutes: reply.durationMinutes ?? room.durationMinutes }
      : null;
  return {
    status: 200,
    heading,
    body: (
      <>
        <p id="d">{consequence}</p>
        <Clocks span={suggested ?? room} was={suggested ? room : undefined} holder={holder} now={now} />
        <form method="post" action="/confirm">
          <input type="hidden" name="t" value={token} />
          <input type="hidden" name="q" value={questionId} />
          <button type="submit" aria-describedby="d">
            {button}
          </button>
        </form>
        <p>If this is not what you want, close this page: nothing has changed.</p>
      </>
    ),
  };
}

// It may be the other party's answer: then this reader must not learn what it says.
const EITHER: Words = {
  heading: 'Did you answer from another address?',
  button: 'Yes, that was me',
  consequence:
    'Your answer then counts as you gave it in your calendar, and answers from that address count from now on. If you only have the address that this mail came to, it was not you.',
};

function wordsFor(reply: ConfirmableReply, role: Role, name: string, zone: string): Words {
  if (reply.type === 'propose') {
    const when = shortMoment(reply.startUtc, zone);
    return {
      heading: 'Suggest this time?',
      button: `Yes, suggest ${when} to ${name}`,
      consequence: `${name} can approve or decline it. Until then the session stays at its present time.`,
    };
  }
  switch (reply.partstat) {
    case 'ACCEPTED':
      return { heading: 'Are you coming?', button: "Yes, I'm coming", consequence: 'This answers the invitation to this session:' };
    case 'TENTATIVE':
      return {
        heading: 'Perhaps you are coming?',
        button: 'Yes, answer “maybe”',
        consequence: 'This answers the invitation to this session:',
      };
    case 'DECLINED':
      return role === 'host'
        ? {
            heading: "You can't come?",
            button: 'Yes, cancel the session',
            consequence: `This cancels the session for both of you. ${name} gets a mail, and it is taken out of both calendars.`,
          }
        : {
            heading: "You can't come?",
            button: "Yes, I can't come",
            consequence: `You give up your place. ${name} gets a mail, the session is taken out of your calendar, and others can book it.`,
          };
  }
}

/** The answer was given; by now another one may count. */
export const makeAnsweredPage = ({ known, now }: View): LinkPage => ({
  status: 200,
  heading: 'Your answer is noted',
  body: (
    <>
      <p role="status">{ANSWERS[known.holder.person.partstat]}</p>
      <Standing known={known} now={now} />
    </>
  ),
});

/** What became of a suggestion that was confirmed. */
export const makePassedOnPage = ({ known, now }: View): LinkPage => {
  const name = otherNameOf(known.holder);
  const mine = known.room.proposals.findLast(({ by }) => by === known.holder.role);
  return {
    status: 200,
    heading: 'Your suggestion was passed on',
    body: (
      <>
        <p role="status">
          {mine?.status === 'approved' && `${name} approved it.`}
          {mine?.status === 'declined' && `${name} declined it.`}
          {mine?.status !== 'approved' && mine?.status !== 'declined' && 'It is no longer open.'}
        </p>
        <Standing known={known} now={now} />
      </>
    ),
  };
};

const ANSWERS = {
  ACCEPTED: 'For this session you said that you are coming.',
  TENTATIVE: 'For this session you said that you may come.',
  DECLINED: "You said that you can't come.",
  'NEEDS-ACTION': 'The session has changed since; your calendar asks you again.',
} as const;

/** A guest who confirmed that they can't come is out of the room, and the link knows no more than that. */
export const makeDeclinedPage = (usedAt: Instant): LinkPage => ({
  status: 200,
  heading: 'Your answer is noted',
  body: <p role="status">You said on {shortMoment(usedAt, 'UTC')} that you can't come. The session is taken out of your calendar.</p>,
});

/** The answer asked for something that cannot be done. `why`: a sentence. */
export const makeImpossiblePage = ({ known, now }: View, why: string): LinkPage => ({
  status: 409,
  heading: 'That could not be done',
  body: (
    <>
      <p>{why}</p>
      <Standing known={known} now={now} />
    </>
  ),
});
