import { expect, test } from 'vitest';
import { sendMail } from '../../../functions/mail-out/send-mail.ts';
import type { Command } from '../../../shared/room/command.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { postOffice, type Fault, type Fate, type PostOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, ben, bensRoom, existing, monday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';

/*
 * The mailer fails at every single call that it makes to the world outside, before the call has done anything or after, alone or
 * with the whole process; then it runs until nothing is owed.
 */

const at = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes + 100) });
const proposal: Command = {
  type: 'propose',
  id: proposalId('p1'),
  by: { sub: asha.sub },
  startUtc: nextWednesday,
  durationMinutes: 60,
  note: '',
  via: 'form',
  counter: null,
  ...at(3),
};
const leave: Command = { type: 'leave', by: { sub: asha.sub }, ...at(4) };

interface Story {
  readonly name: string;
  readonly commands: readonly Command[];
  readonly fate: Fate;
}

const stories: readonly Story[] = [
  { name: 'a booking', commands: [bensRoom, ashaBooks], fate: 'accepted' },
  { name: 'a booking and a proposal', commands: [bensRoom, ashaBooks, proposal], fate: 'accepted' },
  { name: 'a booking that is over before its mail left', commands: [bensRoom, ashaBooks, leave], fate: 'accepted' },
  { name: 'a booking whose mail SES takes without saying so', commands: [bensRoom, ashaBooks], fate: 'accepted, answer lost' },
  { name: 'a booking whose mail is refused', commands: [bensRoom, ashaBooks], fate: 'refused' },
];

async function played({ commands, fate }: Story, fault: Fault | null, losesEvents = false): Promise<PostOffice> {
  const office = postOffice({ losesEvents });
  office.decideFates(() => fate);
  await office.decide(...commands);
  office.faults.set(fault);
  await office.untilQuiet();
  return office;
}

/** The calls to fail at: each one, but of a story of hours its beginning and its end, because all between is waiting. */
function callsOf(unharmed: PostOffice): readonly number[] {
  const calls = Array.from({ length: unharmed.faults.calls() }, (_, n) => n + 1);
  return calls.length <= 80 ? calls : [...calls.slice(0, 8), ...calls.slice(-16)];
}

/** The ways in which a call can fail. Each call fails in one of them here; `npm run prove` lets each fail in all. */
const WAYS = [
  { isDeadly: true, when: 'before' },
  { isDeadly: true, when: 'after' },
  { isDeadly: false, when: 'before' },
  { isDeadly: false, when: 'after' },
] as const;

/** Which mails left, each as often as it did. */
const result = (office: PostOffice) => office.left.map(({ sendKeyId }) => sendKeyId).toSorted();

test.each(stories)('a failure of any one call of $name costs no mail and no record, and doubles none', async (story) => {
  const unharmed = await played(story, null);
  for (const call of callsOf(unharmed)) {
    const fault = { call, ...WAYS[(call * 7 + stories.indexOf(story)) % WAYS.length]! };
    const office = await played(story, fault);
    expect([fault, result(office)]).toEqual([fault, result(unharmed)]);
    const { outbox, audits, version } = await office.room();
    expect([outbox?.size, audits.size]).toEqual([0, 0]);
    const recorded = office.stores.audit.records().map((record) => record.version);
    expect(recorded).toEqual(Array.from({ length: version }, (_, n) => n + 1));
  }
});

test('mail that cannot be sent is in the timeline once and in the dead-letter queue at least once, wherever giving up was cut short', async () => {
  const story = stories.at(-1)!;
  const calls = callsOf(await played(story, null)).slice(-16);
  for (const when of ['before', 'after'] as const) {
    for (const call of calls) {
      const office = await played(story, { call, when, isDeadly: true });
      const failed = existing((await office.room()).room).history.filter(({ event }) => event === 'mail-failed');
      expect(failed.map(({ name }) => String(name)).toSorted()).toEqual(['Asha', 'Ben']);
      expect(new Set(office.deadLetters.map(({ sendKey }) => sendKey)).size).toBe(2);
    }
  }
});

test('a mail leaves twice only when the process dies between the answer of SES and the ledger, and the Send event is lost too', async () => {
  const story = stories[0]!;
  const unharmed = await played(story, null);
  const doubled = [];
  for (const when of ['before', 'after'] as const) {
    for (const call of callsOf(unharmed)) {
      const office = await played(story, { call, when, isDeadly: true }, true);
      expect(new Set(result(office))).toEqual(new Set(result(unharmed)));
      if (office.left.length > 2)
        doubled.push({ when, bytes: office.left.map(({ to, bytes }) => `${to} ${Buffer.from(bytes).toString('base64')}`) });
    }
  }
  // Both mails are on their way at once, so that a death of the process can catch both in that window, or one of them.
  expect(doubled.length).toBeGreaterThan(0);
  expect(doubled.length).toBeLessThanOrEqual(6);
  for (const { bytes } of doubled) expect(new Set(bytes).size).toBe(2);
});

test('a process that pauses before it asks SES does not send after its lease', async () => {
  const office = postOffice();
  await office.decide(bensRoom, ashaBooks);
  const put: typeof office.deps.links.put = async (...link) => {
    office.world.advance(1);
    await office.deps.links.put(...link);
  };
  await sendMail({ ...office.deps, links: { ...office.deps.links, put } }, bensRoom.id);
  expect(office.left).toEqual([]);
  await office.untilQuiet();
  expect(office.left.map(({ to }) => to).toSorted()).toEqual([asha.email, ben.email]);
});
