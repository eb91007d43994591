import { describe, expect, test } from 'vitest';
import type { Received, Verdict } from '../../../functions/mail-in/notification.ts';
import { guestOf } from '../../../shared/room/room.ts';
import { counter, letter, reply } from '../../fixtures/mail/letter.ts';
import { uid } from '../../fixtures/mail/mail-case.ts';
import { sesTop } from '../../fixtures/mail/ses-top.ts';
import { inboundWorld, wordsOf, type InboundWorld } from '../../support/inbound.ts';
import { asha, ben, seed } from '../../support/rooms.ts';

const verdicts = (dmarc: Verdict, dkim: Verdict = 'PASS'): Partial<Received> => ({
  sesMessageId: 'k3n0wn',
  verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim, dmarc },
});
const signed = 'spf=pass; dkim=pass header.i=@mail.example; dmarc=none header.from=mail.example;';

describe('a domain without a DMARC policy proves itself by a DKIM signature of exactly its name', () => {
  const signature = 'DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=k1; h=from; bh=AAAA; b=BBBB';
  const outcomeOf = async (headers: readonly string[], more = verdicts('GRAY')) => {
    const { arrives } = await inboundWorld();
    return wordsOf(await arrives(letter('signed', reply(), { top: [...headers, signature] }), 'GRAY', more));
  };

  test('a DKIM signature of exactly the domain proves a domain without a DMARC policy', async () => {
    expect(await outcomeOf(sesTop('k3n0wn', signed))).toBe('applied');
  });

  test.each([
    ['of another domain', sesTop('k3n0wn', 'dkim=pass header.i=@evil.example; dmarc=none header.from=mail.example;')],
    ['of a subdomain', sesTop('k3n0wn', 'dkim=pass header.i=@a.mail.example;')],
    ['that failed', sesTop('k3n0wn', 'dkim=fail header.i=@mail.example;')],
    ['reported by somebody else', sesTop('k3n0wn', signed).map((line) => line.replace('amazonses.com;', 'mx.evil.example;'))],
    ['reported below the receipt', [...sesTop('k3n0wn', 'dkim=none;'), `Authentication-Results: amazonses.com; ${signed}`]],
    ['reported on top of a receipt that SES did not write', sesTop('guessed', signed)],
    ['reported twice', [`Authentication-Results: amazonses.com; ${signed}`, ...sesTop('k3n0wn', 'dkim=none;')]],
    [
      'that the envelope makes up',
      sesTop('k3n0wn', 'spf=pass envelope-from="a; dkim=pass header.i=@mail.example; "@evil.example; dkim=pass header.i=@evil.example;'),
    ],
    [
      'that the greeting makes up',
      sesTop('k3n0wn', 'spf=pass helo=a; dkim=pass header.i=@mail.example; dkim=fail header.i=@evil.example;'),
    ],
    ['that nobody signed', sesTop('k3n0wn', 'dkim=pass header.i=@mail.example; dkim=pass header.i=@mail.example;')],
    ['without any receipt', sesTop('k3n0wn', signed).slice(0, -1)],
  ])('a DKIM result %s does not prove the sender, and the answer has to be confirmed', async (_, headers) => {
    expect(await outcomeOf(headers)).toBe('needs-confirmation');
  });

  test('a DKIM signature proves nothing where SES says that it did not pass', async () => {
    expect(await outcomeOf(sesTop('k3n0wn', signed), verdicts('GRAY', 'GRAY'))).toBe('needs-confirmation');
  });
});

test.each([
  ['FAIL', 'refused(dmarc-failed)'],
  ['PROCESSING_FAILED', 'needs-confirmation'],
  ['DISABLED', 'needs-confirmation'],
] as const)('DMARC %s -> %s, whatever is signed below', async (dmarc, outcome) => {
  const { arrives, room } = await inboundWorld();
  expect(wordsOf(await arrives(letter('spoof', reply()), dmarc))).toBe(outcome);
  expect(guestOf(await room())?.partstat).toBe('NEEDS-ACTION');
});

test('a domain that only begins like the invited one speaks for itself alone', async () => {
  const { arrives, room } = await inboundWorld();
  const from = 'From: asha.raman@mail.example#é.evil.example';
  expect(wordsOf(await arrives(letter('spoof', reply(), { from })))).toBe('refused(sender-unclear)');
  expect(guestOf(await room())?.partstat).toBe('NEEDS-ACTION');
});

test.each(['spam', 'virus'] as const)('%s is refused unread', async (kind) => {
  const { arrives, rows } = await inboundWorld();
  const verdicts = { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', [kind]: 'FAIL' } as Received['verdicts'];
  expect(wordsOf(await arrives(letter('bad', reply()), 'PASS', { verdicts }))).toBe(`refused(${kind})`);
  expect([...rows.keys()]).toEqual(['ses:ses1']);
});

describe('asking the invited address', () => {
  const spoof = (n: number) => letter(`spoof-${n}`, reply({ attendee: `ATTENDEE;PARTSTAT=DECLINED:mailto:${ben.email}` }));

  test('the invited address is asked once a day, also when somebody tries again', async () => {
    const { arrives, newMail, world } = await inboundWorld();
    for (let n = 0; n < 10; n += 1) expect(wordsOf(await arrives(spoof(n), 'GRAY'))).toBe('needs-confirmation');
    expect((await newMail()).map(({ to }) => to.email)).toEqual([ben.email]);
    world.advance(25 * 60);
    await arrives(spoof(11), 'GRAY');
    expect(await newMail()).toHaveLength(1);
  });

  test('the invited address is asked about each answer, so that a forged one uses up no other', async () => {
    const { arrives, newMail } = await inboundWorld();
    const answer = (partstat: string) =>
      arrives(letter(partstat, reply({ attendee: `ATTENDEE;PARTSTAT=${partstat}:mailto:${ben.email}` })), 'GRAY');
    for (const partstat of ['TENTATIVE', 'ACCEPTED', 'DECLINED', 'DECLINED']) {
      expect(wordsOf(await answer(partstat))).toBe('needs-confirmation');
    }
    expect(await newMail()).toHaveLength(3);
  });

  test('asking the invited address has an end for new times; then the outcome, the timeline and a count say so', async () => {
    const { arrives, newMail, room, counted } = await inboundWorld();
    const outcomes: string[] = [];
    for (const hour of [10, 11, 12, 13, 14]) {
      const times = [`DTSTART:20300116T${hour}0000Z`, `DTEND:20300116T${hour + 1}0000Z`];
      outcomes.push(wordsOf(await arrives(letter(`time-${hour}`, counter(times)), 'GRAY')));
    }
    expect(outcomes.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => 'needs-confirmation'));
    expect(outcomes.slice(3)).toEqual(Array.from({ length: 2 }, () => 'needs-confirmation(not-asked)'));
    expect(await newMail()).toHaveLength(3);
    expect((await room()).history.filter(({ event }) => event === 'not-asked')).toHaveLength(1);
    expect(counted.filter((metric) => metric === 'RepliesNotAsked')).toHaveLength(2);
    expect(wordsOf(await arrives(letter('no', reply({ attendee: `ATTENDEE;PARTSTAT=DECLINED:mailto:${asha.email}` })), 'GRAY'))).toBe(
      'needs-confirmation',
    );
    expect(await newMail()).toHaveLength(1);
  });

  test('the question says what was asked for, so that a yes can be applied', async () => {
    const { arrives, newMail } = await inboundWorld();
    await arrives(spoof(1), 'GRAY');
    const reply = { type: 'reply', partstat: 'DECLINED', sequence: 0, dtstamp: '2030-01-07T11:00:00.000Z' };
    expect(await newMail()).toMatchObject([{ notice: { kind: 'confirm-reply', reply } }]);
  });

  test('the invited address is asked only when a yes would change something', async () => {
    const { arrives, newMail } = await inboundWorld();
    await arrives(letter('yes', reply()));
    expect(wordsOf(await arrives(letter('yes again', reply()), 'GRAY'))).toBe('unchanged');
    expect(await newMail()).toEqual([]);
  });
});

test('an unreadable answer is explained once an hour, to the address that was invited', async () => {
  const { arrives, newMail } = await inboundWorld();
  for (const n of [1, 2, 3]) await arrives(letter(`cut-${n}`, reply().slice(0, 200)));
  expect((await newMail()).map(({ kind, to }) => [kind, to.email])).toEqual([['reply-unreadable', asha.email]]);
});

test('no question goes to an address that was not invited', async () => {
  const { arrives, newMail } = await inboundWorld();
  await arrives(letter('cut', reply().slice(0, 200)), 'GRAY');
  expect(await newMail()).toEqual([]);
});

test.each([
  [
    'is cancelled',
    async ({ command, world }: InboundWorld) => command({ type: 'cancel', by: { sub: ben.sub }, at: world.now(), seed: seed(9) }),
  ],
  ['is over', async ({ world }: InboundWorld) => world.advance(30 * 24 * 60)],
])('a person who writes a few words about a session that %s is not asked to answer in another way', async (_, ends) => {
  const inbound = await inboundWorld();
  await ends(inbound);
  await inbound.newMail();
  const thanks = letter('thanks', 'Thank you!', { type: 'text/plain', headers: [`In-Reply-To: <${uid}@meet.example>`] });
  expect(wordsOf(await inbound.arrives(thanks))).toBe('unreadable(no-calendar)');
  expect(await inbound.newMail()).toEqual([]);
});

test('an invited person who is proven gets a mail that says why a delegation or an impossible time does nothing', async () => {
  const inbound = await inboundWorld();
  const delegated = `ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:joe@corp.example":mailto:${asha.email}`;
  expect(wordsOf(await inbound.arrives(letter('delegated', reply({ attendee: delegated }))))).toBe('unreadable(no-answer)');
  const byOther = `ATTENDEE;PARTSTAT=TENTATIVE;SENT-BY="mailto:joe@corp.example":mailto:${asha.email}`;
  const short = counter(['DTSTART:20300116T193000Z', 'DTEND:20300116T193000Z'], { attendee: byOther });
  expect(wordsOf(await inbound.arrives(letter('short', short)))).toMatch(/^refused\(/);
  expect((await inbound.newMail()).map(({ kind, to }) => `${kind} to ${to.role}`)).toEqual([
    'reply-unreadable to guest',
    'proposal-impossible to guest',
  ]);
  await inbound.arrives(letter('spoofed', reply({ attendee: delegated })), 'GRAY');
  expect(await inbound.newMail()).toEqual([]);
});

test('yes and no of the same person in one message is neither; an answer beside none is the answer', async () => {
  const { arrives, room } = await inboundWorld();
  const both = (...partstats: readonly string[]) =>
    reply({ attendee: null, event: partstats.map((partstat) => `ATTENDEE;PARTSTAT=${partstat}:mailto:${asha.email}`) });
  expect(wordsOf(await arrives(letter('both', both('ACCEPTED', 'DECLINED'))))).toBe('unreadable(ambiguous)');
  expect((await room()).status).toBe('booked');
  expect(wordsOf(await arrives(letter('beside', both('TENTATIVE', 'NEEDS-ACTION'))))).toBe('applied');
});
