import { describe, expect, test } from 'vitest';
import { allCases } from '../../fixtures/mail/cases.ts';
import { inboundWorld, wordsOf } from '../../support/inbound.ts';
import { guestOf, type ExistingRoom } from '../../../shared/room/room.ts';
import { asha, ben, mallory } from '../../support/rooms.ts';

describe('every mail from the wild ends in its one outcome', () => {
  test.each(allCases)('$file -> $outcome', async ({ write, dmarc, outcome }) => {
    const inbound = await inboundWorld();
    expect(wordsOf(await inbound.arrives(write(), dmarc))).toBe(outcome);
    const rows = [...inbound.rows.values()].map((row) => (row.reason === null ? row.outcome : `${row.outcome}(${row.reason})`));
    expect(rows).toEqual([outcome]);
  });
});

const noOnesBusiness = allCases.filter(({ outcome }) =>
  /^refused\((?!all-day|floating|same-time|duration|start-|end-|not-a-time)/.test(outcome),
);

test.each(noOnesBusiness)('nobody is written to because of $file', async ({ write, dmarc }) => {
  const inbound = await inboundWorld();
  await inbound.arrives(write(), dmarc);
  expect(await inbound.newMail()).toEqual([]);
});

const doubtful = allCases.filter(({ outcome }) => outcome === 'needs-confirmation');

test.each(doubtful)('$file changes nothing, and only the invited address is asked', async ({ write, dmarc, reads }) => {
  const inbound = await inboundWorld();
  const before = await inbound.room();
  await inbound.arrives(write(), dmarc);
  const after = await inbound.room();
  expect(withoutQuestions(after)).toEqual(withoutQuestions(before));
  const asked = reads?.attendee === ben.email ? [ben.email] : reads?.attendee === mallory.email ? [ben.email, asha.email] : [asha.email];
  expect((await inbound.newMail()).map(({ kind, to }) => [kind, to.email])).toEqual(asked.map((email) => ['confirm-reply', email]));
});

const withoutQuestions = (room: ExistingRoom) => {
  const guest = guestOf(room);
  return { ...room, notices: [], stamp: null, host: { ...room.host, question: null }, guest: guest && { ...guest, question: null } };
};

const said = allCases.filter(({ outcome }) => !outcome.startsWith('applied'));

test.each(said)('no log line about $file holds an address', async ({ write, dmarc }) => {
  const inbound = await inboundWorld();
  await inbound.arrives(write(), dmarc);
  expect(inbound.lines.join('\n')).not.toContain('@');
});

test.each(allCases)('no mail owed because of $file shows one party the address of the other', async ({ write, dmarc }) => {
  const inbound = await inboundWorld();
  await inbound.arrives(write(), dmarc);
  for (const mail of await inbound.newMail()) {
    const other = mail.to.email === ben.email ? asha.email : ben.email;
    expect(JSON.stringify(mail)).not.toContain(other);
  }
});
