import { describe, expect, test } from 'vitest';
import { LEASE_SECONDS } from '../../../functions/mail-out/deliver-mail.ts';
import { sendMail } from '../../../functions/mail-out/send-mail.ts';
import { keyOf } from '../../support/written-mail.ts';
import type { Command } from '../../../shared/room/command.ts';
import { instantAt, millisOf } from '../../../shared/time/instant.ts';
import { leavesOf, mimeTree } from '../../support/mime-tree.ts';
import { postOffice } from '../../support/post-office.ts';
import { asha, ben, bensRoom, ownVenue } from '../../support/rooms.ts';
import { at, reschedule, cancel, booked, told, subjectOf, owed } from '../../support/booked-office.ts';

const giveLink = (minute: number, venueUrl: typeof ownVenue | null): Command => ({
  type: 'set-venue',
  by: { sub: ben.sub },
  venueUrl,
  ...at(minute),
});

describe('an unsent REQUEST', () => {
  test('an unsent REQUEST is superseded by a newer one, which alone is sent', async () => {
    const office = await booked(postOffice());
    await office.decide(reschedule(3), reschedule(4));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 2', 'ben REQUEST 2']);
    expect(office.log.counted('MailSuperseded')).toBe(4);
  });

  test('an unsent REQUEST that tells a time is not superseded by news of the place, which alone would tell of no session', async () => {
    const office = await booked(postOffice());
    await office.decide(giveLink(3, ownVenue));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'asha REQUEST 1', 'ben REQUEST 0', 'ben REQUEST 1']);
  });

  test('an unsent REQUEST that tells a place is superseded by another place, and by a new time', async () => {
    const office = await booked(postOffice());
    await office.untilQuiet();
    const before = office.left.length;
    await office.decide(giveLink(3, ownVenue), giveLink(4, null));
    await office.untilQuiet();
    await office.decide(giveLink(5, ownVenue), reschedule(6));
    await office.untilQuiet();
    expect(office.left.slice(before).map(told).toSorted()).toEqual(['asha REQUEST 2', 'asha REQUEST 4', 'ben REQUEST 2', 'ben REQUEST 4']);
    expect(office.left.slice(-2).map(({ bytes }) => leavesOf(mimeTree(bytes))[0]!.content.toString().includes(ownVenue))).toEqual([
      true,
      true,
    ]);
  });

  test('an unsent REQUEST is superseded by a CANCEL', async () => {
    const office = await booked(postOffice());
    await office.decide(cancel);
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha CANCEL 1', 'ben CANCEL 1']);
  });

  test('an unsent REQUEST that SES would not take is superseded while it waits for its next try', async () => {
    const office = await booked(postOffice());
    office.decideFates(() => 'throttled');
    await office.invoke(bensRoom.id);
    office.decideFates(() => 'accepted');
    await office.decide(reschedule(3));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 1', 'ben REQUEST 1']);
  });

  test('an unsent REQUEST that is being sent this very moment goes out, and the newer one after it', async () => {
    const office = await booked(postOffice());
    const [mail] = await owed(office);
    await office.stores.ledger.claim(keyOf(mail!), office.world.now(), instantAt(millisOf(office.world.now()) + LEASE_SECONDS * 1000));
    await office.decide(reschedule(3));
    await office.invoke(bensRoom.id);
    expect(office.left.map(told)).toEqual(['asha REQUEST 1']);
    await office.stores.ledger.accept(keyOf(mail!), 'ses', office.world.now());
    await office.untilQuiet();
    expect(office.left.map(told)).toEqual(['asha REQUEST 1', 'ben REQUEST 1']);
  });

  test('an unsent REQUEST that is being sent this very moment is followed by the newer one soon, not when its lease would have ended', async () => {
    const office = await booked(postOffice());
    let isFirst = true;
    const send: typeof office.deps.mailer.send = async (mail) => {
      if (isFirst) {
        isFirst = false;
        await office.decide(reschedule(3));
        office.queue.splice(0);
        await office.invoke(bensRoom.id);
      }
      return office.deps.mailer.send(mail);
    };
    await sendMail({ ...office.deps, mailer: { send } }, bensRoom.id);
    await office.untilQuiet();
    expect(office.left.map(told).filter((line) => line.startsWith('ben'))).toEqual(['ben REQUEST 0', 'ben REQUEST 1']);
    const [first, ...later] = office.left.map((left) => millisOf(left.at));
    expect(Math.max(...later) - first!).toBeLessThanOrEqual(2000);
  });

  test('an unsent REQUEST that tells of a move is not superseded by the invitation sent once more, which says nothing of it', async () => {
    const office = await booked(postOffice());
    await office.untilQuiet();
    const before = { sequence: 0, dtstamp: at(4).at };
    const answer: Command = { type: 'reply', by: { role: 'guest', email: asha.email }, partstat: 'ACCEPTED', order: before, ...at(4) };
    await office.decide(reschedule(3), answer);
    await office.untilQuiet();
    const toAsha = await Promise.all(office.left.filter(({ to }) => to === asha.email).map(subjectOf));
    expect(toAsha).toEqual([
      'Ophthalmo Practice Session with Ben',
      expect.stringMatching(/^Moved: /),
      'Ophthalmo Practice Session with Ben',
    ]);
  });

  test('a second move whose first was never sent is described from the last time that people have mail about', async () => {
    const office = await booked(postOffice());
    await office.untilQuiet();
    office.decideFates(() => 'throttled');
    await office.decide(reschedule(60));
    await office.invoke(bensRoom.id);
    await office.decide(reschedule(120));
    // The newer one has to wait as well, once, after the older one was superseded.
    await office.invoke(bensRoom.id);
    office.decideFates(() => 'accepted');
    await office.untilQuiet();
    const subjects = await Promise.all(office.left.slice(2).map(subjectOf));
    expect(subjects.toSorted()).toEqual([
      'Moved: Tue 15 Jan 18:00 → Wed 16 Jan 21:30 GMT, with Asha',
      'Moved: Tue 15 Jan 23:30 → Thu 17 Jan 03:00 IST, with Ben',
    ]);
  });

  test('an unsent REQUEST is not superseded by what is no REQUEST or CANCEL', async () => {
    const office = await booked(postOffice());
    const notice = { kind: 'fresh-link', purpose: 'reschedule', proposalId: null } as const;
    await office.decide({ type: 'notify', to: 'guest', email: asha.email, notice, cause: 'c', ...at(3) });
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'asha notice', 'ben REQUEST 0']);
  });
});
