import { describe, expect, test } from 'vitest';
import type { Command } from '../../../shared/room/command.ts';
import { decide } from '../../../shared/room/decide.ts';
import type { Person } from '../../../shared/room/person.ts';
import type { ExistingRoom } from '../../../shared/room/room.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { asha, ben, bookedRoom, dina, monday, nextTuesday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';

/*
 * A room of which one person is no longer known.
 */

const after = plusMinutes(nextTuesday, 600);

function then(room: ExistingRoom, ...commands: readonly Command[]): ExistingRoom {
  return commands.reduce<ExistingRoom>((now, command) => {
    const decision = decide(now, command);
    if (decision.kind !== 'changed') throw new Error(`${command.type}: ${decision.kind}`);
    return decision.room;
  }, room);
}

const by = ({ sub }: Person) => ({ by: { sub } });
const at = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes) });
const propose = (who: Person, minutes: number, note: string): Command => ({
  type: 'propose',
  id: proposalId(`p${minutes}`),
  ...by(who),
  startUtc: plusMinutes(nextWednesday, minutes),
  durationMinutes: 60,
  note,
  via: 'app',
  counter: null,
  ...at(minutes),
});
const erase = (who: Person, moment: Instant = after): Command => ({
  type: 'erase-person',
  person: { subs: [who.sub], addresses: [who.email], firstNames: [] },
  at: moment,
  seed: seed(77),
});

/** Asha was booked and wrote something, left, and Dina came and wrote something. */
const lived = then(
  bookedRoom(),
  propose(asha, 10, 'words of Asha'),
  propose(ben, 20, 'words of Ben'),
  { type: 'leave', ...by(asha), ...at(30) },
  { type: 'book', guest: dina, ...at(40) },
  propose(dina, 50, 'words of Dina'),
);

const wordsOf = ({ sub, email, name }: Person): readonly string[] => {
  const [first = ''] = name.split(' ');
  return [sub, email, name, first, `words of ${first}`];
};
const mentions = (room: ExistingRoom, who: Person): readonly string[] => wordsOf(who).filter((word) => JSON.stringify(room).includes(word));

describe('erasing one person of a room', () => {
  test.each([
    ['the host', ben, [asha, dina]],
    ['a guest who has left', asha, [ben, dina]],
    ['the guest', dina, [ben, asha]],
  ] as const)('nothing of %s is left, and everything of the others', (_, person, others) => {
    const erased = then(lived, erase(person));
    expect(mentions(lived, person).length).toBeGreaterThan(3);
    expect(mentions(erased, person)).toEqual([]);
    for (const other of others) expect(mentions(erased, other)).toEqual(mentions(lived, other));
    expect(erased.history.map(({ event, at: when }) => [event, when])).toEqual(lived.history.map(({ event, at: when }) => [event, when]));
    expect([erased.status, erased.uid, erased.sequence, erased.updatedAt]).toEqual([
      lived.status,
      lived.uid,
      lived.sequence,
      lived.updatedAt,
    ]);
  });

  test('all three can be erased, and each a second time changes nothing', () => {
    const erased = then(lived, erase(ben), erase(asha), erase(dina));
    for (const person of [ben, asha, dina]) {
      expect(mentions(erased, person)).toEqual([]);
      expect(decide(erased, erase(person)).kind).toBe('unchanged');
    }
  });

  test('somebody who still has the session to come is not erased from it', () => {
    for (const person of [ben, dina]) expect(decide(lived, erase(person, monday)).kind).toBe('unchanged');
    expect(decide(lived, erase(asha, plusMinutes(monday, 60))).kind).toBe('changed');
  });

  test('somebody who was never in the room changes nothing in it', () => {
    expect(decide(bookedRoom(), erase(dina)).kind).toBe('unchanged');
  });

  test('another guest of the same given name keeps name and words', () => {
    const otherAsha = { ...dina, name: 'Asha Farouk' };
    const left = then(bookedRoom(), propose(asha, 10, 'words of the first'), { type: 'leave', ...by(asha), ...at(30) });
    const room = then(left, { type: 'book', guest: otherAsha, ...at(40) }, propose(otherAsha, 50, 'words of the second'));
    const named = (person: Person) => {
      const { history, proposals } = then(room, erase(person));
      return [history.flatMap(({ name }) => name ?? []), proposals.map(({ note }) => note)];
    };
    expect(named(otherAsha)).toEqual([
      ['Ben', 'Asha', 'Asha', 'Asha'],
      ['words of the first', '…'],
    ]);
    expect(named(asha)).toEqual([
      ['Ben', 'Asha', 'Asha'],
      ['…', 'words of the second'],
    ]);
  });

  test('what the other one was asked about forgets from where it came only where it may be of the person', () => {
    const about = (mayBeEither: boolean) => ({
      type: 'reply' as const,
      partstat: 'ACCEPTED' as const,
      sequence: 0,
      dtstamp: null,
      remember: [dina.email],
      note: 'words of somebody',
      ...(mayBeEither && { mayBeEither }),
    });
    const asked = (mayBeEither: boolean): ExistingRoom => {
      const cancelled = then(bookedRoom(), { type: 'cancel', ...by(ben), ...at(30) });
      return { ...cancelled, host: { ...cancelled.host, question: about(mayBeEither) } };
    };
    const { remember: _, note: __, ...rest } = about(true);
    expect(then(asked(true), erase(asha)).host.question).toEqual(rest);
    expect(then(asked(false), erase(asha)).host.question).toEqual(about(false));
    expect(then(asked(true), erase(ben)).host.question).toBeNull();
  });

  test('somebody who was erased gets no mail, whatever is decided', () => {
    const cancelled = then(bookedRoom(), { type: 'cancel', ...by(ben), ...at(30) }, erase(asha));
    const failed = { type: 'repeat-mail', to: 'guest', failed: null, cause: 'asked', at: after, seed: seed(9) } as const;
    expect(decide(cancelled, failed)).toMatchObject({ kind: 'changed', mail: [] });
    expect(decide(cancelled, { ...failed, to: 'host' })).toMatchObject({ mail: [{ to: { email: ben.email } }] });
  });
});
