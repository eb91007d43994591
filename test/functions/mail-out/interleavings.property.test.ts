import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sendMail, type SendMailDeps } from '../../../functions/mail-out/send-mail.ts';
import { runCommand } from '../../../functions/platform/rooms/run-command.ts';
import type { Command } from '../../../shared/room/command.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { postOffice, type Fate } from '../../support/post-office.ts';
import { foreignReaders } from '../../support/foreign-calendars.ts';
import { leavesOf, mimeTree } from '../../support/mime-tree.ts';
import { asha, ashaBooks, ben, bensRoom, monday, nextWednesday, seed } from '../../support/rooms.ts';
import '../../support/repeatable-properties.ts';

/*
 * Several mailers and several decisions at once, each step of each taking its turn in any order.
 */

const at = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes + 100) });
const decisions: readonly Command[] = [
  { type: 'reschedule', by: { sub: ben.sub }, startUtc: nextWednesday, durationMinutes: 90, ...at(5) },
  { type: 'leave', by: { sub: asha.sub }, ...at(6) },
  { type: 'book', guest: asha, ...at(7) },
  { type: 'cancel', by: { sub: ben.sub }, ...at(8) },
];

const fates = fc.infiniteStream(
  fc.constantFrom<Fate>('accepted', 'accepted', 'accepted', 'throttled', 'accepted, answer lost', 'not accepted, answer lost'),
);

/** Every call to the world outside waits for its turn. */
function taking<T extends object>(scheduler: fc.Scheduler, methods: T): T {
  return new Proxy(methods, {
    get: (target, name, receiver) => {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(name));
        return method.apply(target, args);
      };
    },
  });
}

test('in any interleaving of mailers and decisions each mail leaves at most once, nothing stale after something fresh, and the newest arrives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fates, fc.nat(decisions.length), fc.nat(decisions.length), async (scheduler, fate, before, during) => {
      const office = postOffice();
      office.decideFates(() => fate.next().value);
      await office.decide(bensRoom, ashaBooks, ...decisions.slice(0, before));
      const { rooms, ledger, links, mailer, hints, ...rest } = office.deps;
      const deps: SendMailDeps = {
        ...rest,
        hints,
        rooms: taking(scheduler, rooms),
        ledger: taking(scheduler, ledger),
        links: taking(scheduler, links),
        mailer: taking(scheduler, mailer),
      };
      const decide = async () => {
        for (const command of decisions.slice(before, before + during))
          await runCommand({ rooms: deps.rooms, hints, log: deps.log }, bensRoom.id, command);
      };
      const work = [sendMail(deps, bensRoom.id), decide(), sendMail(deps, bensRoom.id), sendMail(deps, bensRoom.id)];
      await scheduler.waitFor(Promise.all(work));
      office.decideFates(() => 'accepted');
      await office.untilQuiet();

      const keys = office.left.map(({ sendKeyId }) => sendKeyId);
      expect(keys).toHaveLength(new Set(keys).size);
      for (const person of [ben, asha]) {
        const numbers = office.left.filter(({ to }) => to === person.email).map(({ bytes }) => numberOf(bytes));
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }
      const newest = office.left.filter(({ to }) => to === ben.email).at(-1);
      expect(newest && numberOf(newest.bytes)).toBe(Math.min(before + during, decisions.length));
    }),
    { numRuns: 40 },
  );
});

const numberOf = (bytes: Uint8Array): number => foreignReaders[0]![1](leavesOf(mimeTree(bytes))[2]!.content.toString()).sequence;
