import { describe, expect, test } from 'vitest';
import { compose } from '../../../shared/mail/compose.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import { writeHtml } from '../../../shared/mail/write-html.tsx';
import { writeText } from '../../../shared/mail/write-text.ts';
import { email } from '../../support/rooms.ts';
import { always } from './always.ts';
import { everybody } from './deeds.ts';

describe('privacy', () => {
  test('nothing of the other party but the first name is in what is owed', () => {
    always(({ decision }) => {
      if (decision.kind !== 'changed') return;
      for (const mail of decision.mail) expect(tracesOfOthers(JSON.stringify(mail), mail.to.email)).toEqual([]);
    });
  });

  test('no address of the other party is in the text, HTML or calendar of a mail', () => {
    always(({ decision }) => {
      if (decision.kind !== 'changed') return;
      for (const mail of decision.mail) expect(tracesOfOthers(written(mail), mail.to.email)).toEqual([]);
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

/** Addresses, subjects and surnames of everybody but the recipient. */
function tracesOfOthers(text: string, recipient: string): string[] {
  const others = everybody.filter(({ email }) => email !== recipient);
  const traces = others.flatMap(({ email, sub, name }) => [email, sub, name.split(' ')[1] ?? email]);
  return traces.filter((trace) => text.toLowerCase().includes(trace.toLowerCase()));
}
