import { linkUrl } from '../../shared/link/link.ts';
import type { Propose } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import { findRefusedSlot } from '../../shared/room/proposals.ts';
import type { TimeSlot } from '../../shared/time/time-slot.ts';
import type { Refusal } from '../../shared/words/refusals.ts';
import { isAtNight, sameClock } from '../../shared/time/moment.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { listOverlaps } from '../platform/people/charge-person.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import type { LinksDeps } from './links-deps.ts';
import { openLink, type Known } from './open-link.ts';
import { makeCheckPage } from './pages/check-page.tsx';
import { makeExpiredPage, makeOutdatedPage, makeStandingPage, makeUsedPage } from './pages/reschedule-pages.tsx';
import type { LinkPage } from './pages/link-page.tsx';
import { makeFormPage } from './pages/proposal-form.tsx';
import { limitWords } from './limit-words.ts';
import { count, refuseLink } from './refuse.ts';
import { problemOfRefusal } from './problem-of-refusal.ts';
import { isRepeated, isUsed, proposalIdOf } from './single-use.ts';
import { readProposal, fillFrom, readTyped, type FormProblem, type Typed, type Understood, type UnderstoodTime } from './typed-proposal.ts';

/** The form; or, once the link has been used, what was suggested with it and how that stands. */
export async function showReschedule(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, 'reschedule', now);
  if (opened.kind !== 'known') return refuseLink(deps, opened, now);
  const page = overPage(deps, opened, now) ?? (isUsed(opened) ? makeUsedPage({ known: opened, now }) : emptyForm(opened, now));
  return pageAnswer(deps.pages, page);
}

/** The form came back: sent on, or shown again with what is to be mended or checked. */
export async function suggest(deps: LinksDeps, token: string, form: URLSearchParams): Promise<HttpAnswer> {
  const now = deps.world.now();
  const known = await openLink(deps, token, 'reschedule', now);
  if (known.kind !== 'known') return refuseLink(deps, known, now);
  const page = overPage(deps, known, now) ?? (await answer(deps, known, form, now));
  return page ? pageAnswer(deps.pages, page) : seeOther(linkUrl('', 'reschedule', token));
}

function answer(deps: LinksDeps, known: Known, form: URLSearchParams, now: Instant): LinkPage | null | Promise<LinkPage | null> {
  const typed = readTyped(form);
  if (isUsed(known)) return sendAgain(deps, known, typed, now);
  const showsMore = form.has('more');
  return showsMore || form.has('change') ? makeFormPage({ known, now, typed, problems: [], showsMore }) : send(deps, known, typed, now);
}

/** Passes the suggestion on; or gives the page that says why not, or not yet. */
async function send(deps: LinksDeps, known: Known, typed: Typed, now: Instant): Promise<LinkPage | null> {
  const again = (...problems: readonly FormProblem[]) => makeFormPage({ known, now, typed, problems });
  const read = readProposal(typed, known.holder.person.timeZone, now);
  if (read.kind === 'problems') return again(...read.problems);
  const check = (...problems: readonly FormProblem[]) => makeCheckPage({ known, now, typed, understood: read, problems });
  const doubled = read.times.filter(({ starts }) => starts.length > 1);
  if (doubled.length > 0) return typed.isChecked ? check(...doubled.map(unchosen)) : check();

  const command = commandFor(deps, known, read, now);
  // Nobody is asked to check what would be refused.
  const foreseen = decide(known.room, command);
  if (foreseen.kind === 'refused') return again(problemIn(known, command, read, foreseen.reason));
  const busy = await listOverlaps(deps, known.holder.person.sub, known.room.id, slotsIn(read), now);
  if (!typed.isChecked && (busy.length > 0 || isEasilyMistaken(known, read)))
    return makeCheckPage({ known, now, typed, understood: read, problems: [], busy });

  const outcome = await runCharged(deps, known.room.id, command, { allowOverlap: true });
  if (outcome.kind === 'limited') return again({ field: null, text: limitWords(outcome.reached, known.holder.person.timeZone) });
  if (outcome.kind === 'refused') return again(problemIn(known, command, read, outcome.reason));
  if (outcome.kind === 'changed') deps.log.count('ProposalsCreated');
  await deps.links.markUsed(known.hash, now);
  const isOther = outcome.kind === 'unchanged' && outcome.now.status !== 'uncreated' && !isRepeated(outcome.now, command);
  return isOther ? refuseUsed(deps, { ...known, room: outcome.now }, now) : null;
}

/** The link was used before. The same suggestion once more is no mistake; another one needs another link. */
function sendAgain(deps: LinksDeps, known: Known, typed: Typed, now: Instant): LinkPage | null {
  const read = readProposal(typed, known.holder.person.timeZone, now);
  const isSame = read.kind === 'understood' && isRepeated(known.room, commandFor(deps, known, read, now));
  return isSame ? null : refuseUsed(deps, known, now);
}

function refuseUsed(deps: Pick<LinksDeps, 'log'>, known: Known, now: Instant): LinkPage {
  count(deps, 'used');
  return makeUsedPage({ known, now, isRefused: true });
}

const unchosen = ({ typed }: UnderstoodTime): FormProblem => ({
  field: `start${typed.suffix}`,
  text: 'Choose which of the two you mean',
});

/** What is refused, at the field of the time that it is about. */
function problemIn({ room }: Known, command: Propose, { times }: Understood, refusal: Refusal): FormProblem {
  const suffix = times[findRefusedSlot(room, command, refusal) ?? 0]?.typed.suffix ?? '';
  return problemOfRefusal(refusal, `date${suffix}`);
}

/** What is to be said when nothing can be suggested by this link any more. */
export function overPage(deps: Pick<LinksDeps, 'log'>, known: Known, now: Instant): LinkPage | null {
  const view = { known, now };
  if (known.isExpired) {
    count(deps, 'expired');
    return makeExpiredPage(view);
  }
  const { room, link } = known;
  if (room.status === 'cancelled' || room.startUtc <= now) return makeStandingPage(view);
  if (link.sequence !== room.sequence) {
    count(deps, 'outdated');
    return makeOutdatedPage(view);
  }
  return room.status === 'open' ? makeStandingPage(view) : null;
}

const emptyForm = (known: Known, now: Instant): LinkPage =>
  makeFormPage({ known, now, typed: fillFrom(known.room, known.holder.person.timeZone), problems: [] });

const commandFor = ({ world }: LinksDeps, { holder, hash }: Known, understood: Understood, at: Instant): Propose => ({
  type: 'propose',
  id: proposalIdOf(hash),
  by: { role: holder.role, email: holder.person.email },
  ...slotsIn(understood)[0],
  alternatives: slotsIn(understood).slice(1),
  note: understood.note,
  via: 'form',
  counter: null,
  at,
  seed: world.seed(),
});

function slotsIn({ times, durationMinutes }: Understood): readonly [TimeSlot, ...TimeSlot[]] {
  const [first, ...others] = times;
  const slotOf = ({ starts }: UnderstoodTime): TimeSlot => ({ startUtc: starts[0], durationMinutes });
  return [slotOf(first), ...others.map(slotOf)];
}

/** Given in another zone than usual, or at night for somebody for whom it was not: shown on every clock before it is sent. */
function isEasilyMistaken({ holder, room }: Known, understood: Understood): boolean {
  const zones = [holder.person, holder.other].flatMap((who) => (who ? [who.timeZone] : []));
  return slotsIn(understood).some((slot) => {
    const becomesNight = zones.some((own) => isAtNight(slot, own) && !isAtNight(room, own));
    return becomesNight || !sameClock(slot.startUtc, understood.zone, holder.person.timeZone);
  });
}
