import { describe, expect, test } from 'vitest';
import { statusAt } from '../../../shared/room/proposal.ts';
import { otherRole } from '../../../shared/words/roles.ts';
import { always } from './always.ts';
import { everybody } from './deeds.ts';

describe('a room makes sense', () => {
  test('a cancelled room stays cancelled, with nothing left to decide, unless that or the decline is taken back', () => {
    always(({ before, command, after }) => {
      if (before.status !== 'cancelled' || (command.type === 'undo' && before.undo !== null) || command.type === 'restore') return;
      const { status, sequence, startUtc, durationMinutes, proposals } = before;
      expect(after).toMatchObject({ status, sequence, startUtc, durationMinutes, proposals });
      // What they answer before they are mailed is kept.
      const answer = before.undo === null && before.guest ? { partstat: before.guest.partstat } : {};
      const known = before.guest && { sub: before.guest.sub, email: before.guest.email, ...answer };
      expect(after).toMatchObject({ guest: known });
    });
  });

  test('host and guest are two people', () => {
    always(({ after }) => {
      const { host, ...room } = after;
      expect(everybody.filter(({ sub }) => sub === host.sub || (room.status === 'booked' && sub === room.guest.sub))).toHaveLength(
        room.status === 'booked' ? 2 : 1,
      );
    });
  });

  test('only a booked room has something to decide, one thing of each party, under one name, before it begins', () => {
    always(({ command, after: room }, earlier) => {
      const now = [...earlier.map(({ command }) => command.at), command.at].sort().at(-1) ?? command.at;
      const pending = room.proposals.filter((proposal) => statusAt(proposal, now) === 'pending');
      expect(new Set(room.proposals.map(({ id }) => id)).size).toBe(room.proposals.length);
      expect(new Set(pending.map(({ by }) => by)).size).toBe(pending.length);
      for (const { expiresAt, startUtc } of pending)
        expect([room.status, expiresAt <= room.startUtc, expiresAt <= startUtc]).toEqual(['booked', true, true]);
    });
  });

  test('a new proposal says who made it, how, and when', () => {
    always(({ command, decision, after: room }) => {
      const proposer = decision.kind === 'changed' ? decision.mail.find(({ kind }) => kind === 'proposal-sent')?.to : undefined;
      if (!proposer || command.type !== 'propose') return;
      const { id, via, at } = command;
      const made = { id, via, by: proposer.role, proposerEmail: proposer.email, createdAt: at, status: 'pending' };
      expect(room.proposals.at(-1)).toMatchObject(made);
    });
  });

  test('a decided proposal says who approved it and when it was decided', () => {
    always(({ after: room }) => {
      for (const { by, status, approvedBy, decisionAt } of room.proposals) {
        expect(approvedBy).toBe(status === 'approved' ? otherRole(by) : null);
        expect(decisionAt === null).toBe(status === 'pending');
      }
    });
  });

  test('an invitation is known to be held by the host once there was a guest, and by every guest', () => {
    always(({ after: room }, earlier) => {
      const wasBooked = [...earlier.map(({ after }) => after.status), room.status].includes('booked');
      expect(room.host.lastMajorSequence !== null).toBe(wasBooked);
      expect(room.status === 'booked' && room.guest.lastMajorSequence === null).toBe(false);
    });
  });
});
