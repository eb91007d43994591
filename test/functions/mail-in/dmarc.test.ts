import { describe, expect, test } from 'vitest';
import { isAlignedWith } from '../../../functions/mail-in/domain-alignment.ts';
import { parseNotification, type Received } from '../../../functions/mail-in/notification.ts';
import { guestOf } from '../../../shared/room/room.ts';
import { letter, reply } from '../../fixtures/mail/letter.ts';
import { sesTop } from '../../fixtures/mail/ses-top.ts';
import { inboundWorld, wordsOf } from '../../support/inbound.ts';

const known: Partial<Received> = { sesMessageId: 'k3n0wn' };
const passed = 'spf=pass (spfCheck: domain of mail.example designates 192.0.2.7 as permitted sender) client-ip=192.0.2.7;';
const dmarc = (domain: string): string => `${passed} dkim=none; dmarc=pass header.from=${domain};`;

describe('DMARC PASS counts for the domain that SES itself names', () => {
  const outcomeOf = async (top: readonly string[], from?: string) => {
    const { arrives } = await inboundWorld();
    return wordsOf(await arrives(letter('bound', reply(), { top, ...(from !== undefined && { from }) }), 'PASS', known));
  };

  test('the domain in From proves the sender', async () => {
    expect(await outcomeOf(sesTop('k3n0wn', dmarc('mail.example')))).toBe('applied');
  });

  test('an international domain proves the sender when SES names it', async () => {
    const from = 'From: <asha.raman@bücher.example>';
    expect(await outcomeOf(sesTop('k3n0wn', dmarc('xn--bcher-kva.example')), from)).toBe('needs-confirmation');
    expect(await outcomeOf(sesTop('k3n0wn', dmarc('mail.example')), from)).toBe('refused(sender-unclear)');
  });

  test.each(['evil.example', 'mail.example.evil.example', 'a.mail.example', 'l.example', 'example', ''])(
    'a check of %j says that SES read another sender than we did',
    async (domain) => {
      expect(await outcomeOf(sesTop('k3n0wn', dmarc(domain)))).toBe('refused(sender-unclear)');
    },
  );

  test.each([
    ['a result that is not pass', sesTop('k3n0wn', `${passed} dmarc=none header.from=mail.example;`)],
    ['two DMARC results, one of which the greeting made up', sesTop('k3n0wn', `helo=a; ${dmarc('mail.example')} ${dmarc('evil.example')}`)],
    ['a quoted envelope address', sesTop('k3n0wn', `envelope-from="a; x"@evil.example; ${dmarc('mail.example')}`)],
    ['two headers of results', [`Authentication-Results: amazonses.com; ${dmarc('mail.example')}`, ...sesTop('k3n0wn', passed)]],
  ])('%s proves nothing, whatever the verdict says', async (_, top) => {
    expect(await outcomeOf(top)).toBe('needs-confirmation');
  });

  test('what stands below the receipt of SES is the word of the sender and contradicts nothing', async () => {
    const below = `Authentication-Results: amazonses.com; ${dmarc('evil.example')}`;
    expect(await outcomeOf([...sesTop('k3n0wn', passed), below])).toBe('applied');
    expect(
      await outcomeOf([...sesTop('k3n0wn', dmarc('evil.example')), `Authentication-Results: amazonses.com; ${dmarc('mail.example')}`]),
    ).toBe('refused(sender-unclear)');
  });
});

describe('without a result of SES the verdict alone counts, if the domain can be read in one way only', () => {
  test('a domain in ASCII is proven', async () => {
    const { arrives } = await inboundWorld();
    expect(wordsOf(await arrives(letter('plain', reply()), 'PASS'))).toBe('applied');
  });

  test('a domain in other letters is not, because it has a second name in ASCII', async () => {
    const { arrives, room } = await inboundWorld();
    const from = 'From: <asha.raman@bücher.example>';
    expect(wordsOf(await arrives(letter('other-letters', reply(), { from }), 'PASS'))).toBe('needs-confirmation');
    expect(guestOf(await room())?.partstat).toBe('NEEDS-ACTION');
  });
});

describe('a verdict that is missing or unknown proves nothing', () => {
  const notified = (dmarcVerdict: object | undefined) =>
    JSON.stringify({
      notificationType: 'Received',
      receipt: {
        timestamp: '2030-01-07T11:30:00.000Z',
        spamVerdict: { status: 'PASS' },
        virusVerdict: { status: 'PASS' },
        spfVerdict: { status: 'PASS' },
        dkimVerdict: { status: 'PASS' },
        ...(dmarcVerdict && { dmarcVerdict }),
        action: { type: 'S3', bucketName: 'inbox', objectKey: 'inbound/1' },
      },
      mail: { messageId: 'ses1', source: 'asha.raman@mail.example' },
    });

  test.each([undefined, { status: 'pass' }, { status: '' }, { status: 'DISABLED' }, { status: 'PROCESSING_FAILED' }])(
    'DMARC %j: the invited address is asked',
    async (verdict) => {
      const { arrives } = await inboundWorld();
      const received = parseNotification(notified(verdict));
      expect(received?.verdicts.dmarc).not.toBe('PASS');
      expect(wordsOf(await arrives(letter('unproven', reply()), 'PASS', { verdicts: received!.verdicts }))).toBe('needs-confirmation');
    },
  );

  test('DMARC PASS is read as PASS', () => {
    expect(parseNotification(notified({ status: 'PASS' }))?.verdicts.dmarc).toBe('PASS');
  });
});

describe('relaxed alignment (RFC 7489 3.1.1)', () => {
  test.each([
    ['corp.example', 'corp.example', true],
    ['mail.corp.example', 'corp.example', true],
    ['a.mail.corp.example', 'mail.corp.example', true],
    ['nhs.uk', 'nhs.uk', true],
    ['trust.nhs.uk', 'nhs.uk', false],
    ['evil.co.uk', 'co.uk', false],
    ['mail.evil.co.uk', 'evil.co.uk', true],
    ['evil.github.io', 'github.io', false],
    ['corp.example', 'example', false],
    ['corp.example', 'mail.corp.example', false],
    ['notcorp.example', 'corp.example', false],
    ['corp.example', '', false],
  ])('mail from %s, checked for %s: %s', (domain, checked, expected) => {
    expect(isAlignedWith(domain, checked)).toBe(expected);
  });
});
