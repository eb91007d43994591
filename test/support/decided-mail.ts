import type { Command } from '../../shared/room/command.ts';
import type { Notice } from '../../shared/room/notice.ts';
import type { Role } from '../../shared/words/roles.ts';
import { reserve } from '../../shared/room/reservation.ts';
import { decide } from '../../shared/room/decide.ts';
import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { OwedMail } from '../../shared/room/owed-mail.ts';
import type { WishId } from '../../shared/words/ids.ts';
import type { Person } from '../../shared/room/person.ts';
import { uncreated, type Room } from '../../shared/room/room.ts';
import { plusMinutes, type Instant } from '../../shared/time/instant.ts';
import { asha, ben, bensRoom, monday, nextTuesday, nextWednesday, ownVenue, proposalId, seed } from './rooms.ts';

/*
 * Every mail that the service can owe, each from the decision that owes it.
 */

export interface DecidedMail {
  /** What happened, and to whom the mail goes. */
  readonly name: string;
  readonly mail: OwedMail;
  /** Whose address must not be in it; null: both have asked for it. */
  readonly stranger: EmailAddress | null;
}

export interface Cast {
  readonly host: Person;
  readonly guest: Person;
  readonly start: Instant;
  /** When what is proposed would begin. */
  readonly proposed: Instant;
  readonly note: string;
}

export const benAndAsha: Cast = {
  host: ben,
  guest: asha,
  start: nextTuesday,
  proposed: nextWednesday,
  note: 'Could we do this?\nThe ward is busy.',
};

/** Each kind of mail, to each role that it is owed to. */
export function everyMail(cast: Cast = benAndAsha): readonly DecidedMail[] {
  return stories(cast).flatMap(([name, commands]) => {
    const mail = lastMail(commands);
    if (mail.length === 0) throw new Error(`${name}: no mail`);
    return mail.map((owed) => {
      const other = owed.to.role === 'host' ? cast.guest.email : cast.host.email;
      const stranger = owed.kind === 'introduction' ? null : other;
      return { name: `${name} › ${owed.kind} to the ${owed.to.role}`, mail: owed, stranger };
    });
  });
}

type Story = readonly [name: string, commands: readonly Command[]];

function stories({ host, guest, start, proposed, note }: Cast): readonly Story[] {
  const at = (minute: number) => ({ at: plusMinutes(monday, minute), seed: seed(minute) });
  const by = { host: { sub: host.sub }, guest: { sub: guest.sub } };
  const create: Command = { ...bensRoom, host, startUtc: start };
  const book: Command = { type: 'book', guest, ...at(2) };
  const moved: Command = { type: 'reschedule', by: by.host, startUtc: proposed, durationMinutes: 90, ...at(3) };
  const leave: Command = { type: 'leave', by: by.guest, ...at(4) };
  const cancel: Command = { type: 'cancel', by: by.host, ...at(5) };
  const accept = (role: Role): Command => ({
    type: 'reply',
    by: by[role],
    partstat: 'ACCEPTED',
    order: { sequence: 0, dtstamp: at(3).at },
    ...at(3),
  });
  const propose = (role: Role): Command => {
    return {
      type: 'propose',
      id: proposalId('p1'),
      by: by[role],
      startUtc: proposed,
      durationMinutes: 30,
      note,
      via: 'form',
      counter: null,
      ...at(6),
    };
  };
  const counter = (understandsDeclineCounter: boolean): Command => ({
    type: 'propose',
    id: proposalId('p1'),
    by: by.guest,
    startUtc: proposed,
    durationMinutes: null,
    note: '',
    via: 'counter',
    counter: { sequence: 0, understandsDeclineCounter, dtstamp: at(5).at, originalStartUtc: start },
    ...at(6),
  });
  const decline = (role: Role): Command => ({ type: 'decline-proposal', by: by[role], proposalId: proposalId('p1'), ...at(7) });
  const told = (role: Role, notice: Notice): Command => {
    return { type: 'notify', to: role, email: role === 'host' ? host.email : guest.email, notice, cause: 'cause', ...at(8) };
  };
  const declineInvitation = (role: Role): Command => ({ ...accept(role), partstat: 'DECLINED' }) as Command;
  const putBack = (role: Role): Command => ({ type: 'restore', by: { role, email: role === 'host' ? host.email : guest.email }, ...at(9) });
  const introduce = (role: Role, minute: number): Command => ({ type: 'introduce', by: by[role], yes: true, ...at(minute) });
  const lookingAt = (minutesBefore: number): Command => ({
    type: 'catch-up',
    reminders: { host: 'both', guest: 'both' },
    at: plusMinutes(start, -minutesBefore),
    seed: seed(Math.abs(minutesBefore)),
  });
  const laterBy = (minutes: number): Command => ({
    type: 'catch-up',
    reminders: { host: 'none', guest: 'none' },
    ...at(6 + minutes),
  });
  const answering = (role: Role, again: boolean): Command => ({
    type: 'answer-afterwards',
    by: by[role],
    attendance: 'took-place',
    useful: 4,
    line: note,
    again,
    at: plusMinutes(start, 5 * 60),
    seed: seed(31),
  });
  const bounced = (role: Role): Command => {
    const email = role === 'host' ? host.email : guest.email;
    return { type: 'record-failed-mail', to: role, email, event: 'mail-bounced', ...at(9) };
  };
  const booked = [create, book];
  const reserved = (thenForEveryone: boolean): Command => ({ ...create, reservedFor: reserve(guest, thenForEveryone, create.at) });
  return [
    ['booked', booked],
    ['moved', [...booked, moved]],
    ['reserved for the guest', [reserved(true)]],
    ['the guest has not booked what was reserved', [reserved(true), laterBy(48 * 60)]],
    ['the guest has not booked what was for the two alone', [reserved(false), laterBy(48 * 60)]],
    ['the guest does not want what was reserved', [reserved(false), { type: 'decline-reservation', by: by.guest, ...at(9) }]],
    [
      'mailed to somebody who wishes for it',
      [
        create,
        {
          type: 'ask-wishers',
          look: { kind: 'look', openedAt: create.at, notBefore: create.at, after: null, looks: 0 },
          wishers: [{ person: guest, wishId: 'wish-1' as WishId, wishedAt: create.at, wishedUntil: start }],
          next: null,
          ...at(2),
        },
      ],
    ],
    ['the host gives another link', [...booked, accept('guest'), { type: 'set-venue', by: by.host, venueUrl: ownVenue, ...at(9) }]],
    ['moved while nobody is booked', [...booked, leave, { ...moved, ...at(9) }]],
    ['the guest leaves', [...booked, accept('host'), leave]],
    ['the guest declines', [...booked, declineInvitation('guest')]],
    ['the host declines', [...booked, declineInvitation('host')]],
    ['the guest puts it back', [...booked, declineInvitation('guest'), putBack('guest')]],
    ['the host puts it back', [...booked, declineInvitation('host'), putBack('host')]],
    ['the guest writes', [...booked, { type: 'write-note', by: by.guest, text: note, ...at(9) }]],
    ['both ask for addresses', [...booked, introduce('guest', 8), introduce('host', 9)]],
    ['booked again', [...booked, leave, { ...book, ...at(9) }]],
    ['cancelled', [...booked, cancel]],
    ['cancelled while nobody is booked', [...booked, leave, cancel]],
    ['the host asks for the invitation again', [...booked, { type: 'resend', by: by.host, ...at(9) }]],
    [
      'the guest, who has accepted, asks for the invitation again',
      [...booked, accept('guest'), { type: 'resend', by: by.guest, ...at(9) }],
    ],
    ['mail to the guest comes back', [...booked, bounced('guest')]],
    ['mail to the host comes back', [...booked, bounced('host')]],
    ['a day before', [...booked, lookingAt(24 * 60)]],
    ["nobody has answered the guest's time", [...booked, propose('guest'), laterBy(36 * 60)]],
    ["the host's time has ended", [...booked, propose('host'), laterBy(73 * 60)]],
    ['an hour before', [...booked, lookingAt(60)]],
    ['two hours after the end', [...booked, lookingAt(-4 * 60)]],
    ['the guest says how it went', [...booked, answering('guest', true)]],
    ['the host says how it went', [...booked, answering('host', false)]],
    ['the guest suggests a time', [...booked, propose('guest')]],
    ['the host suggests a time', [...booked, propose('host')]],
    ["the guest's time is declined", [...booked, propose('guest'), decline('host')]],
    ["the host's time is declined", [...booked, propose('host'), decline('guest')]],
    ['a COUNTER is declined to a calendar that reads DECLINECOUNTER', [...booked, counter(true), decline('host')]],
    ['a COUNTER is declined to a calendar that does not', [...booked, counter(false), decline('host')]],
    ...(['host', 'guest'] as const).flatMap((role) =>
      notices(proposed).map(
        ([what, notice]): Story => [what, [...booked, propose(role === 'host' ? 'guest' : 'host'), told(role, notice)]],
      ),
    ),
  ];
}

const notices = (startUtc: Instant): readonly (readonly [string, Notice])[] => [
  ['a reply cannot be read', { kind: 'reply-unreadable', why: 'unknown-time-zone' }],
  ['a suggestion cannot be passed on', { kind: 'proposal-impossible', why: 'duration-not-allowed' }],
  ...(['ACCEPTED', 'TENTATIVE', 'DECLINED'] as const).map((partstat): readonly [string, Notice] => [
    `${partstat} from an unproven sender`,
    { kind: 'confirm-reply', reply: { type: 'reply', partstat, sequence: 0, dtstamp: null } },
  ]),
  [
    'COUNTER from an unproven sender',
    { kind: 'confirm-reply', reply: { type: 'propose', startUtc, durationMinutes: 60, sequence: 0, dtstamp: null } },
  ],
  ['a fresh reschedule link is asked for', { kind: 'fresh-link', purpose: 'reschedule', proposalId: null }],
  ['fresh decision links are asked for', { kind: 'fresh-link', purpose: 'decide', proposalId: proposalId('p1') }],
];

/** What the last of these commands owes. */
export function lastMail(commands: readonly Command[]): readonly OwedMail[] {
  let room: Room = uncreated;
  let mail: readonly OwedMail[] = [];
  for (const command of commands) {
    const decision = decide(room, command);
    if (decision.kind !== 'changed') throw new Error(`${command.type}: ${decision.kind === 'refused' ? decision.reason : decision.kind}`);
    room = decision.room;
    mail = decision.mail;
  }
  return mail;
}
