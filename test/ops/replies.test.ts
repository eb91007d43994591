import { describe, expect, test } from 'vitest';
import { replayKey } from '../../functions/mail-in/replay-mail.ts';
import { gmail } from '../../local/reply-as/gmail.ts';
import { readReplyCall } from '../../ops/replies/reply-arguments.ts';
import { perform } from '../../ops/replies/perform.ts';
import { answerFor, proposal } from '../fixtures/mail/mail-case.ts';
import { letter, reply } from '../fixtures/mail/letter.ts';
import { inboundWorld, type InboundWorld } from '../support/inbound.ts';
import { asha } from '../support/rooms.ts';

const run = async (inbound: InboundWorld, ...args: string[]) => {
  const [command, ...rest] = args;
  if (command !== 'list' && command !== 'show' && command !== 'replay') throw new Error('no command');
  return perform(inbound.deps, readReplyCall(command, rest));
};

describe('a replay', () => {
  test('replaying an applied mail changes nothing and sends nothing', async () => {
    const inbound = await inboundWorld();
    await inbound.arrives(gmail(answerFor('when', proposal)));
    const before = await inbound.room();
    await inbound.newMail();
    const { text } = await run(inbound, 'replay', '--outcome', 'applied');
    expect(text).toEqual(['inbound/1  applied -> unchanged(repeated)']);
    expect(await inbound.room()).toEqual(before);
    expect(await inbound.newMail()).toEqual([]);
  });

  test('replaying a mail that was not applied judges it again, by what SES said then', async () => {
    const inbound = await inboundWorld();
    await inbound.arrives(letter('gray', reply()), 'GRAY');
    await inbound.newMail();
    const { text } = await run(inbound, 'replay', '--outcome', 'needs-confirmation');
    expect(text).toEqual(['inbound/1  needs-confirmation -> needs-confirmation']);
    expect(await inbound.newMail()).toEqual([]);
  });

  test('a replay applies a reply that could not be read before and can be read now', async () => {
    const inbound = await inboundWorld([]);
    const raw = gmail(answerFor('yes', 'accept'));
    await inbound.arrives(raw);
    expect((await run(inbound, 'list', '--outcome', 'refused')).text[0]).toContain('refused(unknown-uid)');
    const known = await inboundWorld();
    const [row] = inbound.rows.values();
    const { key } = known.stored(raw);
    if (row) await known.deps.messages.record(row);
    expect((await run(known, 'replay', key)).text).toEqual(['inbound/1  refused(unknown-uid) -> applied']);
    expect((await run(known, 'replay', key)).text).toEqual(['inbound/1  applied -> unchanged(repeated)']);
  });

  test('replaying a mail that was never settled proves nobody, and the invited address is asked', async () => {
    const inbound = await inboundWorld();
    const { key } = inbound.stored(letter('lost', reply()));
    expect(await replayKey(inbound.deps, key)).toEqual({ key, before: null, after: { kind: 'needs-confirmation' } });
  });

  test('replaying an unknown message says so', async () => {
    const inbound = await inboundWorld();
    await expect(run(inbound, 'replay', '<nothing@mail.example>')).rejects.toThrow('dead-letter');
    await expect(run(inbound, 'replay', 'inbound/nothing')).rejects.toThrow('No mail is stored as inbound/nothing');
  });
});

test('a list is by outcome, newest first, and says how to go on', async () => {
  const inbound = await inboundWorld();
  for (const n of [1, 2, 3]) {
    await inbound.arrives(letter(`cut-${n}`, reply().slice(0, 200)));
    inbound.world.advance(1);
  }
  const { text } = await run(inbound, 'list', '--limit', '2');
  expect(text.filter((line) => line.includes('unreadable(truncated)'))).toHaveLength(2);
  expect(text.at(-1)).toContain('--before 2030-01-07T11:31:00.000Z');
  expect((await run(inbound, 'list', '--outcome', 'applied')).text).toContain('No mail is applied.');
});

test.each(['outlook', 'apple', 'thunderbird'])(
  'nothing that is shown of a mail holds an address, a name or a word of it (%s)',
  async (program) => {
    const inbound = await inboundWorld();
    const { PROGRAMS } = await import('../../local/reply-as/programs.ts');
    const write = Object.entries(PROGRAMS).find(([name]) => name === program)?.[1].write;
    const raw = write?.(answerFor(program, proposal)) ?? '';
    await inbound.arrives(raw);
    const [id = ''] = inbound.rows.keys();
    const { text, json } = await run(inbound, 'show', id);
    const shown = `${text.join('\n')}${JSON.stringify(json)}`;
    expect(shown).toContain('applied');
    expect(shown).toMatch(/METHOD:(COUNTER|REPLY)/);
    for (const secret of [asha.email, asha.name, 'Asha', 'asha.raman', 'sessions@', 'Ophthalmo Practice Session']) {
      expect(shown.replaceAll(id, '')).not.toContain(secret);
    }
  },
);

test.each([
  ['list', ['--outcome', 'lost'], '--outcome is one of'],
  ['list', ['--limit', '0'], '--limit is a whole number'],
  ['show', [], '--help'],
  ['replay', [], '--help'],
  ['replay', ['id', '--outcome', 'refused'], '--help'],
  ['list', ['--force'], '--force'],
] as const)('replies %s %j means nothing, and the error says what to write', (command, args, says) => {
  expect(() => readReplyCall(command, args)).toThrow(says);
});
