import { linkUrl } from '../../shared/link/link.ts';
import { answersEndAt } from '../../shared/room/afterwards.ts';
import type { AnswerAfterwards } from '../../shared/room/command.ts';
import { endOf } from '../../shared/time/time-slot.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { ATTENDANCES, LINE_AFTERWARDS_LIMIT, USEFULNESS } from '../../shared/words/afterwards-words.ts';
import { REFUSAL_WORDS } from '../../shared/words/refusal-words.ts';
import { countCharacters, shorten } from '../../shared/words/typed-text.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { LinksDeps } from './links-deps.ts';
import { openBookingLink, type KnownBooking } from './open-booking-link.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import { makeAnsweredAfterwardsPage, makeFeedbackPage, makeNotAskedPage, type TypedFeedback } from './pages/feedback-pages.tsx';
import type { LinkPage } from './pages/link-page.tsx';
import { count } from './refuse.ts';
import { refuseBookingLink } from './refuse-booking-link.ts';
import type { FormProblem } from './typed-proposal.ts';

const NOTHING_TYPED: TypedFeedback = { attendance: '', useful: '', line: '', again: false };

/** The page that asks how a session went; afterwards what its holder has said. */
export async function showFeedback(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openBookingLink(deps, token, 'feedback', now);
  if (opened.kind !== 'known') return refuseBookingLink(deps, opened, now);
  return pageAnswer(deps.pages, findEndPage(deps, opened, now) ?? makeFeedbackPage({ known: opened, typed: NOTHING_TYPED, problems: [] }));
}

/** The form came back. The first answer of each of the two counts; after it, the page says what that was. */
export async function giveFeedback(deps: LinksDeps, token: string, form: URLSearchParams): Promise<HttpAnswer> {
  const now = deps.world.now();
  const known = await openBookingLink(deps, token, 'feedback', now);
  if (known.kind !== 'known') return refuseBookingLink(deps, known, now);
  const over = findEndPage(deps, known, now);
  if (over) return pageAnswer(deps.pages, over);
  const typed = readTyped(form);
  const again = (problem: FormProblem) => pageAnswer(deps.pages, makeFeedbackPage({ known, typed, problems: [problem] }));
  const attendance = ATTENDANCES.find((one) => one === typed.attendance);
  if (attendance === undefined) return again({ field: 'took', text: 'Say whether the session took place' });
  const characters = countCharacters(typed.line);
  if (characters > LINE_AFTERWARDS_LIMIT)
    return again({ field: 'line', text: `A line has at most ${LINE_AFTERWARDS_LIMIT} characters; this one has ${characters}` });
  const useful = USEFULNESS.find((one) => String(one) === typed.useful) ?? null;
  const command: AnswerAfterwards = {
    type: 'answer-afterwards',
    by: { role: known.holder.role, email: known.holder.person.email, bookedAt: known.bookedAt },
    attendance,
    useful,
    line: typed.line,
    again: typed.again,
    at: now,
    seed: deps.world.seed(),
  };
  const outcome = await runCommand(deps, known.room.id, command);
  if (outcome.kind !== 'refused') return seeOther(linkUrl('', 'feedback', token));
  const { matter, wayOut } = REFUSAL_WORDS[outcome.reason];
  return again({ field: null, text: `${matter} ${wayOut}` });
}

/** What is to be said when there is nothing to ask; null while there is. */
function findEndPage(deps: LinksDeps, known: KnownBooking, now: Instant): LinkPage | null {
  const { room, holder } = known;
  const answer = room.afterwards.answers[holder.role];
  if (answer !== undefined) return makeAnsweredAfterwardsPage(known, answer);
  if (room.status === 'booked' && !known.isExpired && endOf(room) <= now && now < answersEndAt(room)) return null;
  count(deps, 'expired');
  return makeNotAskedPage();
}

/** As typed. More than a form of ours lets through is shown again with a mark. */
const readTyped = (form: URLSearchParams): TypedFeedback => ({
  attendance: form.get('took') ?? '',
  useful: form.get('useful') ?? '',
  line: shorten((form.get('line') ?? '').replaceAll(/\s+/g, ' ').trim(), 4 * LINE_AFTERWARDS_LIMIT),
  again: form.get('again') === 'yes',
});
