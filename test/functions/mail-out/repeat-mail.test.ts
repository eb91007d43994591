import { describe, expect, test } from 'vitest';
import { repeatMail } from '../../../functions/mail-out/send-again.ts';
import { parseHint } from '../../../functions/platform/mail/hint.ts';
import type { Command } from '../../../shared/room/command.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { at, booked, cancel, leave, reschedule, subjectOf, told } from '../../support/booked-office.ts';
import { postOffice, type PostOffice } from '../../support/post-office.ts';
import { asha, ben, bensRoom, nextTuesday, proposalId } from '../../support/rooms.ts';

/** Puts every dead letter back into the queue, as an operator does, and works until nothing is owed. */
async function redrive(office: PostOffice): Promise<void> {
  office.decideFates(() => 'accepted');
  for (const letter of office.deadLetters.splice(0)) await office.receive(JSON.stringify(letter), 'message-1');
  await office.untilQuiet();
}

const refuse = async (office: PostOffice, ...commands: readonly Command[]): Promise<void> => {
  office.decideFates(({ to }) => (to === asha.email ? 'refused' : 'accepted'));
  await office.decide(...commands);
  await office.untilQuiet();
};
const toAsha = (office: PostOffice) => office.left.map(told).filter((line) => line.startsWith('asha'));

describe('a dead letter that is put back into the queue', () => {
  test('a dead letter that is put back is sent as the session now stands', async () => {
    const office = postOffice();
    await booked(office);
    await refuse(office);
    expect(toAsha(office)).toEqual([]);
    await office.decide({ type: 'reply', by: { sub: ben.sub }, partstat: 'ACCEPTED', order: { sequence: 0, dtstamp: at(3).at }, ...at(3) });
    await redrive(office);
    expect(toAsha(office)).toEqual(['asha REQUEST 0']);
    expect(office.deadLetters).toEqual([]);
  });

  test('a dead letter that is put back never sends a time that has changed since', async () => {
    const office = postOffice();
    await booked(office);
    await refuse(office);
    await refuse(office, reschedule(60));
    await redrive(office);
    expect(toAsha(office)).toEqual(['asha REQUEST 1', 'asha REQUEST 1']);
    expect(new Set(await Promise.all(office.left.filter(({ to }) => to === asha.email).map(subjectOf)))).toEqual(
      new Set(['Ophthalmo Practice Session with Ben']),
    );
  });

  test('a dead letter that is put back repeats the CANCEL of a session that is off', async () => {
    const office = postOffice();
    await booked(office);
    await office.untilQuiet();
    await refuse(office, cancel);
    await redrive(office);
    expect(toAsha(office)).toEqual(['asha REQUEST 0', 'asha CANCEL 1']);
  });

  test('a dead letter that is put back repeats the CANCEL to somebody who has left, while another is booked', async () => {
    const office = postOffice();
    await booked(office);
    await office.untilQuiet();
    await refuse(office, leave);
    await redrive(office);
    expect(toAsha(office)).toEqual(['asha REQUEST 0', 'asha CANCEL 1']);
  });

  test('a dead letter that is put back sends no invitation to somebody who has left', async () => {
    const office = postOffice();
    await booked(office);
    await refuse(office);
    const letters = office.deadLetters.splice(0);
    await office.decide(leave);
    office.decideFates(() => 'accepted');
    await office.untilQuiet();
    office.deadLetters.push(...letters);
    await redrive(office);
    expect(toAsha(office)).toEqual(['asha CANCEL 1']);
  });

  test('a dead letter that is put back asks again for an answer that is still wanted, and not once it was given', async () => {
    const propose: Command = {
      type: 'propose',
      id: proposalId('p1'),
      by: { sub: ben.sub },
      startUtc: plusMinutes(nextTuesday, 60),
      durationMinutes: null,
      note: '',
      via: 'form',
      counter: null,
      ...at(3),
    };
    const office = postOffice();
    await booked(office);
    await office.untilQuiet();
    await refuse(office, propose);
    const letters = [...office.deadLetters];
    await redrive(office);
    expect(await subjectOf(office.left.at(-1)!)).toMatch(/^Your answer needed/);

    await office.decide({ type: 'decline-proposal', by: { sub: asha.sub }, proposalId: proposalId('p1'), ...at(4) });
    await office.untilQuiet();
    office.deadLetters.push(...letters);
    const before = office.left.length;
    await redrive(office);
    expect(office.left).toHaveLength(before);
  });

  test('a dead letter that is put back leads to one mail, also when it is delivered twice or its handling is cut short', async () => {
    const office = postOffice();
    await booked(office);
    await refuse(office);
    const [letter] = office.deadLetters.splice(0);
    office.decideFates(() => 'accepted');
    const { ledger, ...deps } = office.deps;
    const dying = { ...deps, ledger: { ...ledger, findFailed: ledger.findFailed, replaceFailed: () => Promise.reject(new Error('dead')) } };
    const hint = parseHint(JSON.stringify(letter));
    await expect(repeatMail(dying, hint, 'm')).rejects.toThrow('dead');
    await office.receive(JSON.stringify(letter), 'm');
    await office.receive(JSON.stringify(letter), 'm');
    await office.untilQuiet();
    expect(toAsha(office)).toEqual(['asha REQUEST 0']);
  });
});

describe('an operator who has mail sent again', () => {
  const ask = (office: PostOffice, repeatTo: string, id = 'order-1') =>
    office.receive(JSON.stringify({ roomId: bensRoom.id, repeatTo }), id);

  test('an order to send again tells that role alone how the session stands', async () => {
    const office = await booked(postOffice());
    await office.untilQuiet();
    await ask(office, 'guest');
    await office.untilQuiet();
    expect(toAsha(office)).toEqual(['asha REQUEST 0', 'asha REQUEST 0']);
    expect(office.left).toHaveLength(3);
  });

  test('an order to send again repeats the CANCEL of a session that is off', async () => {
    const office = await booked(postOffice());
    await office.decide(cancel);
    await office.untilQuiet();
    await ask(office, 'host');
    await office.untilQuiet();
    expect(office.left.map(told).filter((line) => line === 'ben CANCEL 1')).toHaveLength(2);
  });

  test('an order to send again sends one mail, also when SQS delivers the order twice', async () => {
    const office = await booked(postOffice());
    await office.untilQuiet();
    await ask(office, 'guest');
    await ask(office, 'guest');
    await ask(office, 'guest', 'order-2');
    await office.untilQuiet();
    expect(toAsha(office)).toHaveLength(3);
  });

  test('an order to send again for a role that nobody holds is said in the log', async () => {
    const office = await booked(postOffice());
    await office.decide(leave);
    await office.untilQuiet();
    const before = office.left.length;
    await ask(office, 'guest');
    await office.untilQuiet();
    expect(office.left).toHaveLength(before);
    expect(office.log.lines).toContainEqual(expect.objectContaining({ event: 'mail.unrepeated' }));
  });
});
