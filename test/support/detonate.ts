import { existsSync, readFileSync } from 'node:fs';
import { classifyMail } from '../../functions/mail-in/classify-mail.ts';
import type { Received } from '../../functions/mail-in/notification.ts';
import { reasonOf } from '../../functions/mail-in/outcome.ts';
import { readMail } from '../../functions/mail-in/read-mail.ts';
import { findAttendee } from '../../functions/mail-in/find-attendee.ts';
import { readRequestedChange } from '../../functions/mail-in/requested-change.ts';
import { bombs } from '../fixtures/mail/bombs.ts';
import { bookedRoom, email, instant } from './rooms.ts';

/*
 * Reads every bomb in a process of its own and prints, as JSON lines, what each cost and came to.
 */

const received: Received = {
  sesMessageId: 'ses1',
  bucket: 'inbox',
  key: 'inbound/1',
  receivedAt: instant('2030-01-07T11:00Z'),
  returnPath: 'asha.raman@mail.example',
  verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' },
};

async function outcomeOf(bytes: Uint8Array): Promise<string> {
  const mail = classifyMail(received, await readMail(bytes), email('sessions@meet.example'));
  if (mail.kind === 'dropped') return `${mail.outcome.kind}(${reasonOf(mail.outcome) ?? ''})`;
  if (mail.kind === 'unreadable') return `unreadable(${mail.reason})`;
  const room = bookedRoom();
  const respondent = findAttendee(room, { from: mail.from, attendees: mail.itip.attendees });
  const requested = respondent && readRequestedChange(mail.itip, respondent, room, received.receivedAt);
  return requested?.type === 'impossible-time' ? `impossible(${requested.fault})` : `read(${requested?.type ?? 'nobody'})`;
}

// Linux counts into `maxRSS` of a process what its parent had before it became this program.
function readPeakKilobytes(): number {
  const status = '/proc/self/status';
  const own = existsSync(status) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
  return own === undefined ? process.resourceUsage().maxRSS : Number(own);
}

for (const { name, write } of bombs) {
  const bytes = new TextEncoder().encode(write());
  // With --expose-gc: what one bomb leaves behind is not counted against the next.
  globalThis.gc?.();
  const before = process.cpuUsage();
  const outcome = await outcomeOf(bytes);
  const { user, system } = process.cpuUsage(before);
  const peakMb = Math.round(readPeakKilobytes() / 1024);
  process.stdout.write(`${JSON.stringify({ name, outcome, cpuMs: Math.round((user + system) / 1000), peakMb })}\n`);
}
