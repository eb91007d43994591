import { linkUrl } from '../../shared/link/link.ts';
import type { WriteNote } from '../../shared/room/command.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { NOTE_LIMIT } from '../../shared/words/note-limit.ts';
import { REFUSAL_WORDS } from '../../shared/words/refusal-words.ts';
import { countCharacters } from '../../shared/words/typed-text.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { mintLinkBeside } from './link-beside.ts';
import { limitWords } from './limit-words.ts';
import type { LinksDeps } from './links-deps.ts';
import { openBookingLink, type KnownBooking } from './open-booking-link.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import { makeNotePage } from './pages/note-page.tsx';
import { findOverPage, refuseBookingLink } from './refuse-booking-link.ts';
import { makeNoteTooLong, type FormProblem } from './typed-proposal.ts';

/** The page by which somebody writes to the other party. */
export async function showNote(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openBookingLink(deps, token, 'note', now);
  return opened.kind === 'known' ? answer(deps, opened, now) : refuseBookingLink(deps, opened, now);
}

/** The form came back: passed on, or shown again with what is wrong. The same limits count as in the app. */
export async function sendNote(deps: LinksDeps, token: string, form: URLSearchParams): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openBookingLink(deps, token, 'note', now);
  if (opened.kind !== 'known') return refuseBookingLink(deps, opened, now);
  const typed = (form.get('note') ?? '').replaceAll(/\r\n?/g, '\n');
  const again = (problem: FormProblem) => answer(deps, opened, now, typed, [problem]);
  if (findOverPage(deps, opened, now) !== null) return answer(deps, opened, now);
  if (countCharacters(typed) > NOTE_LIMIT) return again(makeNoteTooLong(typed));

  const outcome = await runCharged(deps, opened.room.id, commandFor(deps, opened, typed, now), { allowOverlap: true });
  if (outcome.kind === 'limited') return again({ field: null, text: limitWords(outcome.reached, opened.holder.person.timeZone) });
  if (outcome.kind !== 'refused') return seeOther(linkUrl('', 'note', token));
  const { matter, wayOut } = REFUSAL_WORDS[outcome.reason];
  return again({ field: outcome.reason === 'note-empty' ? 'note' : null, text: `${matter} ${wayOut}` });
}

async function answer(
  deps: LinksDeps,
  known: KnownBooking,
  now: Instant,
  typed = '',
  problems: readonly FormProblem[] = [],
): Promise<HttpAnswer> {
  const over = findOverPage(deps, known, now);
  if (over) return pageAnswer(deps.pages, over);
  const introduceUrl = await mintLinkBeside(await deps.linkKeys(), known.room, known.holder, 'introduce');
  return pageAnswer(deps.pages, makeNotePage({ known, now, typed, problems, introduceUrl }));
}

const commandFor = ({ world }: LinksDeps, { holder, bookedAt }: KnownBooking, text: string, at: Instant): WriteNote => ({
  type: 'write-note',
  by: { role: holder.role, email: holder.person.email, bookedAt },
  text,
  at,
  seed: world.seed(),
});
