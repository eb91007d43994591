import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../local/reply-as/answer.ts';
import { utcStamp } from '../../../local/reply-as/calendar-text.ts';
import { gmail } from '../../../local/reply-as/gmail.ts';
import { outlook } from '../../../local/reply-as/outlook.ts';
import { thunderbird } from '../../../local/reply-as/thunderbird.ts';
import { guestOf } from '../../../shared/room/room.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { answerFor, benParty, proposal, written } from '../../fixtures/mail/mail-case.ts';
import { counter, letter, reply } from '../../fixtures/mail/letter.ts';
import { inboundWorld, wordsOf } from '../../support/inbound.ts';
import { asha, ben, nextTuesday, nextWednesday, seed } from '../../support/rooms.ts';

const fromAsha = (id: string, says: Answer['says'], changes: Partial<Answer> = {}) => gmail({ ...answerFor(id, says), ...changes });
const fromBen = (id: string, says: Answer['says'], changes: Partial<Answer> = {}) =>
  outlook({ ...answerFor(id, says, benParty), ...changes });
const later = { at: plusMinutes(written, 1) };

describe('per attendee, the newest word counts', () => {
  test('an acceptance that arrives after the decline which followed it brings nobody back', async () => {
    const { arrives, room } = await inboundWorld();
    await arrives(fromAsha('second', 'decline', later));
    const outcome = await arrives(fromAsha('first', 'accept'));
    expect(wordsOf(outcome)).toBe('unchanged');
    expect((await room()).status).toBe('open');
  });

  test('a maybe that was overtaken by an acceptance changes nothing, and its sender gets the invitation as it stands', async () => {
    const { arrives, room, newMail } = await inboundWorld();
    await arrives(fromAsha('second', 'accept', later));
    expect(wordsOf(await arrives(fromAsha('first', 'tentative')))).toBe('unchanged(older)');
    expect(guestOf(await room())?.partstat).toBe('ACCEPTED');
    expect((await newMail()).map(({ kind, to, cause }) => [kind, to.role, cause?.slice(0, 6)])).toEqual([['current', 'guest', 'older-']]);
  });

  test('people may change their minds at the same SEQUENCE', async () => {
    const { arrives, room } = await inboundWorld();
    await arrives(fromAsha('first', 'accept'));
    expect(wordsOf(await arrives(fromAsha('second', 'tentative', later)))).toBe('applied');
    expect(guestOf(await room())?.partstat).toBe('TENTATIVE');
  });

  test('both may answer at the same SEQUENCE in the same second', async () => {
    const { arrives, room } = await inboundWorld();
    const outcomes = await Promise.all([arrives(fromAsha('a', 'accept')), arrives(fromBen('b', 'tentative'))]);
    expect(outcomes.map(wordsOf)).toEqual(['applied', 'applied']);
    const now = await room();
    expect([guestOf(now)?.partstat, now.host.partstat]).toEqual(['ACCEPTED', 'TENTATIVE']);
  });

  test('an answer from the year 2099 does not silence the next one', async () => {
    const { arrives, room, world } = await inboundWorld();
    await arrives(letter('future', reply({ without: ['DTSTAMP'], event: ['DTSTAMP:20990101T000000Z'] })));
    world.advance(10);
    expect(wordsOf(await arrives(fromAsha('now', 'tentative', { at: world.now() })))).toBe('applied');
    expect(guestOf(await room())?.partstat).toBe('TENTATIVE');
  });

  test('the order of arrival counts for answers without DTSTAMP', async () => {
    const { arrives, room, world } = await inboundWorld();
    const undated = (id: string, partstat: string) =>
      letter(id, reply({ without: ['DTSTAMP'], attendee: `ATTENDEE;PARTSTAT=${partstat}:mailto:${asha.email}` }));
    await arrives(undated('one', 'ACCEPTED'));
    world.advance(1);
    expect(wordsOf(await arrives(undated('two', 'TENTATIVE')))).toBe('applied');
    expect(guestOf(await room())?.partstat).toBe('TENTATIVE');
  });
});

test('a clock that is six hours ahead does not silence the answer after it', async () => {
  const { arrives, room, world } = await inboundWorld();
  await arrives(fromAsha('ahead', 'accept', { at: plusMinutes(world.now(), 360) }));
  world.advance(1);
  expect(wordsOf(await arrives(fromAsha('right', 'decline', { at: world.now() })))).toBe('applied');
  expect((await room()).status).toBe('open');
});

describe('without SEQUENCE, what is answered is known by its start', () => {
  const unnumbered = (id: string, startUtc: Instant) =>
    letter(id, reply({ without: ['SEQUENCE', 'DTSTAMP'], event: [`DTSTART:${utcStamp(startUtc)}`] }));
  const moved = async () => {
    const inbound = await inboundWorld();
    const asked = { at: inbound.world.now(), seed: seed(70) };
    await inbound.command({ type: 'reschedule', by: { sub: ben.sub }, startUtc: nextWednesday, durationMinutes: null, ...asked });
    inbound.world.advance(1);
    return inbound;
  };

  test('an answer about the present time counts, also after several moves', async () => {
    const { arrives, room } = await moved();
    expect(wordsOf(await arrives(unnumbered('now', nextWednesday)))).toBe('applied');
    expect(guestOf(await room())?.partstat).toBe('ACCEPTED');
  });

  test('an answer about a time that is no more does not count, and its sender gets a mail that says why', async () => {
    const { arrives, room, newMail } = await moved();
    await newMail();
    expect(wordsOf(await arrives(unnumbered('then', nextTuesday)))).toBe('unchanged(stale)');
    expect(guestOf(await room())?.partstat).toBe('NEEDS-ACTION');
    expect((await newMail()).map(({ kind, cause }) => [kind, cause?.slice(0, 6)])).toEqual([['current', 'stale-']]);
  });
});

test('people are shown minutes: a new time with seconds is taken by the minute', async () => {
  const { arrives, room } = await inboundWorld();
  const times = ['DTSTART:20300116T193001Z', 'DTEND:20300116T203001Z'];
  expect(wordsOf(await arrives(letter('seconds', counter(times))))).toBe('applied');
  expect((await room()).proposals.map(({ startUtc }) => startUtc)).toEqual([nextWednesday]);
});

test('a REFRESH of a session that is over gets no answer', async () => {
  const { arrives, world } = await inboundWorld();
  world.turnTo(plusMinutes(nextTuesday, 61));
  expect(wordsOf(await arrives(letter('late', reply({ method: 'METHOD:REFRESH' }))))).toBe('refused(room-over)');
});

describe('the same mail again changes nothing', () => {
  test.each(['accept', 'tentative', 'decline', proposal] as const)('five times %s', async (says) => {
    const { arrives, room, newMail } = await inboundWorld();
    const raw = fromAsha('again', says);
    const outcomes = [await arrives(raw)];
    const once = await room();
    const told = await newMail();
    for (let n = 0; n < 4; n += 1) outcomes.push(await arrives(raw));
    expect(outcomes.map(wordsOf)).toEqual(['applied', ...Array.from({ length: 4 }, () => 'unchanged(repeated)')]);
    expect(await room()).toEqual(once);
    expect(await newMail()).toEqual([]);
    expect(told.length).toBe(typeof says === 'string' ? (says === 'decline' ? 2 : 0) : 2);
  });

  test('the same mail five times at once has one effect', async () => {
    const { arrives, room, newMail } = await inboundWorld();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => arrives(fromAsha('again', proposal))));
    expect(outcomes.filter(({ kind }) => kind === 'applied').length).toBeGreaterThanOrEqual(1);
    expect((await room()).proposals).toHaveLength(1);
    expect(await newMail()).toHaveLength(2);
  });

  test('the same answer under another Message-ID has one effect', async () => {
    const { arrives, room } = await inboundWorld();
    await arrives(fromAsha('one', proposal));
    expect(wordsOf(await arrives(fromAsha('two', proposal)))).toBe('unchanged');
    expect((await room()).proposals).toHaveLength(1);
  });
});

describe('an answer to a time that is no more', () => {
  const moves = {
    type: 'reschedule',
    by: { sub: ben.sub },
    startUtc: nextWednesday,
    durationMinutes: null,
    at: written,
    seed: seed(9),
  } as const;

  test('an answer to an earlier time changes nothing, and its sender gets the current invitation once an hour', async () => {
    const { arrives, room, newMail, command } = await inboundWorld();
    await command(moves);
    await newMail();
    expect(wordsOf(await arrives(fromAsha('old', 'decline')))).toBe('unchanged(stale)');
    expect((await room()).status).toBe('booked');
    expect((await newMail()).map(({ kind, to }) => [kind, to.email])).toEqual([['current', asha.email]]);
    await arrives(fromAsha('older', 'decline', later));
    expect(await newMail()).toEqual([]);
  });

  test('an answer to an earlier time is applied when it comes at the current SEQUENCE', async () => {
    const { arrives, command, room } = await inboundWorld();
    await command(moves);
    expect(wordsOf(await arrives(fromAsha('new', 'accept', { sequence: 1, ...later })))).toBe('applied');
    expect(guestOf(await room())?.partstat).toBe('ACCEPTED');
  });
});

describe('strict cancel policy', () => {
  test('a guest who declines is out, the room is open again, and the host gets mail', async () => {
    const { arrives, room, newMail } = await inboundWorld();
    await arrives(fromAsha('no', 'decline'));
    expect((await room()).status).toBe('open');
    expect((await newMail()).map(({ kind, to }) => [kind, to.email])).toEqual([
      ['unbooked', asha.email],
      ['guest-left', ben.email],
    ]);
  });

  test('a host who declines calls the session off for both', async () => {
    const { arrives, room, newMail } = await inboundWorld();
    await arrives(fromBen('no', 'decline'));
    expect((await room()).status).toBe('cancelled');
    expect((await newMail()).map(({ kind }) => kind)).toEqual(['cancelled', 'cancelled']);
  });

  test('an acceptance of a cancelled session gets the CANCEL once more', async () => {
    const { arrives, newMail, world } = await inboundWorld();
    await arrives(fromBen('no', 'decline'));
    await newMail();
    world.advance(1);
    expect(wordsOf(await arrives(fromAsha('yes', 'accept', later)))).toBe('unchanged(no-longer-invited)');
    expect((await newMail()).map(({ kind, to }) => [kind, to.email])).toEqual([['cancelled', asha.email]]);
  });
});

describe('a proposal from the calendar', () => {
  test('a proposal from the calendar asks the other party, and keeps only start and end', async () => {
    const { arrives, room, newMail } = await inboundWorld();
    await arrives(thunderbird(answerFor('when', proposal)));
    expect((await room()).proposals).toMatchObject([
      { by: 'guest', via: 'counter', note: '', counter: { understandsDeclineCounter: true } },
    ]);
    expect((await newMail()).map(({ kind, to }) => [kind, to.email])).toEqual([
      ['proposal-received', ben.email],
      ['proposal-sent', asha.email],
    ]);
  });

  test('a proposal from the calendar is taken back by a plain acceptance', async () => {
    const { arrives, room } = await inboundWorld();
    await arrives(fromAsha('when', proposal));
    await arrives(fromAsha('yes', 'accept', later));
    expect((await room()).proposals.map(({ status }) => status)).toEqual(['withdrawn']);
  });

  test('a proposal from the calendar is counted as one created proposal', async () => {
    const { arrives, counted } = await inboundWorld();
    await arrives(fromAsha('when', proposal));
    expect(counted).toEqual(['Decided(proposed)', 'ProposalsCreated', 'RepliesParsed(applied)']);
  });
});
