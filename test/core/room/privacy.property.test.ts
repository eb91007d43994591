import { describe, expect, test } from 'vitest';
import { compose } from '../../../shared/mail/compose.ts';
import { roleOf } from '../../../shared/room/actor.ts';
import { isCalendarMail, type OwedMail } from '../../../shared/room/owed-mail.ts';
import { guestOf } from '../../../shared/room/room.ts';
import { writeHtml } from '../../../shared/mail/write-html.tsx';
import { writeText } from '../../../shared/mail/write-text.ts';
import { email } from '../../support/rooms.ts';
import { always, whole } from './always.ts';
import { everybody } from './deeds.ts';
import { mailIn } from './histories.ts';

describe('privacy', () => {
  test('nothing of the other party but the first name is in what is owed', () => {
    always(({ decision }) => {
      if (decision.kind !== 'changed') return;
      for (const mail of decision.mail) expect(tracesOfOthers(withoutAskedFor(JSON.stringify(mail), mail), mail.to.email)).toEqual([]);
    });
  });

  test('no address of the other party is in the text, HTML or calendar of a mail', () => {
    always(({ decision }) => {
      if (decision.kind !== 'changed') return;
      for (const mail of decision.mail) expect(tracesOfOthers(withoutAskedFor(written(mail), mail), mail.to.email)).toEqual([]);
    });
  });

  test('a mail names the address of the other party only after both have asked for it, and each gets one such mail', () => {
    whole((history) => {
      const asking = new Map<string, ReadonlySet<string>>();
      for (const { command, decision, after } of history) {
        const guest = guestOf(after)?.sub ?? 'nobody';
        const couple = `${guest} from ${guestOf(after)?.joinedAt}`;
        const before = asking.get(couple) ?? new Set();
        const who = command.type === 'introduce' && decision.kind === 'changed' ? roleOf(after, command.by) : null;
        if (who !== null && command.type === 'introduce')
          asking.set(couple, command.yes ? new Set([...before, who]) : new Set([...before].filter((role) => role !== who)));
        const introductions = mailIn([{ before: after, command, decision, after, isRecalled: false }]).filter(isIntroduction);
        const isComplete = who !== null && before.size === 1 && asking.get(couple)?.size === 2;
        expect(introductions.map(({ to }) => to.role)).toEqual(isComplete ? ['host', 'guest'] : []);
      }
    });
  });

  test('the history holds no address', () => {
    always(({ after }) => {
      expect(JSON.stringify(after.history)).not.toMatch(/@|sub-of/);
    });
  });
});

const BRAND = { name: 'Ophthalmo Practice', color: '#0b5c7a' };

/** All that a mail says, calendar lines unfolded (RFC 5545 3.1). */
function written(mail: OwedMail): string {
  const message = compose(mail, {}, BRAND, email('sessions@practice.example'));
  const calendar = message.calendar?.ics.replaceAll('\r\n ', '') ?? '';
  return [message.subject, writeText(message), writeHtml(message, BRAND), calendar].join('\n');
}

const isIntroduction = (mail: OwedMail): boolean => mail.kind === 'introduction';

/** Without the address that both have asked to be told. */
const withoutAskedFor = (text: string, mail: OwedMail): string =>
  !isCalendarMail(mail) && mail.notice?.kind === 'introduction' ? text.replaceAll(mail.notice.email, '') : text;

/** Addresses, subjects and surnames of everybody but the recipient. */
function tracesOfOthers(text: string, recipient: string): string[] {
  const others = everybody.filter(({ email }) => email !== recipient);
  const traces = others.flatMap(({ email, sub, name }) => [email, sub, name.split(' ')[1] ?? email]);
  return traces.filter((trace) => text.toLowerCase().includes(trace.toLowerCase()));
}
