import { describe, expect, test } from 'vitest';
import { parseEmailAddress, type EmailAddress } from '../../../shared/words/email-address.ts';
import { rememberAddress } from '../../../shared/room/profile.ts';
import type { Command } from '../../../shared/room/command.ts';
import type { Person } from '../../../shared/room/person.ts';
import { changeProfile } from '../../../functions/platform/people/change-profile.ts';
import { counter, letter, reply } from '../../fixtures/mail/letter.ts';
import { sesTop } from '../../fixtures/mail/ses-top.ts';
import { inboundWorld, wordsOf, type InboundWorld } from '../../support/inbound.ts';
import { asha, ashaBooks, ben, bensRoom } from '../../support/rooms.ts';

const address = (text: string): EmailAddress => parseEmailAddress(text)!;

const sessionOf = (host: string, guest: string): Promise<InboundWorld> => {
  const people = { host: { ...ben, email: address(host) }, guest: { ...asha, email: address(guest) } } satisfies Record<string, Person>;
  const commands: readonly Command[] = [{ ...bensRoom, host: people.host }, { ...ashaBooks, guest: people.guest } as Command];
  return inboundWorld(commands);
};

const says = (partstat: string, from: string, attendee = from) =>
  letter(`${partstat} ${from}`, reply({ attendee: `ATTENDEE;PARTSTAT=${partstat}:mailto:${attendee}` }), { from: `From: <${from}>` });

test('an answer of a person invited at a domain in other letters is applied only where SES names the domain', async () => {
  const invited = 'asha@xn--bcher-kva.example';
  const mail = letter('idn', reply({ attendee: `ATTENDEE;PARTSTAT=DECLINED:mailto:${invited}` }), { from: 'From: <asha@bücher.example>' });
  const unnamed = await sessionOf('ben@host.example', invited);
  expect(wordsOf(await unnamed.arrives(mail))).toBe('needs-confirmation');
  expect((await unnamed.room()).status).toBe('booked');
  const named = await sessionOf('ben@host.example', invited);
  const top = sesTop('k3n0wn', 'dmarc=pass header.from=xn--bcher-kva.example;').join('\r\n');
  expect(wordsOf(await named.arrives(`${top}\r\n${mail}`, 'PASS', { sesMessageId: 'k3n0wn' }))).toBe('applied');
});

const asked = async ({ newMail }: InboundWorld) =>
  (await newMail()).map((mail) => ({ kind: mail.kind, to: mail.to.email, notice: 'notice' in mail ? mail.notice : null }));

describe('an answer from another address of the invited person', () => {
  test.each([
    ['j.smith@corp.example', 'john.smith@corp.example'],
    ['asha.rao@gmail.com', 'asharao@gmail.com'],
    ['asha+exam@gmail.com', 'asha@gmail.com'],
    ['li@gmail.com', 'li@googlemail.com'],
    ['asha@mail.corp.co.uk', 'asha@corp.co.uk'],
  ])('%s, who answers as %s, is asked alone', async (invited, main) => {
    const inbound = await sessionOf('ben@host.example', invited);
    expect(wordsOf(await inbound.arrives(says('DECLINED', main)))).toBe('needs-confirmation');
    const [question, ...others] = await asked(inbound);
    expect(others).toEqual([]);
    expect(question).toMatchObject({ kind: 'confirm-reply', to: invited, notice: { reply: { partstat: 'DECLINED', remember: [main] } } });
    expect((await inbound.room()).status).toBe('booked');
  });

  test('an answer from another address of the invited person that fits neither of the two better is asked of both, in words that tell neither what was said', async () => {
    const inbound = await sessionOf('ben@host.example', 'asha@guest.example');
    expect(wordsOf(await inbound.arrives(says('DECLINED', 'somebody@third.example')))).toBe('needs-confirmation');
    const questions = await asked(inbound);
    expect(questions.map(({ to }) => to)).toEqual(['ben@host.example', 'asha@guest.example']);
    for (const { notice } of questions) expect(notice).toMatchObject({ reply: { mayBeEither: true } });
  });

  test('an answer from another address acts at once after the person has confirmed that address, in From and in ATTENDEE', async () => {
    const inbound = await sessionOf('ben@host.example', 'asha@guest.example');
    await changeProfile(inbound.deps.people, asha.sub, (profile) => rememberAddress(profile, address('a.raman@work.example')));
    expect(wordsOf(await inbound.arrives(says('TENTATIVE', 'a.raman@work.example')))).toBe('applied');
    inbound.world.advance(1);
    expect(wordsOf(await inbound.arrives(says('ACCEPTED', 'a.raman@work.example', 'asha@guest.example')))).toBe('applied');
    inbound.world.advance(1);
    expect(wordsOf(await inbound.arrives(says('DECLINED', 'asha@guest.example', 'a.raman@work.example')))).toBe('applied');
    expect((await inbound.room()).status).toBe('open');
  });

  test.each(['GRAY', 'DISABLED'] as const)(
    'an answer in the name of the invited person whose sender is not proven (%s) leaves no address to remember after a yes',
    async (dmarc) => {
      const inbound = await sessionOf('ben@host.example', 'asha@guest.example');
      const forged = says('DECLINED', 'mallory@evil.example', 'asha@guest.example');
      expect(wordsOf(await inbound.arrives(forged, dmarc))).toBe('needs-confirmation');
      const [question] = await asked(inbound);
      expect(question).toMatchObject({ to: 'asha@guest.example', notice: { reply: { partstat: 'DECLINED' } } });
      expect(JSON.stringify(question)).not.toContain('mallory');
    },
  );

  test('an answer in the name of the invited person is never applied from another address, confirmed by somebody else or not', async () => {
    const inbound = await sessionOf('ben@host.example', 'asha@guest.example');
    await changeProfile(inbound.deps.people, ben.sub, (profile) => rememberAddress(profile, address('ben@work.example')));
    for (const from of ['ben@work.example', 'ben@host.example', 'mallory@evil.example']) {
      expect(wordsOf(await inbound.arrives(says('DECLINED', from, 'asha@guest.example')))).toBe('needs-confirmation');
    }
    expect((await inbound.room()).status).toBe('booked');
  });

  test('an answer from another address of the invited person that is not proven asks nobody who is not named', async () => {
    const inbound = await sessionOf('ben@host.example', 'asha@guest.example');
    expect(wordsOf(await inbound.arrives(says('DECLINED', 'asha2@guest.example'), 'GRAY'))).toBe('refused(not-an-attendee)');
    expect(await asked(inbound)).toEqual([]);
  });

  test('an answer from another address of the invited person does not act at once where both people have confirmed the same address', async () => {
    const inbound = await sessionOf('ben@host.example', 'asha@guest.example');
    for (const { sub } of [asha, ben]) {
      await changeProfile(inbound.deps.people, sub, (profile) => rememberAddress(profile, address('shared@home.example')));
    }
    expect(wordsOf(await inbound.arrives(says('DECLINED', 'shared@home.example')))).toBe('needs-confirmation');
  });
});

describe('an answer from a confirmed address whose sender is not proven', () => {
  const confirmed = async () => {
    const inbound = await sessionOf('ben@host.example', 'asha@guest.example');
    await changeProfile(inbound.deps.people, asha.sub, (profile) => rememberAddress(profile, address('a.raman@work.example')));
    return inbound;
  };

  test.each(['DECLINED', 'TENTATIVE'])('%s is asked of the invited person, and changes nothing before', async (partstat) => {
    const inbound = await confirmed();
    expect(wordsOf(await inbound.arrives(says(partstat, 'a.raman@work.example'), 'GRAY'))).toBe('needs-confirmation');
    expect(await asked(inbound)).toMatchObject([{ kind: 'confirm-reply', to: 'asha@guest.example', notice: { reply: { partstat } } }]);
    expect((await inbound.room()).status).toBe('booked');
  });

  test('a new time from a confirmed address whose sender is not proven is asked of the invited person', async () => {
    const inbound = await confirmed();
    const attendee = 'ATTENDEE;PARTSTAT=TENTATIVE:mailto:a.raman@work.example';
    const mail = letter('unproven new time', counter(undefined, { attendee }), { from: 'From: <a.raman@work.example>' });
    expect(wordsOf(await inbound.arrives(mail, 'GRAY'))).toBe('needs-confirmation');
    expect(await asked(inbound)).toMatchObject([{ to: 'asha@guest.example', notice: { reply: { type: 'propose' } } }]);
  });

  test('an answer from a confirmed address whose sender is not proven is asked within the limits of the invited address', async () => {
    const inbound = await confirmed();
    const senders = ['asha@guest.example', 'a.raman@work.example', 'asha@guest.example', 'a.raman@work.example'];
    for (const from of senders) {
      inbound.world.advance(1);
      await inbound.arrives(says('DECLINED', from), 'GRAY');
    }
    expect(await asked(inbound)).toHaveLength(1);
  });

  test('an answer from a confirmed address whose sender is not proven asks nobody who is out of the session', async () => {
    const inbound = await confirmed();
    await inbound.arrives(says('DECLINED', 'asha@guest.example'));
    await inbound.newMail();
    inbound.world.advance(10);
    expect(wordsOf(await inbound.arrives(says('ACCEPTED', 'a.raman@work.example'), 'GRAY'))).toBe('refused(not-an-attendee)');
    expect(await asked(inbound)).toEqual([]);
  });
});

describe('an address is never remembered', () => {
  test.each([
    ['of the other party', (): string => says('DECLINED', 'ben@host.example', 'asha@guest.example')],
    ['of the other party in another spelling', (): string => says('DECLINED', 'ben+x@host.example', 'asha@guest.example')],
    [
      'of somebody who answers on behalf of others',
      (): string =>
        letter('desk', reply({ attendee: 'ATTENDEE;PARTSTAT=DECLINED;SENT-BY="mailto:desk@guest.example":mailto:asha@guest.example' }), {
          from: 'From: <desk@guest.example>',
        }),
    ],
  ])('%s', async (_, write) => {
    const inbound = await sessionOf('ben@host.example', 'asha@guest.example');
    expect(wordsOf(await inbound.arrives(write()))).toBe('needs-confirmation');
    const [question] = await asked(inbound);
    expect(question?.to).toBe('asha@guest.example');
    expect(JSON.stringify(question)).not.toMatch(/remember|ben@|desk@/);
  });

  test('an address that the mail only names, while another one is proven, is never remembered', async () => {
    const inbound = await sessionOf('ben@host.example', 'asha@guest.example');
    await inbound.arrives(says('DECLINED', 'asha2@guest.example', 'victim@third.example'));
    expect(JSON.stringify(await asked(inbound))).not.toContain('victim@');
  });
});

describe('somebody who is out of the session', () => {
  const declines = async () => {
    const inbound = await sessionOf('ben@host.example', 'asha@guest.example');
    await inbound.arrives(says('DECLINED', 'asha@guest.example'));
    await inbound.newMail();
    inbound.world.advance(10);
    return inbound;
  };

  test('somebody who is out of the session and says yes gets the CANCEL once more, at most once an hour', async () => {
    const inbound = await declines();
    expect(wordsOf(await inbound.arrives(says('ACCEPTED', 'asha@guest.example')))).toBe('unchanged(no-longer-invited)');
    expect((await inbound.newMail()).map(({ kind, to }) => [kind, to.email])).toEqual([['unbooked', 'asha@guest.example']]);
    inbound.world.advance(10);
    await inbound.arrives(says('TENTATIVE', 'asha@guest.example'));
    expect(await inbound.newMail()).toEqual([]);
    inbound.world.advance(60);
    const again = letter('again', reply({ attendee: 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:asha@guest.example' }), {
      from: 'From: <asha@guest.example>',
    });
    await inbound.arrives(again);
    expect(await inbound.newMail()).toHaveLength(1);
  });

  test('mail that is not proven to be from somebody who is out of the session gets nothing', async () => {
    const inbound = await declines();
    expect(wordsOf(await inbound.arrives(says('ACCEPTED', 'asha@guest.example'), 'GRAY'))).toBe('refused(not-an-attendee)');
    expect(await inbound.newMail()).toEqual([]);
  });
});
