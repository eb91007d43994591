import type { ConfirmableReply } from '../../../shared/room/attendee-reply.ts';
import { proposalIdOf } from '../../../functions/links/single-use.ts';
import { hashOf } from '../../../functions/platform/links/link-token.ts';
import { isoDate } from '../../../shared/time/moment.ts';
import { asha, dina } from '../../support/rooms.ts';
import { nextLastSunday, stageMillis } from './stage-clock.ts';
import type { Stage } from './stage.ts';
import { actor, asked, ashaBooked, benHosts, benReserves, benSuggests, inDays, pathOf, suggests, type Story } from './story.ts';
import { posted, visit, type Reply, type Visit } from './visit.ts';

/** A page in one of its states, and how to get there. */
export interface State {
  readonly name: string;
  readonly status: number;
  /** Brings the state about; gives the request that shows the page. `later` is a server three days ahead. */
  readonly arrange: (stage: Stage) => Promise<Shown>;
}

interface Shown {
  readonly path: string;
  readonly visiting?: Visit;
  readonly isLater?: boolean;
}

const state = (name: string, status: number, arrange: State['arrange']): State => ({ name, status, arrange });

const decline = { type: 'reply', partstat: 'DECLINED', sequence: 0, dtstamp: null } as const;

/** What a person types who is in Kolkata, by default the next day at half past six in the evening there. */
export const typed = (more: Readonly<Record<string, string>> = {}) => ({
  date: isoDate(inDays(8, '13:00'), 'Asia/Kolkata'),
  time: '18:45',
  length: '60',
  zone: 'Asia/Kolkata',
  note: 'Could we?',
  ...more,
});

const approved = (story: Story) =>
  story.proposal().then(({ id }) => ({ ...asked(), type: 'approve', by: actor('guest'), proposalId: id }) as const);
const declined = (story: Story) =>
  story.proposal().then(({ id }) => ({ ...asked(), type: 'decline-proposal', by: actor('guest'), proposalId: id }) as const);

const leaving = () => ({ ...asked(20), type: 'leave', by: actor('guest') }) as const;
const cancelling = () => ({ ...asked(10), type: 'cancel', by: actor('host') }) as const;
const moving = () => ({ ...asked(20), type: 'reschedule', by: actor('host'), startUtc: inDays(9, '10:00'), durationMinutes: 90 }) as const;

async function decisionLink(
  story: Story,
  purpose: 'approve' | 'decline',
  then?: (story: Story) => Promise<unknown>,
  isLater = false,
): Promise<Shown> {
  const token = await story.link(purpose, 'guest');
  await then?.(story);
  return { path: pathOf(purpose, token), isLater };
}

async function bookLink(story: Story, then?: (story: Story) => Promise<unknown>): Promise<Shown> {
  const token = await story.link('book', 'guest');
  await then?.(story);
  return { path: pathOf('book', token) };
}

async function cantComeLink(story: Story, role: 'host' | 'guest'): Promise<Shown> {
  return { path: pathOf('cant-come', await story.bookingLink('cant-come', role)) };
}

const LONG_NOTE = 'Bring the slides of '.repeat(25);

async function noteLink(story: Story): Promise<Shown> {
  return { path: pathOf('note', await story.bookingLink('note', 'guest')) };
}

/** A session that is over three days from now. */
async function feedbackLink(stage: Stage): Promise<Shown> {
  const story = await ashaBooked(stage);
  const soon = { startUtc: inDays(2, '06:00'), durationMinutes: null } as const;
  await story.happens({ type: 'reschedule', by: actor('host'), ...soon, ...asked(5) });
  return { path: pathOf('feedback', await story.bookingLink('feedback', 'guest')) };
}

const introducing = (role: 'host' | 'guest') => ({ type: 'introduce', by: actor(role), yes: true, ...asked(10) }) as const;

async function introduceLink(story: Story): Promise<Shown> {
  return { path: pathOf('introduce', await story.bookingLink('introduce', 'guest')) };
}

async function rescheduleLink(
  story: Story,
  role: 'host' | 'guest',
  then?: (story: Story) => Promise<unknown>,
  isLater = false,
): Promise<Shown> {
  const token = await story.link('reschedule', role);
  await then?.(story);
  return { path: pathOf('reschedule', token), isLater };
}

const declinedByHost = async (story: Story) => {
  const { id } = await story.proposal();
  await story.happens({ ...asked(), type: 'decline-proposal', by: actor('host'), proposalId: id });
};

/** Asha's link after she has suggested a time with it. */
async function usedLink(stage: Stage, then?: (story: Story) => Promise<unknown>): Promise<Shown & { readonly r: string }> {
  const story = await ashaBooked(stage);
  const r = await story.link('reschedule', 'guest');
  await story.happens(suggests('guest', { id: proposalIdOf(hashOf(r)) }));
  await then?.(story);
  return { path: pathOf('reschedule', r), r };
}

async function filledForm(stage: Stage, form: Readonly<Record<string, string>>): Promise<Shown> {
  const r = await (await benSuggests(stage)).link('reschedule', 'guest');
  return { path: '/reschedule', visiting: posted({ r, ...typed(form) }) };
}

async function confirmLink(
  stage: Stage,
  reply: ConfirmableReply,
  role: 'host' | 'guest' = 'guest',
  isPressed = false,
): Promise<Shown & { story: Story }> {
  const story = await ashaBooked(stage);
  const t = await story.link('confirm', role, { reply });
  return { path: isPressed ? '/confirm' : pathOf('confirm', t), story, ...(isPressed && { visiting: posted({ t }) }) };
}

/** Every page that people can come to see, in every state of it. */
export const STATES: readonly State[] = [
  state('approve', 200, async (stage) => decisionLink(await benSuggests(stage), 'approve')),
  state('decline', 200, async (stage) => decisionLink(await benSuggests(stage), 'decline')),
  state('approved', 200, async (stage) =>
    decisionLink(await benSuggests(stage), 'approve', async (story) => story.happens(await approved(story))),
  ),
  state('approved, then moved again', 200, async (stage) =>
    decisionLink(await benSuggests(stage), 'approve', async (story) => story.happens(await approved(story), moving())),
  ),
  state('declined', 200, async (stage) =>
    decisionLink(await benSuggests(stage), 'approve', async (story) => story.happens(await declined(story))),
  ),
  state('suggestion overtaken by the next', 200, async (stage) =>
    decisionLink(await benSuggests(stage), 'approve', (story) => story.happens(suggests('host', { startUtc: inDays(9, '12:00') }))),
  ),
  state('suggestion overtaken by a move', 200, async (stage) =>
    decisionLink(await benSuggests(stage), 'decline', (story) => story.happens(moving())),
  ),
  state('suggestion of a cancelled session', 200, async (stage) =>
    decisionLink(await benSuggests(stage), 'approve', (story) => story.happens(cancelling())),
  ),
  state('suggestion expired', 410, async (stage) => decisionLink(await benSuggests(stage), 'approve', undefined, true)),
  state('no longer in the session', 410, async (stage) =>
    decisionLink(await benSuggests(stage), 'approve', (story) => story.happens(leaving(), { ...asked(), type: 'book', guest: dina })),
  ),
  state('reschedule form', 200, async (stage) => rescheduleLink(await ashaBooked(stage), 'guest')),
  state('reschedule form beside a suggestion', 200, async (stage) => rescheduleLink(await benSuggests(stage), 'guest')),
  state('reschedule form after a no', 200, async (stage) =>
    rescheduleLink(await benSuggests(stage), 'host', async (story) => story.happens(await declined(story))),
  ),
  state('reschedule form with problems', 422, (stage) =>
    filledForm(stage, { date: '', time: '', length: '', zone: 'Nowhere'.padEnd(5000, 'x'), note: 'x'.repeat(501) }),
  ),
  state('reschedule form, zone that could be several', 422, (stage) =>
    filledForm(stage, { date: '', time: '', length: '', zone: 'America/', note: 'x'.repeat(501) }),
  ),
  state('reschedule form, time skipped by the clocks', 422, (stage) => filledForm(stage, { ...SKIPPED, zone: 'Europe/London' })),
  state('check of a time at night', 200, (stage) => filledForm(stage, { time: '08:00' })),
  state('check of a doubled time', 200, (stage) => filledForm(stage, { ...DOUBLED, zone: 'Europe/London' })),
  state('check of a doubled time, nothing chosen', 422, (stage) =>
    filledForm(stage, { ...DOUBLED, zone: 'Europe/London', checked: 'yes' }),
  ),
  state('reschedule form beside a suggestion of one’s own', 200, async (stage) => rescheduleLink(await benSuggests(stage), 'host')),
  state('reschedule link used', 200, (stage) => usedLink(stage)),
  state('reschedule link used twice', 409, async (stage) => {
    const { r } = await usedLink(stage);
    return { path: '/reschedule', visiting: posted({ r, ...typed({ time: '19:15' }) }) };
  }),
  state('reschedule link used, and declined', 200, (stage) => usedLink(stage, declinedByHost)),
  state('reschedule link from before', 200, async (stage) =>
    rescheduleLink(await ashaBooked(stage), 'guest', (story) => story.happens(moving())),
  ),
  state('reschedule link expired', 410, async (stage) => {
    const story = await ashaBooked(stage);
    return { path: pathOf('reschedule', await story.link('reschedule', 'guest', { expiresAt: inDays(1, '00:00') })), isLater: true };
  }),
  state('reschedule link of a cancelled session', 200, async (stage) =>
    rescheduleLink(await ashaBooked(stage), 'guest', (story) => story.happens(cancelling())),
  ),
  state('reschedule link, nobody booked', 200, async (stage) => rescheduleLink(await ashaBooked(stage, leaving()), 'host')),
  state('confirm a yes', 200, (stage) => confirmLink(stage, { ...decline, partstat: 'ACCEPTED' })),
  state('confirm a maybe', 200, (stage) => confirmLink(stage, { ...decline, partstat: 'TENTATIVE' })),
  state("confirm the guest's no", 200, (stage) => confirmLink(stage, decline)),
  state("confirm the host's no", 200, (stage) => confirmLink(stage, decline, 'host')),
  state('confirm a suggestion', 200, (stage) => confirmLink(stage, suggestion)),
  state('confirm a suggestion that cannot be', 409, (stage) =>
    confirmLink(stage, { ...suggestion, startUtc: inDays(-1, '12:00') }, 'guest', true),
  ),
  state('confirm link expired', 410, async (stage) => {
    const story = await ashaBooked(stage);
    return {
      path: pathOf('confirm', await story.link('confirm', 'guest', { reply: decline, expiresAt: inDays(1, '00:00') })),
      isLater: true,
    };
  }),
  state("the guest can't come", 200, async (stage) => cantComeLink(await ashaBooked(stage), 'guest')),
  state("the host can't come", 200, async (stage) => cantComeLink(await ashaBooked(stage), 'host')),
  state("the host can't come to a session that nobody has booked", 200, async (stage) =>
    cantComeLink(await ashaBooked(stage, leaving()), 'host'),
  ),
  state("the host's link, after the session was cancelled", 200, async (stage) => {
    const story = await ashaBooked(stage);
    const shown = await cantComeLink(story, 'host');
    await story.happens({ type: 'cancel', by: actor('host'), ...asked() });
    return shown;
  }),
  state("a link of somebody who can't come, expired", 410, async (stage) => {
    const story = await ashaBooked(stage);
    return { path: pathOf('cant-come', await story.bookingLink('cant-come', 'guest', { expiresAt: asked().at })) };
  }),
  state('the link of an earlier booking', 200, async (stage) => {
    const story = await ashaBooked(stage);
    const shown = await cantComeLink(story, 'guest');
    await story.happens(leaving(), { type: 'book', guest: { ...asha, sub: 'asha-comes-back' }, ...asked(5) });
    return shown;
  }),
  state('a note', 200, async (stage) => noteLink(await ashaBooked(stage))),
  state('a note after two of full length', 200, async (stage) => {
    const story = await ashaBooked(stage);
    for (const role of ['host', 'guest'] as const)
      await story.happens({ type: 'write-note', by: actor(role), text: LONG_NOTE, ...asked(20) });
    return noteLink(story);
  }),
  state('a note that is too long', 422, async (stage) => {
    const t = await (await ashaBooked(stage)).bookingLink('note', 'guest');
    return { path: '/note', visiting: posted({ t, note: `${LONG_NOTE}!` }) };
  }),
  state('an exchange of addresses', 200, async (stage) => introduceLink(await ashaBooked(stage))),
  state('an exchange of addresses that the other wants', 200, async (stage) => introduceLink(await ashaBooked(stage, introducing('host')))),
  state('an exchange of addresses that was asked for', 200, async (stage) => introduceLink(await ashaBooked(stage, introducing('guest')))),
  state('addresses exchanged', 200, async (stage) => introduceLink(await ashaBooked(stage, introducing('guest'), introducing('host')))),
  state('how a session was, not asked yet', 410, async (stage) => feedbackLink(stage)),
  state('how a session was', 200, async (stage) => ({ ...(await feedbackLink(stage)), isLater: true })),
  state('a session that is reserved', 200, async (stage) => bookLink(await benReserves(stage, true))),
  state('a session that was reserved, booked', 200, async (stage) =>
    bookLink(await benReserves(stage, true), async (story) => {
      const { reservedFor } = await story.room();
      if (reservedFor) await story.happens({ ...asked(0), type: 'book', guest: reservedFor.person });
    }),
  ),
  state('a session that was reserved, cancelled', 410, async (stage) =>
    bookLink(await benReserves(stage, false), (story) => story.happens({ ...asked(0), type: 'cancel', by: actor('host') })),
  ),
  state('a session that is reserved no longer', 410, async (stage) =>
    bookLink(await benReserves(stage, true), (story) => story.happens({ ...asked(0), type: 'decline-reservation', by: actor('guest') })),
  ),
  state('forged', 404, async () => ({ path: '/approve?t=made-up' })),
  state('incomplete', 400, async () => ({ path: '/reschedule' })),
  state('prefetched', 503, async () => ({ path: '/reschedule?r=x', visiting: { headers: { purpose: 'prefetch' } } })),
  state('from elsewhere', 403, async () => ({ path: '/approve', visiting: posted({}, { 'sec-fetch-site': 'cross-site' }) })),
  state('not a form', 415, async () => ({
    path: '/approve',
    visiting: { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
  })),
  state('too large', 413, async () => ({ path: '/approve', visiting: posted({ note: 'x'.repeat(9000) }) })),
  state('no such method', 405, async () => ({ path: '/approve', visiting: { method: 'PUT' } })),
  state('fresh link asked for', 200, async () => ({ path: '/fresh-link' })),
  state('open session that nobody has booked', 200, async (stage) => rescheduleLink(await benHosts(stage), 'host')),
];

const suggestion = { type: 'propose', startUtc: inDays(8, '12:00'), durationMinutes: null, sequence: 0, dtstamp: null } as const;

/** The next nights on which London's clocks change: the last Sundays of March and October. */
export const SKIPPED = { date: nextLastSunday(2, stageMillis()), time: '01:30' };
export const DOUBLED = { date: nextLastSunday(9, stageMillis()), time: '01:30' };

export interface Servers {
  readonly now: { readonly origin: string };
  readonly later: { readonly origin: string };
}

/** The page in this state, as a program without scripts sees it. */
export async function see(stage: Stage, servers: Servers, { arrange }: State): Promise<Reply> {
  const { path, visiting, isLater = false } = await arrange(stage);
  return visit(`${(isLater ? servers.later : servers.now).origin}${path}`, visiting);
}
