import type { SenderVerdict } from '../engines/incoming-mail.ts';
import type { Answer } from './answer.ts';
import { mailbox, mailDate, message, multipart, plainPart } from './mime.ts';

/** One mail on its way to the organizer. */
export interface ReplyDelivery {
  readonly raw: string;
  readonly verdict: SenderVerdict;
  /** Envelope sender; empty for the null return path. */
  readonly sender: string;
}

interface Disguise {
  readonly name: string;
  /** What arrives, given the reply that the chosen program would write. */
  readonly deliver: (answer: Answer, write: (answer: Answer) => string) => readonly ReplyDelivery[];
}

const STRANGER = { name: 'Sam Stranger', email: 'sam@elsewhere.example' };

const honest = (answer: Answer, raw: string): ReplyDelivery => ({ raw, verdict: 'pass', sender: answer.from.email });

/** Who may be behind a reply: the invited person, and everybody who is not. */
export const DISGUISES = {
  nobody: { name: 'the invited person', deliver: (answer, write) => [honest(answer, write(answer))] },
  'five-times': {
    name: 'the invited person, delivered five times',
    deliver: (answer, write) => Array.from({ length: 5 }, () => honest(answer, write(answer))),
  },
  'no-policy': {
    name: 'the invited person, from a domain without DMARC',
    deliver: (answer, write) => [{ ...honest(answer, write(answer)), verdict: 'gray' }],
  },
  spoofer: {
    name: 'a spoofer whose mail fails DMARC',
    deliver: (answer, write) => [{ raw: write(answer), verdict: 'fail', sender: STRANGER.email }],
  },
  stranger: {
    name: 'a stranger who answers in their name',
    deliver: (answer, write) => {
      const raw = write(answer).replace(/^From: .*$/m, `From: ${mailbox(STRANGER)}`);
      return [{ raw, verdict: 'pass', sender: STRANGER.email }];
    },
  },
  forwarder: {
    name: 'a friend who forwards their reply',
    deliver: (answer, write) => [{ raw: forwarded(answer, write(answer)), verdict: 'pass', sender: STRANGER.email }],
  },
  robot: { name: 'their vacation robot', deliver: (answer) => [honest(answer, vacation(answer))] },
  bounce: {
    name: 'a mail server that returns the invitation',
    deliver: (answer) => [{ raw: bounce(answer), verdict: 'pass', sender: '' }],
  },
} satisfies Record<string, Disguise>;

export type DisguiseName = keyof typeof DISGUISES;

export const isDisguise = (name: string): name is DisguiseName => Object.hasOwn(DISGUISES, name);

const headersFrom = (from: string, { organizer, at, id }: Answer, subject: string): string[] => [
  `From: ${from}`,
  `To: ${mailbox(organizer)}`,
  `Message-ID: <${id}@elsewhere.example>`,
  `Date: ${mailDate(at)}`,
  `Subject: ${subject}`,
];

const forwarded = (answer: Answer, raw: string): string =>
  message(
    headersFrom(mailbox(STRANGER), answer, `Fwd: ${answer.summary}`),
    multipart('mixed', `=_${answer.id}f`, [
      plainPart('text/plain; charset=utf-8', 'See the reply below.\r\n'),
      { headers: ['Content-Type: message/rfc822'], body: raw },
    ]),
  );

const vacation = (answer: Answer): string =>
  message(
    [...headersFrom(mailbox(answer.from), answer, `Out of office: ${answer.summary}`), 'Auto-Submitted: auto-replied'],
    plainPart('text/plain; charset=utf-8', 'I am away and read no mail until Monday.\r\n'),
  );

const bounce = (answer: Answer): string => {
  const report = multipart('report', `=_${answer.id}b`, [
    plainPart('text/plain; charset=utf-8', `Your mail to ${answer.from.email} could not be delivered.\r\n`),
    plainPart('message/delivery-status', `Final-Recipient: rfc822; ${answer.from.email}\r\nAction: failed\r\nStatus: 5.1.1\r\n`),
  ]);
  const headers = report.headers.map((header) => header.replace('report;', 'report; report-type=delivery-status;'));
  return message(headersFrom('Mail system <mailer-daemon@elsewhere.example>', answer, 'Undelivered mail'), { ...report, headers });
};
