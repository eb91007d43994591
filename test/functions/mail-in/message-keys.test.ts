import { describe, expect, test } from 'vitest';
import { guestOf } from '../../../shared/room/room.ts';
import { counter, letter, reply } from '../../fixtures/mail/letter.ts';
import { inboundWorld, wordsOf } from '../../support/inbound.ts';
import { asha, ben } from '../../support/rooms.ts';

const says = (who: string, partstat: string): string => reply({ attendee: `ATTENDEE;PARTSTAT=${partstat}:mailto:${who}` });
const fromBen = { from: `From: <${ben.email}>` };

/* All letters of one name have one Message-ID. */

describe('a Message-ID that somebody else has used silences nobody', () => {
  test('the same Message-ID of another sender is another message', async () => {
    const { arrives, room } = await inboundWorld();
    expect(wordsOf(await arrives(letter('taken', says(asha.email, 'ACCEPTED'))))).toBe('applied');
    expect(wordsOf(await arrives(letter('taken', says(ben.email, 'DECLINED'), fromBen)))).toBe('applied');
    expect((await room()).status).toBe('cancelled');
  });

  test('the same Message-ID about another session is another message', async () => {
    const { arrives, room } = await inboundWorld();
    const elsewhere = reply({ without: ['UID'], event: ['UID:c0ffee00-0000-4000-8000-00000000ffff'] });
    expect(wordsOf(await arrives(letter('taken', elsewhere)))).toBe('refused(unknown-uid)');
    expect(wordsOf(await arrives(letter('taken', says(asha.email, 'DECLINED'))))).toBe('applied');
    expect((await room()).status).toBe('open');
  });

  test('two refused mails of one Message-ID keep a row each, so neither hides the other from an operator', async () => {
    const { arrives, rows } = await inboundWorld();
    await arrives(letter('taken', says(asha.email, 'ACCEPTED')), 'FAIL');
    await arrives(letter('taken', says(ben.email, 'DECLINED'), fromBen), 'FAIL');
    expect([...rows.values()].map(({ outcome, reason }) => `${outcome}(${reason})`)).toEqual([
      'refused(dmarc-failed)',
      'refused(dmarc-failed)',
    ]);
  });

  test('a message that is not proven does not take the place of a proven one, even where it changed nothing', async () => {
    const { arrives, room, world } = await inboundWorld();
    await arrives(letter('first', says(asha.email, 'ACCEPTED')));
    expect(wordsOf(await arrives(letter('next', says(asha.email, 'ACCEPTED')), 'GRAY'))).toBe('unchanged');
    world.advance(1);
    expect(wordsOf(await arrives(letter('next', says(asha.email, 'DECLINED'))))).toBe('applied');
    expect((await room()).status).toBe('open');
  });

  test('two people whose programs chose one Message-ID make two proposals', async () => {
    const { arrives, room } = await inboundWorld();
    await arrives(letter('taken', counter()));
    const byBen = counter(['DTSTART:20300117T100000Z', 'DTEND:20300117T110000Z'], {
      attendee: `ATTENDEE;PARTSTAT=TENTATIVE:mailto:${ben.email}`,
    });
    expect(wordsOf(await arrives(letter('taken', byBen, fromBen)))).toBe('applied');
    const { proposals } = await room();
    expect(new Set(proposals.map(({ id }) => id)).size).toBe(2);
  });

  test('both people get their own explanation, though their mails share a Message-ID', async () => {
    const { arrives, newMail } = await inboundWorld();
    const past = ['DTSTART:20200117T100000Z', 'DTEND:20200117T110000Z'];
    await arrives(letter('taken', counter(past)));
    await arrives(letter('taken', counter(past, { attendee: `ATTENDEE;PARTSTAT=TENTATIVE:mailto:${ben.email}` }), fromBen));
    expect((await newMail()).map(({ to }) => to.email)).toEqual([asha.email, ben.email]);
  });
});

describe('what was applied stays applied once', () => {
  test('an accept that is delivered again after a decline with the same DTSTAMP does not come back', async () => {
    const { arrives, room, world } = await inboundWorld();
    const yes = letter('yes', says(ben.email, 'ACCEPTED'), fromBen);
    expect(wordsOf(await arrives(yes))).toBe('applied');
    world.advance(3);
    expect(wordsOf(await arrives(letter('maybe', says(ben.email, 'TENTATIVE'), fromBen)))).toBe('applied');
    world.advance(3);
    expect(wordsOf(await arrives(yes))).toBe('unchanged(repeated)');
    expect((await room()).host.partstat).toBe('TENTATIVE');
  });

  test('a notification that comes twice counts once, also without any Message-ID', async () => {
    const { arrives, room } = await inboundWorld();
    const nameless = letter('none', counter()).replace(/Message-ID: .*\r\n/, '');
    const twice = { sesMessageId: 'one-id' };
    expect(wordsOf(await arrives(nameless, 'PASS', twice))).toBe('applied');
    expect(wordsOf(await arrives(nameless, 'PASS', twice))).toBe('unchanged(repeated)');
    expect((await room()).proposals).toHaveLength(1);
    expect(guestOf(await room())?.partstat).toBe('NEEDS-ACTION');
  });
});
