import { describe, expect, test } from 'vitest';
import { methodOf } from '../../../shared/itip/write-itip.ts';
import { decide } from '../../../shared/room/decide.ts';
import { millisOf } from '../../../shared/time/instant.ts';
import { always, whole } from './always.ts';
import { everybody } from './deeds.ts';
import { calendarMailIn, mailIn } from './histories.ts';

describe('numbers', () => {
  test('SEQUENCE rises by one, by two above a CANCEL that is taken back, and goes down by nothing but a REQUEST that is taken back before it leaves', () => {
    always(({ before, command, after }) => {
      const rise = after.sequence - (before.status === 'uncreated' ? 0 : before.sequence);
      const allowed = command.type === 'undo' ? [-1, 0] : command.type === 'restore' && before.status === 'cancelled' ? [0, 2] : [0, 1];
      expect(allowed).toContain(rise);
    });
  });

  test('each attendee gets rising SEQUENCEs, the same one again only on purpose, and never a lower one', () => {
    whole((history) => {
      for (const { email } of everybody) {
        const theirs = calendarMailIn(history).filter(({ to }) => to.email === email);
        const rises = theirs.slice(1).map((mail, nth) => mail.sequence - (theirs[nth]?.sequence ?? 0));
        rises.forEach((rise, nth) => expect(rise).toBeGreaterThanOrEqual(theirs[nth + 1]?.cause === null ? 1 : 0));
      }
    });
  });

  test('no two calendar mails have one idempotency key (uid, sequence, attendee, method and cause)', () => {
    whole((history) => {
      const keys = calendarMailIn(history).map((mail) => `${mail.sequence} ${mail.to.email} ${methodOf(mail.kind)} ${mail.cause}`);
      expect(new Set(keys).size).toBe(keys.length);
    });
  });

  test('DTSTAMP rises with every decision that sends calendar mail, even when the clock does not', () => {
    whole((history) => {
      const stamps = history.flatMap((step) => [...new Set(calendarMailIn([step]).map(({ stamp }) => stamp))]);
      expect(stamps).toEqual([...new Set(stamps)].sort());
    });
  });

  test('DTSTAMP is the time of the decision in whole seconds, or one second after the last one', () => {
    always(({ before, command, decision }) => {
      if (decision.kind !== 'changed' || before.status === 'uncreated') return;
      const decided = Math.floor(millisOf(command.at) / 1000) * 1000;
      const afterLast = before.stamp === null ? 0 : millisOf(before.stamp) + 1000;
      for (const { stamp } of decision.mail) expect(millisOf(stamp)).toBe(Math.max(decided, afterLast));
    });
  });
});

describe('repetition', () => {
  test('the same command twice changes the room once', () => {
    always(({ command, decision, after }) => {
      // Each is a message of its own: limits, and the ledger, keep those from being sent twice.
      if (command.type === 'notify' || command.type === 'record-failed-mail' || decision.kind !== 'changed') return;
      expect(decide(after, command).kind).not.toBe('changed');
    });
  });

  test('what is unchanged or refused is decided so again', () => {
    always(({ before, command, decision }) => {
      expect(decide(before, command)).toEqual(decision);
    });
  });

  test('a person who asks again for what they already have is not refused', () => {
    always(({ command, decision, after }) => {
      if (
        decision.kind !== 'changed' ||
        ![
          'create',
          'book',
          'reschedule',
          'cancel',
          'leave',
          'propose',
          'approve',
          'decline-proposal',
          'undo',
          'write-note',
          'introduce',
          'restore',
        ].includes(command.type)
      )
        return;
      expect(decide(after, command)).toEqual({ kind: 'unchanged' });
    });
  });
});

describe('limits', () => {
  test('the current invitation is sent again at most once an hour, to each', () => {
    whole((history) => {
      const sent = history.flatMap((step) => calendarMailIn([step]).map((mail) => ({ ...mail, at: millisOf(step.command.at) })));
      const again = sent.filter(({ cause }) => cause !== null && !cause.startsWith('proposal'));
      // A guest who has left and come back is a new attendee, with a new SEQUENCE.
      const gaps = again.map((mail, nth) => {
        const last = again.slice(0, nth).findLast(({ to, sequence }) => to.email === mail.to.email && sequence === mail.sequence);
        return last ? mail.at - last.at : Infinity;
      });
      expect(gaps.filter((gap) => gap < 3_600_000)).toEqual([]);
    });
  });

  test('at most five proposals a day are accepted in one room', () => {
    whole((history) => {
      const made = history.filter((step) => mailIn([step]).some(({ kind }) => kind === 'proposal-sent'));
      const times = made.map(({ command }) => millisOf(command.at)).sort((a, b) => a - b);
      expect(times.filter((time, nth) => time - (times[nth - 5] ?? 0) < 86_400_000)).toEqual([]);
    });
  });

  test('a room stays small, whatever is done to it', () => {
    always(({ after }) => {
      const { history, proposals, notices } = after;
      expect(history.length).toBeLessThanOrEqual(100);
      expect(proposals.length).toBeLessThanOrEqual(20);
      expect(notices.length).toBeLessThanOrEqual(65);
    });
  });
});
