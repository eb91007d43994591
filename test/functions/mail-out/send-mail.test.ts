import { describe, expect, test } from 'vitest';
import { LEASE_SECONDS, REFUSALS } from '../../../functions/mail-out/deliver-mail.ts';
import { sendMail } from '../../../functions/mail-out/send-mail.ts';
import { type Instant, millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { lastMail } from '../../support/decided-mail.ts';
import { headerOf, mimeTree } from '../../support/mime-tree.ts';
import { postOffice, type PostOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, ben, bensRoom, email, existing, monday, nextTuesday } from '../../support/rooms.ts';
import { outgoing } from '../../support/written-mail.ts';
import { at, reschedule, cancel, leave, booked, told, bookingKeys, owed } from '../../support/booked-office.ts';

describe('a booking', () => {
  test('a booking becomes two mails, one to each, and the room owes nothing any more', async () => {
    const office = await booked(postOffice());
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(await owed(office)).toEqual([]);
    expect(await office.stores.rooms.owing(plusMinutes(nextTuesday, -25 * 60), 10)).toEqual([]);
    expect(office.log.counted('MailSent')).toBe(2);
  });

  test('the links of a booking are stored before its mail leaves', async () => {
    const office = await booked(postOffice());
    office.decideFates(() => {
      expect(office.stores.links.all().length).toBeGreaterThan(0);
      return 'accepted';
    });
    await office.untilQuiet();
    const minted = office.stores.links.all().map(({ purpose, email: address }) => `${purpose} ${address}`);
    expect(minted.toSorted()).toEqual([`reschedule ${asha.email}`, `reschedule ${ben.email}`]);
  });

  test('a booking is mailed once with hints that come twice, late, at once, or for a room that owes nothing', async () => {
    const office = await booked(postOffice());
    await Promise.all(Array.from({ length: 5 }, () => office.invoke(bensRoom.id)));
    await office.untilQuiet();
    await office.invoke(bensRoom.id);
    await sendMail(office.deps, '00000000-0000-4000-8000-00000000dead' as typeof bensRoom.id);
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(office.failures).toEqual([]);
  });

  test('the sweeper finds a booking whose hint was lost a minute later', async () => {
    const office = await booked(postOffice());
    office.queue.splice(0);
    await office.untilQuiet();
    expect(office.left).toHaveLength(2);
    expect(millisOf(office.left[0]!.at) - millisOf(monday)).toBeLessThanOrEqual(3 * 60_000);
  });
});

describe('the sweeper', () => {
  test('the sweeper gives no hint for mail that has only just been decided', async () => {
    const office = postOffice();
    await office.decide(bensRoom);
    await office.invoke(bensRoom.id);
    await office.decide(ashaBooks);
    office.queue.splice(0);
    office.world.turnTo(plusMinutes(ashaBooks.at, 1));
    await office.sweep();
    expect(office.queue).toEqual([]);
  });

  test('the sweeper refuses an order that it cannot read', async () => {
    await expect(postOffice().sweep({ olderThanSeconds: 'all' })).rejects.toBeInstanceOf(Error);
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

describe('SES', () => {
  const delays = (office: PostOffice) => office.log.lines.filter(({ event }) => event === 'mail.unsent').length;

  test('throttles: the mail is tried again after growing pauses, and leaves once', async () => {
    const office = await booked(postOffice());
    office.decideFates((_, call) => (call <= 8 ? 'throttled' : 'accepted'));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(delays(office)).toBe(8);
  });

  test('throttles: pauses grow to a quarter of an hour; a hint brings back what waits up to five minutes, the sweeper the rest', async () => {
    const office = await booked(postOffice());
    office.queue.splice(0);
    office.decideFates(() => 'throttled');
    const waits = [];
    for (let n = 0; n < 12; n++) {
      await office.invoke(bensRoom.id);
      waits.push(office.queue.splice(0).map(({ at: due }) => (due - millisOf(office.world.now())) / 1000));
      office.world.advance(20);
    }
    // The jitter of these tests is a half: three quarters of 5, 10, 20, … seconds.
    expect(waits).toEqual([[4], [8], [15], [30], [60], [120], [240], [], [], [], [], []]);
    const { owingSince } = await office.room();
    expect((millisOf(owingSince!) - millisOf(office.world.now())) / 60_000).toBeLessThanOrEqual(15 - 20 - 2);
  });

  test('SES does not answer, but took the mail: its Send event settles it, and it is not sent again', async () => {
    const office = await booked(postOffice());
    office.decideFates(() => 'accepted, answer lost');
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(await owed(office)).toEqual([]);
  });

  test('SES does not answer and did not take the mail: it is sent again, not before an event could have come', async () => {
    const office = await booked(postOffice());
    office.decideFates((_, call) => (call <= 2 ? 'not accepted, answer lost' : 'accepted'));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(millisOf(office.left[0]!.at) - millisOf(monday)).toBeGreaterThanOrEqual(LEASE_SECONDS * 1000);
  });

  test('no mail is given up when SES is out of order for half an hour', async () => {
    const office = await booked(postOffice());
    const end = millisOf(monday) + 30 * 60_000;
    office.decideFates(() => (millisOf(office.world.now()) < end ? 'not accepted, answer lost' : 'accepted'));
    await office.untilQuiet();
    expect(office.left).toHaveLength(2);
    expect(office.deadLetters).toEqual([]);
  });

  test('SES takes a mail twice only when a lost answer meets a lost event, and then the same bytes', async () => {
    const office = await booked(postOffice({ losesEvents: true }));
    office.decideFates((_, call) => (call <= 2 ? 'accepted, answer lost' : 'accepted'));
    await office.untilQuiet();
    const toBen = office.left.filter(({ to }) => to === ben.email);
    expect(toBen).toHaveLength(2);
    expect(Buffer.from(toBen[0]!.bytes).equals(Buffer.from(toBen[1]!.bytes))).toBe(true);
    expect(toBen[0]!.sendKeyId).toBe(toBen[1]!.sendKeyId);
  });
});

describe('a mail that SES refuses for itself', () => {
  const hopeless = async () => {
    const office = await booked(postOffice());
    office.decideFates(({ to }) => (to === asha.email ? 'refused' : 'accepted'));
    await office.untilQuiet();
    return office;
  };

  test(`mail that SES refuses ends after ${REFUSALS} refusals: dead letter, timeline, ledger, and nothing is owed`, async () => {
    const office = await hopeless();
    const room = existing((await office.room()).room);
    const { id } = bookingKeys.find(({ role }) => role === 'guest')!;
    expect(office.left.map(told)).toEqual(['ben REQUEST 0']);
    expect(office.deadLetters).toEqual([
      { roomId: bensRoom.id, sendKey: id, kind: 'invitation', role: 'guest', attempts: REFUSALS, reason: 'refused' },
    ]);
    expect(room.history.at(-1)).toMatchObject({ event: 'mail-failed', by: 'system', name: 'Asha' });
    expect(office.stores.ledger.stateOf(id)).toBe('failed');
    expect(await owed(office)).toEqual([]);
    expect(office.log.counted('MailFailed')).toBe(1);
  });

  test('a mail that cannot be sent does not keep the mail after it', async () => {
    const office = await hopeless();
    office.decideFates(() => 'accepted');
    await office.decide(reschedule(2_000));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 1', 'ben REQUEST 0', 'ben REQUEST 1']);
  });

  test('a mail that SES refuses for itself is not ended by faults of the channel between its refusals', async () => {
    const office = await booked(postOffice());
    office.decideFates((_, call) => (call % 2 === 0 ? 'refused' : 'throttled'));
    for (let n = 0; n < REFUSALS - 1; n++) {
      await office.invoke(bensRoom.id);
      office.world.advance(20);
    }
    office.decideFates(() => 'accepted');
    await office.untilQuiet();
    expect(office.left).toHaveLength(2);
    expect(office.deadLetters).toEqual([]);
  });
});

describe('a mail whose session is over', () => {
  const never = async () => {
    const office = await booked(postOffice());
    office.decideFates(() => 'throttled');
    return office;
  };
  /** Each try composes the mail, so the days before the last hours are left out. */
  const waitUntilAnHourBefore = async (office: PostOffice, moment: Instant) => {
    await office.workUntil(plusMinutes(monday, 60));
    office.world.turnTo(plusMinutes(moment, -60));
    await office.workUntil(plusMinutes(moment, -1));
    expect(office.deadLetters).toEqual([]);
    await office.untilQuiet();
  };

  test('a mail whose session is over ends when SES has refused it once more, and not before', async () => {
    const office = await never();
    await waitUntilAnHourBefore(office, plusMinutes(nextTuesday, 60));
    expect(millisOf(office.world.now())).toBeGreaterThanOrEqual(millisOf(plusMinutes(nextTuesday, 60)));
    expect(office.deadLetters.map(({ role, reason }) => `${role} ${reason}`).toSorted()).toEqual([
      'guest session-over',
      'host session-over',
    ]);
  });

  test('a CANCEL is tried for a day longer', async () => {
    const office = await never();
    await office.decide(cancel);
    await waitUntilAnHourBefore(office, plusMinutes(nextTuesday, 25 * 60));
    expect(millisOf(office.world.now())).toBeGreaterThanOrEqual(millisOf(plusMinutes(nextTuesday, 25 * 60)));
    expect(office.deadLetters.map(({ kind }) => kind)).toEqual(['cancelled', 'cancelled']);
  });

  test('a mail whose session is over is sent after all when SES takes it at the first try since', async () => {
    const office = await never();
    await office.invoke(bensRoom.id);
    office.decideFates(() => 'accepted');
    office.world.turnTo(plusMinutes(nextTuesday, 7 * 24 * 60));
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(office.deadLetters).toEqual([]);
  });

  test('a mail is not ended because something broke for days before SES was asked', async () => {
    const office = await booked(postOffice());
    const broken = { ...office.deps, links: { ...office.deps.links, put: () => Promise.reject(new Error('No such table')) } };
    for (let n = 0; n < 4 * 24 * 3; n++) {
      await sendMail(broken, bensRoom.id).catch(() => {});
      office.world.advance(15);
    }
    await office.untilQuiet();
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
    expect(office.deadLetters).toEqual([]);
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
