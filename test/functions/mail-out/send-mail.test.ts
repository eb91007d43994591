import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { ATTEMPTS, LEASE_SECONDS } from '../../../functions/mail-out/deliver-mail.ts';
import { sendMail } from '../../../functions/mail-out/send-mail.ts';
import { sweepMail } from '../../../functions/mail-out/sweep-mail.ts';
import { sendKeyOf } from '../../../functions/platform/send-key.ts';
import type { Command } from '../../../shared/room/command.ts';
import { instantAt, millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { lastMail } from '../../support/decided-mail.ts';
import { headerOf, leavesOf, mimeTree } from '../../support/mime-tree.ts';
import { postOffice, type Left, type PostOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, ben, bensRoom, email, existing, monday, nextWednesday, seed } from '../../support/rooms.ts';
import { outgoing } from '../../support/written-mail.ts';

const at = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes + 100) });
const reschedule = (minutes: number): Command => {
  return { type: 'reschedule', by: { sub: ben.sub }, startUtc: plusMinutes(nextWednesday, minutes), durationMinutes: null, ...at(minutes) };
};
const cancel: Command = { type: 'cancel', by: { sub: ben.sub }, ...at(9) };
const leave: Command = { type: 'leave', by: { sub: asha.sub }, ...at(5) };

const booked = async (office: PostOffice): Promise<PostOffice> => {
  await office.decide(bensRoom, ashaBooks);
  return office;
};

/** `ben REQUEST 0`: to whom, what, at which SEQUENCE. */
function told({ to, bytes }: Left): string {
  const [, , calendar] = leavesOf(mimeTree(bytes));
  const ics = calendar?.content.toString() ?? '';
  const value = (name: string) => new RegExp(`^${name}:(.*)\r$`, 'm').exec(ics)?.[1];
  return [to.split('.')[0], value('METHOD') ?? 'notice', value('SEQUENCE')].join(' ').trim();
}

const subjectOf = async ({ bytes }: Left): Promise<string> => (await simpleParser(Buffer.from(bytes))).subject ?? '';

const bookingKeys = lastMail([bensRoom, ashaBooks]).map(sendKeyOf);

const owed = async (office: PostOffice) => [...((await office.room()).outbox?.values() ?? [])];

describe('a booking', () => {
  test('becomes two mails, one to each, and the room owes nothing any more', async () => {
    const office = await booked(postOffice());
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(await owed(office)).toEqual([]);
    expect(await office.stores.rooms.owing(instantAt(Date.UTC(9999, 0)), 10)).toEqual([]);
    expect(office.log.counted('MailSent')).toBe(2);
  });

  test('has its links known before its mail leaves', async () => {
    const office = await booked(postOffice());
    office.decideFates(() => {
      expect(office.stores.links.all().length).toBeGreaterThan(0);
      return 'accepted';
    });
    await office.untilQuiet();
    const minted = office.stores.links.all().map(({ purpose, email: address }) => `${purpose} ${address}`);
    expect(minted.toSorted()).toEqual([`reschedule ${asha.email}`, `reschedule ${ben.email}`]);
  });

  test('is told once, whatever hints come: twice, late, at once, for a room that owes nothing, for none at all', async () => {
    const office = await booked(postOffice());
    await Promise.all(Array.from({ length: 5 }, () => office.invoke(bensRoom.id)));
    await office.untilQuiet();
    await office.invoke(bensRoom.id);
    await sendMail(office.deps, '00000000-0000-4000-8000-00000000dead' as typeof bensRoom.id);
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(office.failures).toEqual([]);
  });

  test('is told without any hint: the sweeper finds the room a minute later', async () => {
    const office = await booked(postOffice());
    office.queue.splice(0);
    await office.untilQuiet();
    expect(office.left).toHaveLength(2);
    expect(millisOf(office.left[0]!.at) - millisOf(monday)).toBeLessThanOrEqual(3 * 60_000);
  });
});

describe('the sweeper', () => {
  test('gives no hint for mail that has only just been decided', async () => {
    const office = await booked(postOffice());
    office.queue.splice(0);
    office.world.turnTo(plusMinutes(ashaBooks.at, 1));
    await office.sweep();
    expect(office.queue).toEqual([]);
  });

  test('refuses an order that it cannot read', async () => {
    await expect(sweepMail({ ...postOffice().deps }, { olderThanSeconds: 'all' })).rejects.toBeInstanceOf(Error);
  });
});

describe('order', () => {
  test('each person gets their mail in the order in which it was decided', async () => {
    const office = await booked(postOffice());
    await office.decide(leave, { ...ashaBooks, ...at(6) }, cancel);
    await office.untilQuiet();
    expect(office.left.map(told).filter((line) => line.startsWith('asha'))).toEqual(['asha CANCEL 1', 'asha CANCEL 3']);
    expect(office.left.map(told).filter((line) => line.startsWith('ben'))).toEqual(['ben CANCEL 3']);
  });

  test('what is behind a mail that has to wait, waits too', async () => {
    const office = await booked(postOffice());
    await office.decide({
      type: 'notify',
      to: 'guest',
      email: asha.email,
      notice: { kind: 'fresh-link', purpose: 'reschedule', proposalId: null },
      cause: 'c',
      ...at(3),
    });
    office.decideFates((mail, call) => (call <= 6 && told({ ...mail, at: monday }).includes('REQUEST') ? 'throttled' : 'accepted'));
    await office.untilQuiet();
    expect(office.left.map(told).filter((line) => line.startsWith('asha'))).toEqual(['asha REQUEST 0', 'asha notice']);
  });

  test("one person's mail does not wait for the other's", async () => {
    const office = await booked(postOffice());
    office.decideFates(({ to }) => (to === ben.email ? 'throttled' : 'accepted'));
    await office.invoke(bensRoom.id);
    expect(office.left.map(told)).toEqual(['asha REQUEST 0']);
    expect((await owed(office)).map(({ to }) => to.email)).toEqual([ben.email]);
  });

  test("trouble with one person's mail neither stops the other's nor leaves it half done", async () => {
    const office = await booked(postOffice());
    const { links } = office.deps;
    const put: typeof links.put = async (hash, grant, from) => {
      if (grant.email === ben.email) throw new Error('The table of links does not answer');
      await new Promise((resolve) => setTimeout(resolve, 5));
      await links.put(hash, grant, from);
    };
    await expect(sendMail({ ...office.deps, links: { ...links, put } }, bensRoom.id)).rejects.toThrow('does not answer');
    expect(office.left.map(told)).toEqual(['asha REQUEST 0']);
    expect((await owed(office)).map(({ to }) => to.email)).toEqual([ben.email]);
  });
});

describe('an unsent REQUEST', () => {
  test('is superseded by a newer one, which alone is sent', async () => {
    const office = await booked(postOffice());
    await office.decide(reschedule(3), reschedule(4));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 2', 'ben REQUEST 2']);
    expect(office.log.counted('MailSuperseded')).toBe(4);
  });

  test('is superseded by a CANCEL', async () => {
    const office = await booked(postOffice());
    await office.decide(cancel);
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha CANCEL 1', 'ben CANCEL 1']);
  });

  test('that SES would not take is superseded while it waits for its next try', async () => {
    const office = await booked(postOffice());
    office.decideFates(() => 'throttled');
    await office.invoke(bensRoom.id);
    office.decideFates(() => 'accepted');
    await office.decide(reschedule(3));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 1', 'ben REQUEST 1']);
  });

  test('that is being sent this very moment goes out, and the newer one after it', async () => {
    const office = await booked(postOffice());
    const [mail] = await owed(office);
    await office.stores.ledger.claim(sendKeyOf(mail!), office.world.now(), instantAt(millisOf(office.world.now()) + LEASE_SECONDS * 1000));
    await office.decide(reschedule(3));
    await office.invoke(bensRoom.id);
    expect(office.left.map(told)).toEqual(['asha REQUEST 1']);
    await office.stores.ledger.accept(sendKeyOf(mail!), 'ses', office.world.now());
    await office.untilQuiet();
    expect(office.left.map(told)).toEqual(['asha REQUEST 1', 'ben REQUEST 1']);
  });

  test('that is being sent this very moment is followed by the newer one soon, not when its lease would have ended', async () => {
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

  test('that tells of a move is not superseded by the invitation sent once more, which says nothing of it', async () => {
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

  test('of a first move: the second one tells from which time on, as everybody knows it', async () => {
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

  test('is not superseded by what is no REQUEST or CANCEL', async () => {
    const office = await booked(postOffice());
    const notice = { kind: 'fresh-link', purpose: 'reschedule', proposalId: null } as const;
    await office.decide({ type: 'notify', to: 'guest', email: asha.email, notice, cause: 'c', ...at(3) });
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'asha notice', 'ben REQUEST 0']);
  });
});

describe('SES', () => {
  const delays = (office: PostOffice) => office.log.lines.filter(({ event }) => event === 'mail.unsent').length;

  test('throttles: the mail is tried again after growing pauses, and leaves once', async () => {
    const office = await booked(postOffice());
    office.decideFates((_, call) => (call <= 8 ? 'throttled' : 'accepted'));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(delays(office)).toBe(8);
  });

  test('throttles: the next try comes after seconds, by a hint of its own; one after minutes is left to the sweeper', async () => {
    const office = await booked(postOffice());
    office.queue.splice(0);
    office.decideFates(() => 'throttled');
    const waits = [];
    for (let n = 0; n < 6; n++) {
      await office.invoke(bensRoom.id);
      waits.push(office.queue.splice(0).map(({ at: due }) => (due - millisOf(office.world.now())) / 1000));
      office.world.advance(10);
    }
    // The jitter of these tests is a half: three quarters of 5, 10, 20, … seconds.
    expect(waits).toEqual([[4], [8], [15], [30], [], []]);
  });

  test('does not answer, but took the mail: its Send event settles it, and it is not sent again', async () => {
    const office = await booked(postOffice());
    office.decideFates(() => 'accepted, answer lost');
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(await owed(office)).toEqual([]);
  });

  test('does not answer and did not take the mail: it is sent again, not before an event could have come', async () => {
    const office = await booked(postOffice());
    office.decideFates((_, call) => (call <= 2 ? 'not accepted, answer lost' : 'accepted'));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(millisOf(office.left[0]!.at) - millisOf(monday)).toBeGreaterThanOrEqual(LEASE_SECONDS * 1000);
  });

  test('is out of order for half an hour: no mail is given up', async () => {
    const office = await booked(postOffice());
    const end = millisOf(monday) + 30 * 60_000;
    office.decideFates(() => (millisOf(office.world.now()) < end ? 'not accepted, answer lost' : 'accepted'));
    await office.untilQuiet();
    expect(office.left).toHaveLength(2);
    expect(office.deadLetters).toEqual([]);
  });

  test('takes it twice only when a lost answer meets a lost event, and then the same bytes', async () => {
    const office = await booked(postOffice({ losesEvents: true }));
    office.decideFates((_, call) => (call <= 2 ? 'accepted, answer lost' : 'accepted'));
    await office.untilQuiet();
    const toBen = office.left.filter(({ to }) => to === ben.email);
    expect(toBen).toHaveLength(2);
    expect(Buffer.from(toBen[0]!.bytes).equals(Buffer.from(toBen[1]!.bytes))).toBe(true);
    expect(toBen[0]!.sendKeyId).toBe(toBen[1]!.sendKeyId);
  });
});

describe('a mail that cannot be sent', () => {
  const hopeless = async () => {
    const office = await booked(postOffice());
    office.decideFates(({ to }) => (to === asha.email ? 'throttled' : 'accepted'));
    await office.untilQuiet();
    return office;
  };

  test(`is given up after ${ATTEMPTS} tries: dead letter, timeline, ledger, and nothing is owed`, async () => {
    const office = await hopeless();
    const room = existing((await office.room()).room);
    const { id } = bookingKeys.find(({ role }) => role === 'guest')!;
    expect(office.left.map(told)).toEqual(['ben REQUEST 0']);
    expect(office.deadLetters).toEqual([{ roomId: bensRoom.id, sendKey: id, kind: 'invitation', role: 'guest', attempts: ATTEMPTS }]);
    expect(room.history.at(-1)).toMatchObject({ event: 'mail-failed', by: 'system', name: 'Asha' });
    expect(office.stores.ledger.stateOf(id)).toBe('failed');
    expect(await owed(office)).toEqual([]);
    expect(office.log.counted('MailFailed')).toBe(1);
  });

  test('does not keep what comes after it', async () => {
    const office = await hopeless();
    office.decideFates(() => 'accepted');
    await office.decide(reschedule(2_000));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 1', 'ben REQUEST 0', 'ben REQUEST 1']);
  });

  test('is tried over hours, not minutes', async () => {
    const office = await hopeless();
    const hours = (millisOf(office.world.now()) - millisOf(monday)) / 3_600_000;
    expect(hours).toBeGreaterThan(1);
    expect(hours).toBeLessThan(24);
  });

  test('is given up after a day even if it was tried seldom', async () => {
    const office = await booked(postOffice());
    office.decideFates(() => 'throttled');
    await office.invoke(bensRoom.id);
    office.world.turnTo(plusMinutes(monday, 25 * 60));
    await office.untilQuiet();
    expect(office.left).toEqual([]);
    expect(office.deadLetters.map(({ role }) => role).toSorted()).toEqual(['guest', 'host']);
  });

  const tryEachMinute = async (office: PostOffice, minutes: number) => {
    const { links } = office.deps;
    const broken = { ...office.deps, links: { ...links, put: () => Promise.reject(new Error('No such table')) } };
    for (let n = 0; n < minutes && (await owed(office)).length > 0; n++) {
      await sendMail(broken, bensRoom.id).catch(() => {});
      office.world.advance(1);
    }
  };

  test('because something breaks for half an hour before SES is asked, is not given up', async () => {
    const office = await booked(postOffice());
    await tryEachMinute(office, 30);
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(office.deadLetters).toEqual([]);
  });

  test('because something always breaks before SES is asked, is given up all the same', async () => {
    const office = await booked(postOffice());
    await tryEachMinute(office, 24 * 60);
    expect(await owed(office)).toEqual([]);
    expect(office.deadLetters).toHaveLength(2);
    expect(office.left).toEqual([]);
  });
});

describe('settings', () => {
  test('NOTIFICATIONS_ENABLED=false: decisions stand, mail is recorded as suppressed, nothing leaves, then or later', async () => {
    const office = await booked(postOffice({ isEnabled: false }));
    await office.untilQuiet();
    expect((await office.room()).room.status).toBe('booked');
    expect(office.left).toEqual([]);
    expect(bookingKeys.map(({ id }) => office.stores.ledger.stateOf(id))).toEqual(['suppressed', 'suppressed']);
    expect(office.log.counted('MailSuppressed')).toBe(2);

    const stored = await office.room();
    await office.stores.rooms.save(stored, existing(stored.room), lastMail([bensRoom, ashaBooks]));
    await sendMail({ ...office.deps, isEnabled: true }, bensRoom.id);
    expect(office.left).toEqual([]);
  });

  test('NOTIFICATIONS_REDIRECT_TO: every mail goes there, and says for whom it was', async () => {
    const redirectTo = email('inbox@staging.example');
    const office = await booked(postOffice({ outgoing: { ...outgoing, redirectTo } }));
    await office.untilQuiet();
    expect(office.left.map(({ to }) => to)).toEqual([redirectTo, redirectTo]);
    expect(office.left.map(({ bytes }) => String(headerOf(mimeTree(bytes), 'x-intended-recipient'))).toSorted()).toEqual([
      asha.email,
      ben.email,
    ]);
  });
});

test('nothing that is logged on the way holds an address', async () => {
  const office = await booked(postOffice());
  office.decideFates((_, call) => (call <= 30 ? 'throttled' : 'accepted'));
  await office.decide(leave);
  await office.untilQuiet();
  const text = JSON.stringify(office.log.lines.map(({ event, fields }) => ({ event, fields })));
  expect(text).toContain('mail.');
  expect(text).not.toMatch(/@|raman|carter/i);
});
