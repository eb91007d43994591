import { judgeMail } from '../../functions/mail-in/judge-mail.ts';
import type { Received } from '../../functions/mail-in/notification.ts';
import { reasonOf } from '../../functions/mail-in/outcome.ts';
import { readMail } from '../../functions/mail-in/read-mail.ts';
import { speakerIn } from '../../functions/mail-in/speaker.ts';
import { wishIn } from '../../functions/mail-in/wish.ts';
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

async function judged(bytes: Uint8Array): Promise<string> {
  const judgement = judgeMail(received, await readMail(bytes), email('sessions@meet.example'));
  if (judgement.kind === 'dropped') return `${judgement.outcome.kind}(${reasonOf(judgement.outcome) ?? ''})`;
  if (judgement.kind === 'unread') return `unreadable(${judgement.reason})`;
  const room = bookedRoom();
  const speaker = speakerIn(room, judgement.itip.attendees, judgement.from);
  const wish = speaker && wishIn(judgement.itip, speaker, room, received.receivedAt);
  return wish?.type === 'impossible-time' ? `impossible(${wish.fault})` : `heard(${wish?.type ?? 'nobody'})`;
}

for (const { name, write } of bombs) {
  const bytes = new TextEncoder().encode(write());
  // With --expose-gc: what one bomb leaves behind is not counted against the next.
  globalThis.gc?.();
  const before = process.cpuUsage();
  const outcome = await judged(bytes);
  const { user, system } = process.cpuUsage(before);
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({ name, outcome, cpuMs: Math.round((user + system) / 1000), peakMb })}\n`);
}
