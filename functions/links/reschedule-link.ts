import { linkUrl } from '../../shared/link/link.ts';
import type { Propose } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import { isAtNight, sameClock } from '../../shared/time/moment.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import { pageAnswer, seeOther, type Answer } from './answer.ts';
import type { LinksDeps } from './links-deps.ts';
import { openLink, type Known } from './open-link.ts';
import { checkPage } from './pages/check-page.tsx';
import { expiredPage, outdatedPage, standingPage, usedPage } from './pages/reschedule-pages.tsx';
import type { Page } from './pages/page.tsx';
import { formPage } from './pages/suggestion-form.tsx';
import { count, refuseLink } from './refuse.ts';
import { wordsOf } from './refusal-words.ts';
import { isRepeated, isUsed, proposalIdOf } from './single-use.ts';
import { readSuggestion, typedFrom, typedIn, type FieldProblem, type Typed, type Understood } from './suggestion.ts';

/** The form; or, once the link has been used, what was suggested with it and how that stands. */
export async function showReschedule(deps: LinksDeps, token: string): Promise<Answer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, 'reschedule', now);
  if (opened.kind !== 'known') return refuseLink(deps, opened);
  const page = overPage(deps, opened, now) ?? (isUsed(opened) ? usedPage({ known: opened, now }) : emptyForm(opened, now));
  return pageAnswer(deps.site, page);
}

/** The form came back: sent on, or shown again with what is to be mended or checked. */
export async function suggest(deps: LinksDeps, token: string, form: URLSearchParams): Promise<Answer> {
  const now = deps.world.now();
  const known = await openLink(deps, token, 'reschedule', now);
  if (known.kind !== 'known') return refuseLink(deps, known);
  const page = overPage(deps, known, now) ?? (await answer(deps, known, form, now));
  return page ? pageAnswer(deps.site, page) : seeOther(linkUrl('', 'reschedule', token));
}

function answer(deps: LinksDeps, known: Known, form: URLSearchParams, now: Instant): Page | null | Promise<Page | null> {
  const typed = typedIn(form);
  if (isUsed(known)) return sendAgain(deps, known, typed, now);
  return form.has('change') ? formPage({ known, now, typed, problems: [] }) : send(deps, known, typed, now);
}

/** Passes the suggestion on; or gives the page that says why not, or not yet. */
async function send(deps: LinksDeps, known: Known, typed: Typed, now: Instant): Promise<Page | null> {
  const again = (...problems: readonly FieldProblem[]) => formPage({ known, now, typed, problems });
  const read = readSuggestion(typed, known.holder.person.timeZone, now);
  if (read.kind === 'problems') return again(...read.problems);
  const check = (...problems: readonly FieldProblem[]) => checkPage({ known, now, typed, understood: read, problems });
  if (read.starts.length > 1) return typed.isChecked ? check(UNCHOSEN) : check();

  const command = commandFor(deps, known, read, now);
  // Nobody is asked to check what would be refused.
  const foreseen = decide(known.room, command);
  if (foreseen.kind === 'refused') return again(wordsOf(foreseen.reason));
  if (!typed.isChecked && isEasilyMistaken(known, read)) return check();

  const outcome = await runCommand(deps, known.room.id, command);
  if (outcome.kind === 'refused') return again(wordsOf(outcome.reason));
  if (outcome.kind === 'changed') deps.log.count('ProposalsCreated', 'form');
  await deps.links.markUsed(known.hash, now);
  const isOther = outcome.kind === 'unchanged' && outcome.now.status !== 'uncreated' && !isRepeated(outcome.now, command);
  return isOther ? refuseUsed(deps, { ...known, room: outcome.now }, now) : null;
}

/** The link was used before. The same suggestion once more is no mistake; another one needs another link. */
function sendAgain(deps: LinksDeps, known: Known, typed: Typed, now: Instant): Page | null {
  const read = readSuggestion(typed, known.holder.person.timeZone, now);
  const isSame = read.kind === 'understood' && isRepeated(known.room, commandFor(deps, known, read, now));
  return isSame ? null : refuseUsed(deps, known, now);
}

function refuseUsed(deps: Pick<LinksDeps, 'log'>, known: Known, now: Instant): Page {
  count(deps, 'used');
  return usedPage({ known, now, isRefused: true });
}

const UNCHOSEN: FieldProblem = { field: 'start', text: 'Choose which of the two you mean' };

/** What is to be said when nothing can be suggested by this link any more. */
export function overPage(deps: Pick<LinksDeps, 'log'>, known: Known, now: Instant): Page | null {
  const view = { known, now };
  if (known.isExpired) {
    count(deps, 'expired');
    return expiredPage(view);
  }
  const { room, link } = known;
  if (room.status === 'cancelled' || room.startUtc <= now) return standingPage(view);
  if (link.sequence !== room.sequence) {
    count(deps, 'outdated');
    return outdatedPage(view);
  }
  return room.status === 'open' ? standingPage(view) : null;
}

const emptyForm = (known: Known, now: Instant): Page =>
  formPage({ known, now, typed: typedFrom(known.room, known.holder.person.timeZone), problems: [] });

const commandFor = (
  { world }: LinksDeps,
  { holder, hash }: Known,
  { starts, durationMinutes, note }: Understood,
  at: Instant,
): Propose => ({
  type: 'propose',
  id: proposalIdOf(hash),
  by: { role: holder.role, email: holder.person.email },
  startUtc: starts[0],
  durationMinutes,
  note,
  via: 'form',
  counter: null,
  at,
  seed: world.seed(),
});

/** Given in another zone than usual, or at night for somebody for whom it was not: shown on every clock before it is sent. */
function isEasilyMistaken({ holder, room }: Known, { starts, durationMinutes, zone }: Understood): boolean {
  const [startUtc] = starts;
  const zones = [holder.person, holder.other].flatMap((who) => (who ? [who.timeZone] : []));
  const becomesNight = zones.some((own) => isAtNight({ startUtc, durationMinutes }, own) && !isAtNight(room, own));
  return becomesNight || !sameClock(startUtc, zone, holder.person.timeZone);
}
