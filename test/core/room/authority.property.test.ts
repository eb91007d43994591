import { describe, expect, test } from 'vitest';
import { plusMinutes } from '../../../shared/time/instant.ts';
import type { Role } from '../../../shared/words/roles.ts';
import type { Actor } from '../../../shared/room/command.ts';
import type { Proposal } from '../../../shared/room/proposal.ts';
import { guestOf, participantOf, type ExistingRoom, type Room } from '../../../shared/room/room.ts';
import { always } from './always.ts';

/** The guest that a room has again when a decline is taken back. */
function restorableGuest(before: Room): string | undefined {
  if (before.status === 'cancelled') return before.guest?.sub;
  const declined = before.status === 'open' ? before.history.findLast(({ event }) => event === 'declined') : undefined;
  return before.status === 'open' ? before.formerGuests.find(({ leftAt }) => leftAt === declined?.at)?.sub : undefined;
}

describe('who may do what', () => {
  test('only the host moves a room, or the counterparty of a proposal by approving it', () => {
    always(({ before, command, after }) => {
      if (before.status === 'uncreated' || timeOf(before) === timeOf(after)) return;
      const mover = command.type === 'approve' ? counterpartyOf(before, command.proposalId) : 'host';
      expect(['approve', 'reschedule']).toContain(command.type);
      expect('by' in command && roleIn(before, command.by)).toBe(mover);
    });
  });

  test('only the host cancels, by saying so or by declining', () => {
    always(({ before, command, after }) => {
      if (before.status === 'cancelled' || after.status !== 'cancelled') return;
      expect(command.type === 'cancel' || (command.type === 'reply' && command.partstat === 'DECLINED')).toBe(true);
      expect('by' in command && before.status !== 'uncreated' && roleIn(before, command.by)).toBe('host');
    });
  });

  test('a guest comes into a room only by booking it, or back into it when their going is taken back', () => {
    always(({ before, command, after }) => {
      const [was, is] = [before, after].map((room) => (room.status === 'booked' ? room.guest.sub : null));
      if (was === is || !is) return;
      const undo = before.status === 'uncreated' ? null : before.undo;
      const comes = { book: command.type === 'book' && command.guest.sub, undo: undo?.guest?.sub, restore: restorableGuest(before) };
      const { type } = command;
      expect([was, type === 'book' || type === 'undo' || type === 'restore' ? comes[type] : null]).toEqual([null, is]);
    });
  });

  test('a decline is taken back only by the person who declined, within a day, and both are invited again', () => {
    always(({ before, command, decision, after }) => {
      if (command.type !== 'restore' || decision.kind !== 'changed' || before.status === 'uncreated') return;
      const ending = before.history.findLast(({ event }) => ['booked', 'left', 'cancelled', 'declined'].includes(event));
      const guest = before.formerGuests.find(({ sub }) => sub === restorableGuest(before));
      expect([ending?.event, ending?.by]).toEqual(['declined', before.status === 'cancelled' ? 'host' : 'guest']);
      const who = before.status === 'cancelled' ? before.host : guest;
      expect('sub' in command.by ? who?.sub : who?.email).toBe('sub' in command.by ? command.by.sub : command.by.email);
      expect(command.at < plusMinutes(ending?.at ?? command.at, 24 * 60)).toBe(true);
      expect(decision.mail.map(({ kind, to }) => [kind, to.role])).toEqual([
        ['restored', 'host'],
        ...(after.status === 'booked' ? [['restored', 'guest']] : []),
      ]);
    });
  });

  test('a cancelling or leaving is taken back only by the person who did it, and only in time', () => {
    always(({ before, command, decision }) => {
      if (command.type !== 'undo' || decision.kind !== 'changed' || before.status === 'uncreated') return;
      const { undo } = before;
      const who = undo?.by === 'host' ? before.host.sub : undo?.guest?.sub;
      expect(command.by).toEqual({ sub: who });
      expect(command.at < (undo?.until ?? command.at)).toBe(true);
    });
  });

  test('a guest goes out of a room only by leaving or declining', () => {
    always(({ before, command, after }) => {
      if (before.status !== 'booked' || after.status !== 'open') return;
      expect(command.type === 'leave' || (command.type === 'reply' && command.partstat === 'DECLINED')).toBe(true);
      expect('by' in command && roleIn(before, command.by)).toBe('guest');
    });
  });

  test('only the counterparty decides a proposal', () => {
    always(({ before, command, after }) => {
      if (before.status === 'uncreated') return;
      for (const proposal of decidedBetween(before, after)) {
        const { type } = command;
        expect(type === 'approve' || type === 'decline-proposal').toBe(true);
        expect('by' in command && roleIn(before, command.by)).toBe(proposal.by === 'host' ? 'guest' : 'host');
      }
    });
  });

  test('mail goes to the two people of the room, before or after, in their role', () => {
    always(({ before, decision, after }) => {
      if (decision.kind !== 'changed') return;
      const people = [before, after].flatMap((room) => (room.status === 'uncreated' ? [] : peopleOf(room)));
      for (const { to } of decision.mail) expect(people).toContain(`${to.role} ${to.email}`);
    });
  });

  test('an attendee who accepts or hesitates makes no mail, except to themselves', () => {
    always(({ before, command, decision }) => {
      if (before.status === 'uncreated' || command.type !== 'reply' || command.partstat === 'DECLINED' || decision.kind !== 'changed')
        return;
      const own = before.formerGuests.find(({ email, sub }) => ('sub' in command.by ? sub === command.by.sub : email === command.by.email));
      const role = roleIn(before, command.by);
      expect(decision.mail.filter(({ to }) => to.role !== role && to.email !== own?.email)).toEqual([]);
    });
  });
});

const peopleOf = (room: ExistingRoom): string[] => [
  `host ${room.host.email}`,
  `guest ${guestOf(room)?.email}`,
  ...room.formerGuests.map(({ email }) => `guest ${email}`),
];

const timeOf = ({ startUtc, durationMinutes }: ExistingRoom): string => `${startUtc}/${durationMinutes}`;

function roleIn(room: ExistingRoom, actor: Actor): Role | null {
  const roles: readonly Role[] = ['host', 'guest'];
  const isThem = (role: Role) => {
    const person = participantOf(room, role);
    return 'sub' in actor ? person?.sub === actor.sub : actor.role === role && person?.email === actor.email;
  };
  return roles.find(isThem) ?? null;
}

function counterpartyOf(room: ExistingRoom, id: string): Role | undefined {
  const proposal = room.proposals.find((one) => one.id === id);
  return proposal && (proposal.by === 'host' ? 'guest' : 'host');
}

const decidedBetween = (before: ExistingRoom, after: ExistingRoom): Proposal[] =>
  after.proposals.filter(({ id, status }) => {
    const was = before.proposals.find((one) => one.id === id)?.status;
    return (status === 'approved' || status === 'declined') && status !== was;
  });
