import { describe, expect, test } from 'vitest';
import { nextDueOf } from '../../../shared/room/catch-up.ts';
import { runCommand } from '../../../functions/platform/rooms/run-command.ts';
import { instantAt, millisOf, type Instant } from '../../../shared/time/instant.ts';
import type { Command } from '../../../shared/room/command.ts';
import { postOffice, type PostOffice } from '../../support/post-office.ts';
import { asha, ben, bensRoom, dina, existing, monday, seed } from '../../support/rooms.ts';
import { booked, owed, told } from '../../support/booked-office.ts';

const after = (seconds: number): Instant => instantAt(millisOf(monday) + seconds * 1000);
const cancelled: Command = { type: 'cancel', by: { sub: ben.sub }, undoSeconds: 60, at: after(100), seed: seed(50) };
const left: Command = { type: 'leave', by: { sub: asha.sub }, undoSeconds: 60, at: after(100), seed: seed(51) };
const undoAt = (seconds: number, by = ben): Command => ({ type: 'undo', by: { sub: by.sub }, at: after(seconds), seed: seed(seconds) });

/** A booking whose mail has left; at second 100 its clock goes on. */
async function bookedOffice(): Promise<PostOffice> {
  const office = await booked(postOffice());
  await office.untilQuiet();
  office.left.splice(0);
  office.world.turnTo(after(100));
  return office;
}

const outcome = async (office: PostOffice, command: Command): Promise<string> => {
  const result = await runCommand(office.deps, bensRoom.id, command);
  return result.kind === 'refused' ? result.reason : result.kind;
};

describe('mail of what can be taken back', () => {
  test('nobody is mailed of a cancellation that is taken back at second 59, also when the sweeper has looked meanwhile', async () => {
    const office = await bookedOffice();
    await office.decide(cancelled);
    await office.sweep({ olderThanSeconds: 0 });
    await office.workUntil(after(159));
    expect(await outcome(office, undoAt(159))).toBe('changed');
    await office.untilQuiet();
    expect(office.left).toEqual([]);
    expect(await owed(office)).toEqual([]);
    const { room, owingSince } = await office.room();
    expect(owingSince).toBe(nextDueOf(room));
  });

  test('a cancellation that nobody takes back is mailed after a minute, once', async () => {
    const office = await bookedOffice();
    await office.decide(cancelled);
    await office.workUntil(after(159));
    expect(office.left).toEqual([]);
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha CANCEL 1', 'ben CANCEL 1']);
    expect(millisOf(office.left[0]!.at) - millisOf(after(160))).toBeLessThanOrEqual(2_000);
    expect(existing((await office.room()).room).undo).toBeNull();
  });

  test('mail that waited for an undo leaves within two minutes when every hint is lost', async () => {
    const office = await bookedOffice();
    await office.decide(cancelled);
    office.queue.splice(0);
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha CANCEL 1', 'ben CANCEL 1']);
  });

  test('at second 61 it is too late, also while its mail has not left', async () => {
    const office = await bookedOffice();
    await office.decide(cancelled);
    office.queue.splice(0);
    office.world.turnTo(after(161));
    expect(await outcome(office, undoAt(161))).toBe('too-late');
  });

  test('a request of second 59 that is stored when the mailer has begun changes nothing: the mail leaves', async () => {
    const office = await bookedOffice();
    await office.decide(cancelled);
    office.world.turnTo(after(160));
    await office.invoke(bensRoom.id);
    expect(office.left).toHaveLength(2);
    expect(await outcome(office, undoAt(159))).toBe('too-late');
  });

  test('either an undo in the last moment or the mailer comes first: the session is back and no mail left, or neither', async () => {
    for (const isUndoFirst of [true, false]) {
      const office = await bookedOffice();
      await office.decide(cancelled);
      office.world.turnTo(after(160));
      const work = [() => outcome(office, undoAt(159)), () => office.invoke(bensRoom.id)];
      await Promise.all((isUndoFirst ? work : work.toReversed()).map((start) => start()));
      await office.untilQuiet();
      const { status } = (await office.room()).room;
      expect([status, office.left.length]).toEqual(status === 'booked' ? ['booked', 0] : ['cancelled', 2]);
    }
  });

  test('an invitation that has not left yet is not lost with a cancellation that is taken back', async () => {
    const office = await booked(postOffice());
    office.decideFates((_, call) => (call <= 2 ? 'throttled' : 'accepted'));
    await office.invoke(bensRoom.id);
    office.world.turnTo(after(100));
    await office.decide(cancelled);
    await office.invoke(bensRoom.id);
    expect(await outcome(office, undoAt(120))).toBe('changed');
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
  });

  test('after somebody else has booked, the host gets one invitation, and the guest who left their cancellation', async () => {
    const office = await bookedOffice();
    await office.decide(left, { type: 'book', guest: dina, at: after(110), seed: seed(60) });
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha CANCEL 1', 'ben REQUEST 2', 'dina REQUEST 2']);
  });

  test('a process that dies anywhere while the mail is released costs no mail and doubles none', async () => {
    const whole = await bookedOffice();
    await whole.decide(left);
    whole.faults.set(null);
    await whole.untilQuiet();
    const calls = whole.faults.calls();
    expect(calls).toBeGreaterThan(10);
    for (const when of ['before', 'after'] as const) {
      for (let call = 1; call <= calls; call++) {
        const office = await bookedOffice();
        await office.decide(left);
        office.faults.set({ call, when, isDeadly: true });
        await office.untilQuiet();
        expect(office.left.map(told).toSorted(), `${when} call ${call}`).toEqual(['asha CANCEL 1', 'ben REQUEST 1']);
      }
    }
  });
});
