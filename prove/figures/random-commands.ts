import { methodOf } from '../../shared/itip/write-itip.ts';
import { DURATIONS } from '../../shared/words/durations.ts';
import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { ProposalId, RoomId, Uid } from '../../shared/words/ids.ts';
import type { Command } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Decision } from '../../shared/room/decision.ts';
import { isCalendarMail } from '../../shared/room/owed-mail.ts';
import type { Person } from '../../shared/room/person.ts';
import { statusAt } from '../../shared/room/proposal.ts';
import { guestOf, participantOf, uncreated, type ExistingRoom } from '../../shared/room/room.ts';
import { instantAt, millisOf } from '../../shared/time/instant.ts';
import type { Figure } from '../figure.ts';
import { RoomByTheRules, type Asked } from '../judges/rules.ts';
import { tryFromSeeds } from '../try-from-seeds.ts';
import { createRandom, type Random } from '../world/random.ts';

const MINUTE = 60_000;
const PER_ROOM = 60;
const PEOPLE = ['ben', 'asha', 'cy'] as const;
const BEGIN = Date.UTC(2030, 0, 7, 9);

/** Figure 3: random commands, judged by rules that were written a second time. */
export const randomCommands: Figure = {
  number: 3,
  name: 'random-commands',
  counts: 'random commands of three people: the room and its calendar mail are what a second set of rules says',
  goal: 10_000_000,
  run: async (trial) => {
    const found = await tryFromSeeds(trial, (seed) => {
      const wrong = liveOneRoom(seed);
      return { tried: PER_ROOM, wrongs: wrong === null ? [] : [wrong] };
    });
    return { ...found, notes: [] };
  },
};

function liveOneRoom(seed: number): string | null {
  const random = createRandom(seed);
  let at = BEGIN;
  const start = BEGIN + (60 + random.below(14 * 1440)) * MINUTE;
  const minutes = random.pick(DURATIONS);
  const judge = new RoomByTheRules('ben', start, minutes);
  const created = decide(uncreated, {
    type: 'create',
    ...drawn(random, at),
    id: '00000000-0000-4000-8000-000000000001' as RoomId,
    uid: '00000000-0000-4000-8000-000000000002' as Uid,
    host: personOf('ben'),
    startUtc: instantAt(start),
    durationMinutes: minutes,
  });
  if (created.kind !== 'changed') return `create: ${created.kind}`;
  let room = created.room;
  const ids: string[] = [];
  const told: string[] = [];
  for (let n = 0; n < PER_ROOM; n++) {
    at += random.pick([1, 10, 60, 400, 3000]) * MINUTE;
    const asked = askAnything(random, at, room, ids);
    const decision = decide(room, commandOf(asked, room, random));
    told.push(`${asked.type} by ${asked.who}`);
    const isLimited = decision.kind === 'refused' && decision.reason.endsWith('-limit');
    if (!isLimited) {
      const judged = judge.ask(asked);
      const found = mailIn(decision);
      if (JSON.stringify(found) !== JSON.stringify(judged.mail.toSorted()))
        return `after ${told.slice(-6).join(', ')}: owes ${found.join(', ') || 'nothing'} instead of ${judged.mail.join(', ') || 'nothing'}`;
    }
    if (decision.kind === 'changed') room = decision.room;
    const [found, expected] = [describe(room, at), judge.describe(at)];
    if (found !== expected) return `after ${told.slice(-6).join(', ')}: ${found} instead of ${expected}`;
  }
  return null;
}

const drawn = (random: Random, at: number) => ({ at: instantAt(at), seed: random.hex(32) });

const personOf = (name: string): Person => ({
  sub: `sub-${name}`,
  email: `${name}@mail.example` as EmailAddress,
  name,
  timeZone: 'UTC',
});

const OFTEN = ['book', 'book', 'reschedule', 'leave', 'reply', 'reply', 'propose', 'propose', 'approve', 'decline'] as const;

function askAnything(random: Random, at: number, room: ExistingRoom, ids: string[]): Asked {
  const who = random.pick(PEOPLE);
  // Often a time that is taken: the present one, or one that was suggested.
  const times = [millisOf(room.startUtc), ...room.proposals.slice(-2).map(({ startUtc }) => millisOf(startUtc))];
  const start = random.isTrue(0.3) ? random.pick(times) : at + (random.below(10 * 1440) - 600) * MINUTE;
  const minutes = random.pick(DURATIONS);
  const id = ids.length > 0 ? random.pick(ids.slice(-4)) : 'none';
  const type = random.pick([...OFTEN, ...(random.isTrue(0.2) ? (['cancel'] as const) : [])]);
  switch (type) {
    case 'reschedule':
      return { type, at, who, start, minutes };
    case 'reply': {
      const partstat = random.pick(['ACCEPTED', 'ACCEPTED', 'TENTATIVE', 'DECLINED'] as const);
      return { type, at, who, partstat, isStale: isInvitedTwice(room, who) && random.isTrue(0.2) };
    }
    case 'propose': {
      const fresh = `proposal-${ids.length}`;
      ids.push(fresh);
      return { type, at, who, id: fresh, start, minutes };
    }
    case 'approve':
    case 'decline':
      return { type, at, who, id };
    default:
      return { type, at, who };
  }
}

const invitedOf = (room: ExistingRoom, who: string): number =>
  (['host', 'guest'] as const).map((role) => participantOf(room, role)).find((one) => one?.name === who)?.lastMajorSequence ?? 0;

const isInvitedTwice = (room: ExistingRoom, who: string): boolean => invitedOf(room, who) > 0;

function commandOf(asked: Asked, room: ExistingRoom, random: Random): Command {
  const common = { ...drawn(random, asked.at), by: { sub: `sub-${asked.who}` } };
  switch (asked.type) {
    case 'book':
      return { type: 'book', ...common, guest: personOf(asked.who) };
    case 'reschedule':
      return { type: 'reschedule', ...common, startUtc: instantAt(asked.start), durationMinutes: asked.minutes as 30 | 60 | 90 };
    case 'reply': {
      const sequence = Math.max(0, invitedOf(room, asked.who) - (asked.isStale ? 1 : 0));
      return { type: 'reply', ...common, partstat: asked.partstat, order: { sequence, dtstamp: instantAt(asked.at) } };
    }
    case 'propose': {
      const wanted = { startUtc: instantAt(asked.start), durationMinutes: asked.minutes };
      return { type: 'propose', ...common, id: asked.id as ProposalId, ...wanted, note: '', via: 'app', counter: null };
    }
    case 'approve':
      return { type: 'approve', ...common, proposalId: asked.id as ProposalId };
    case 'decline':
      return { type: 'decline-proposal', ...common, proposalId: asked.id as ProposalId };
    default:
      return { type: asked.type, ...common };
  }
}

/** The calendar mail that tells a change. What repeats the present state, or says something else, is not judged here. */
function mailIn(decision: Decision): readonly string[] {
  if (decision.kind !== 'changed') return [];
  return decision.mail
    .filter(isCalendarMail)
    .filter(({ cause }) => cause === null)
    .map((mail) => `${methodOf(mail.kind)} ${mail.sequence} ${mail.to.name}`)
    .toSorted();
}

function describe(room: ExistingRoom, at: number): string {
  const people = [room.host, guestOf(room)].map((one) => (one === null ? '-' : `${one.name} ${one.partstat}`));
  const proposals = room.proposals.map((proposal) => `${proposal.id} ${statusAt(proposal, instantAt(at))}`);
  return [room.status, room.sequence, millisOf(room.startUtc), room.durationMinutes, ...people, ...proposals].join(', ');
}
