import { describe, expect, test } from 'vitest';
import { appLinks, compose } from '../../../shared/mail/compose.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import { writeText } from '../../../shared/mail/write-text.ts';
import { everyMail, benAndAsha } from '../../support/decided-mail.ts';
import { outgoing } from '../../support/written-mail.ts';

const worded = (mail: OwedMail) => compose(mail, appLinks(outgoing.publicUrl, mail), outgoing.brand, outgoing.organizer);

/** The mails of one kind, each as text and, where it has one, with its calendar. */
function mailsOf(kind: string) {
  return everyMail(benAndAsha)
    .map(({ mail }) => mail)
    .filter((mail) => mail.kind === kind)
    .map((mail) => ({ mail, text: writeText(worded(mail)), ics: worded(mail).calendar?.ics.replaceAll(/\r\n /g, '') ?? null }));
}

describe('how the two can use the time', () => {
  test('an invitation says the stations, who begins and when they swap, each on their own clock', () => {
    const [host, guest] = ['host', 'guest'].map((role) => mailsOf('invitation').find(({ mail }) => mail.to.role === role));
    const stations = 'How you can use the time: 6 stations of 10 minutes, each with 2 minutes to read.';
    expect(host?.text).toContain(`${stations} Asha answers first, and you examine. You swap half-way, at 18:30.`);
    expect(guest?.text).toContain(`${stations} You answer first, and Ben examines. You swap half-way, at 00:00.`);
  });

  test('the calendar has the plan, and the mail has the timer, whose address names nobody', () => {
    for (const { mail, text, ics } of mailsOf('invitation')) {
      expect(ics).toContain('6 stations of 10 minutes');
      expect(ics).not.toContain('/timer');
      expect(text).toContain(`/timer?start=2030-01-15T18:00:00Z&minutes=60&role=${mail.to.role}\n`);
    }
  });

  test.each(['moved', 'current', 'restored', 'reminder'])('each mail of the kind %s has the plan of the time that it tells', (kind) => {
    const mails = mailsOf(kind).filter(({ mail }) => mail.other !== null);
    expect(mails.length).toBeGreaterThan(0);
    for (const { mail, text } of mails)
      expect(text).toContain(`/timer?start=${mail.when.startUtc.replace('.000', '')}&minutes=${mail.when.durationMinutes}`);
  });

  test.each(['guest-left', 'cancelled', 'unbooked'])('no mail of the kind %s plans a session that does not take place', (kind) => {
    const mails = mailsOf(kind);
    expect(mails.length).toBeGreaterThan(0);
    for (const { text } of mails) expect(text).not.toMatch(/stations|\/timer/);
  });
});
