import { createHash } from 'node:crypto';
import type { ConfirmableReply } from '../../shared/room/attendee-reply.ts';
import type { Command } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import { rememberAddress } from '../../shared/room/profile.ts';
import type { ProposalId } from '../../shared/words/ids.ts';
import { linkUrl } from '../../shared/link/link.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { changeProfile } from '../platform/people/change-profile.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import type { LinksDeps } from './links-deps.ts';
import { openLink, findPendingProposalBy, type Known, type Opened } from './open-link.ts';
import { makeAnsweredPage, makeConfirmPage, makeImpossiblePage, makePassedOnPage } from './pages/confirm-pages.tsx';
import { makeWaitingPage } from './pages/reschedule-pages.tsx';
import type { LinkPage } from './pages/link-page.tsx';
import { overPage } from './reschedule-link.ts';
import { limitWords } from './limit-words.ts';
import { refuseLink } from './refuse.ts';
import { REFUSAL_WORDS } from '../../shared/words/refusal-words.ts';

/** The page of a link that asks whether an answer from the calendar was really the holder's. */
export async function showConfirm(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, 'confirm', now);
  return opened.kind === 'known' ? pageAnswer(deps.pages, pageOf(deps, opened, now)) : refuseLink(deps, opened, now);
}

/** The holder says yes: the answer counts as if it had been proven from the start, in its place among their messages. */
export async function confirm(deps: LinksDeps, token: string, form: URLSearchParams): Promise<HttpAnswer> {
  const now = deps.world.now();
  const known = await openLink(deps, token, 'confirm', now);
  if (known.kind === 'forged' || known.kind === 'forgotten' || known.kind === 'unreadable') return refuseLink(deps, known, now);
  if (isNoOfSomeoneOut(known)) return noted(deps, known.hash, token, now);
  if (known.kind === 'ended') return refuseLink(deps, known, now);
  const reply = replyOf(known);
  // Another message has replaced the question since the page was loaded: its button must not say yes to something unread.
  const isReplaced = reply !== null && form.has('q') && form.get('q') !== questionIdOf(reply);
  if (known.isExpired || reply === null || isReplaced) return pageAnswer(deps.pages, pageOf(deps, known, now));
  // A page that was loaded before the session changed asks a question that no longer stands.
  const over = known.link.usedAt === null ? overPage(deps, known, now) : null;
  if (over) return pageAnswer(deps.pages, over);
  for (const address of reply.remember ?? []) {
    await changeProfile(deps.people, known.holder.person.sub, (profile) => rememberAddress(profile, address));
  }
  const outcome = await runCharged(deps, known.room.id, commandFor(deps, known, reply, now), { allowOverlap: true });
  if (outcome.kind === 'limited') {
    return pageAnswer(deps.pages, makeImpossiblePage({ known, now }, limitWords(outcome.reached, known.holder.person.timeZone)));
  }
  if (outcome.kind === 'refused' && known.link.usedAt === null) {
    // Perhaps another press was quicker: how does it stand now?
    const standing = await openLink(deps, token, 'confirm', now);
    if ('link' in standing && isNoOfSomeoneOut(standing)) return noted(deps, known.hash, token, now);
    const { matter, wayOut } = REFUSAL_WORDS[outcome.reason];
    return pageAnswer(deps.pages, makeImpossiblePage({ known, now }, `${matter} ${wayOut}`));
  }
  if (outcome.kind === 'changed' && reply.type === 'propose') deps.log.count('ProposalsCreated');
  return noted(deps, known.hash, token, now);
}

/** A person who says that they can't come and is out by now gets the same answer, whether by this press or another. */
function isNoOfSomeoneOut(opened: Extract<Opened, { kind: 'ended' | 'known' }>): boolean {
  const { reply } = opened.link;
  const isOut = opened.kind === 'ended' || opened.room.status === 'cancelled';
  return isOut && !opened.isExpired && reply?.type === 'reply' && reply.partstat === 'DECLINED';
}

async function noted({ links }: LinksDeps, hash: string, token: string, now: Instant): Promise<HttpAnswer> {
  await links.markUsed(hash, now);
  return seeOther(linkUrl('', 'confirm', token));
}

function pageOf(deps: LinksDeps, known: Known, now: Instant): LinkPage {
  const { link } = known;
  const reply = replyOf(known);
  if (link.usedAt !== null) {
    if (reply?.type !== 'propose') return makeAnsweredPage({ known, now });
    const waiting = findPendingProposalBy(known.holder.role, known.room.proposals, now);
    return waiting ? makeWaitingPage({ known, now }, waiting) : makePassedOnPage({ known, now });
  }
  const over = overPage(deps, known, now);
  if (over || reply === null || isOvertaken(deps, known, reply, now)) return over ?? makeAnsweredPage({ known, now });
  return makeConfirmPage({ known, now, reply, questionId: questionIdOf(reply) });
}

/** What the link confirms. Of a question it is the newest message, also if the mail was about an older one. */
const replyOf = ({ link, holder }: Known): ConfirmableReply | null =>
  link.isQuestion === true ? (holder.person.question ?? link.reply) : link.reply;

/** Tells one message from another without telling what it says. */
function questionIdOf(reply: ConfirmableReply): string {
  const asked = reply.type === 'reply' ? reply.partstat : [reply.startUtc, reply.durationMinutes];
  const said = JSON.stringify([asked, reply.sequence, reply.dtstamp, reply.receivedAt ?? null]);
  return createHash('sha256').update(said).digest('hex').slice(0, 16);
}

/** Something newer was answered since: pressing the button would change nothing, so it is not offered. */
function isOvertaken(deps: LinksDeps, known: Known, reply: ConfirmableReply, now: Instant): boolean {
  const decision = decide(known.room, commandFor(deps, known, reply, now));
  return decision.kind === 'unchanged' || (decision.kind === 'changed' && decision.mail.some(({ kind }) => kind === 'current'));
}

function commandFor({ world }: LinksDeps, { holder }: Known, reply: ConfirmableReply, at: Instant): Command {
  const asked = { by: { role: holder.role, email: holder.person.email }, at, seed: world.seed() };
  const order = { sequence: reply.sequence, dtstamp: reply.dtstamp, receivedAt: reply.receivedAt };
  if (reply.type === 'reply') return { ...asked, type: 'reply', partstat: reply.partstat, order, note: reply.note ?? '' };
  return {
    ...asked,
    type: 'propose',
    id: world.uuid() as ProposalId,
    startUtc: reply.startUtc,
    durationMinutes: reply.durationMinutes,
    note: reply.note ?? '',
    via: 'counter',
    // What the calendar that sent it understands was not kept with the link: the current time is sent in any case.
    counter: { ...order, understandsDeclineCounter: false, originalStartUtc: null },
  };
}
