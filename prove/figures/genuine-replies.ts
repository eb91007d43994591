import { instantAt } from '../../shared/time/instant.ts';
import { isProposal, partstatOf, type Answer, type Saying } from '../../local/reply-as/answer.ts';
import { invitationIn } from '../../local/reply-as/invitation.ts';
import { PROGRAMS, type ProgramName } from '../../local/reply-as/programs.ts';
import { decodeMail } from '../../local/mailbox/decode-mail.ts';
import type { Figure, Trial } from '../figure.ts';
import { settleAll, startBookedSession } from '../scene.ts';
import { type Attempt, tryFromSeeds } from '../try-from-seeds.ts';
import type { Item } from '../world/item-values.ts';
import { createRandom, type Random } from '../world/random.ts';
import { clockMillis } from '../world/virtual-machine.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Figure 8: the invited people answer with 18 calendar programs, and mail servers do to the mail what they do. */
export const genuineReplies: Figure = {
  number: 8,
  name: 'genuine-replies',
  counts: 'answers of 18 families of programs, changed on their way as mail servers do: each one is understood and applied',
  goal: 50_000,
  run: async (trial) => ({ ...(await tryFromSeeds(trial, (seed) => answerOnce(trial.service, seed))), notes: [] }),
};

async function answerOnce(service: Trial['service'], seed: number): Promise<Attempt> {
  const random = createRandom(seed);
  const { simulation, host, guest, roomsTable } = await startBookedSession(service, seed);

  const role = random.pick(['host', 'guest'] as const);
  const person = role === 'host' ? host : guest;
  const [mail] = person.mails();
  const invitation = mail && invitationIn(await decodeMail(mail.raw));
  if (!invitation) return { tried: 1, wrongs: ['there is no invitation to answer'] };
  const program = random.pick(Object.keys(PROGRAMS)) as ProgramName;
  const says = sayingOf(random, invitation.startUtc);
  const answer: Answer = { ...invitation, says, at: instantAt(Math.floor(clockMillis() / 1000) * 1000), id: random.hex(20) };
  const [change, apply] = random.pick(CHANGES);
  await simulation.receiveMail(apply(PROGRAMS[program].write(answer)), 'pass', person.email);
  await settleAll(simulation, roomsTable, () => true);

  const found = essenceOf(simulation.tables.items(roomsTable)[0], role);
  const expected = expectedOf(says, role);
  const said = isProposal(says) ? 'a new time' : says;
  const wrong = `${PROGRAMS[program].name}, ${said} by the ${role}, ${change}: ${found} instead of ${expected}`;
  return { tried: 1, wrongs: found === expected ? [] : [wrong] };
}

function sayingOf(random: Random, startUtc: string): Saying {
  const kind = random.pick(['accept', 'tentative', 'decline', 'propose'] as const);
  if (kind !== 'propose') return kind;
  const start = Date.parse(startUtc) + (1 + random.below(6)) * DAY + random.below(4) * 30 * MINUTE;
  return { startUtc: instantAt(start), endUtc: instantAt(start + 60 * MINUTE) };
}

/** What the room must say afterwards, in one line. */
function expectedOf(says: Saying, role: 'host' | 'guest'): string {
  if (isProposal(says)) return `booked, proposed ${says.startUtc}`;
  if (says === 'decline') return role === 'host' ? 'cancelled' : 'open';
  return `booked, ${partstatOf(says)}`;
}

function essenceOf(room: Item | undefined, role: 'host' | 'guest'): string {
  const { status, proposals } = room ?? {};
  if (status !== 'booked') return String(status);
  const [proposal] = Array.isArray(proposals) ? (proposals as readonly { readonly proposed_start_utc: string }[]) : [];
  if (proposal) return `booked, proposed ${proposal.proposed_start_utc}`;
  return `booked, ${(room?.[role] as { readonly partstat?: string } | undefined)?.partstat ?? 'nobody'}`;
}

/** What happens to a mail between its writer and SES, and changes nothing of what it says. */
const CHANGES: readonly (readonly [name: string, apply: (raw: string) => string])[] = [
  ['as it was written', (raw) => raw],
  ['with bare line feeds', (raw) => raw.replaceAll('\r\n', '\n')],
  ['with trace headers', (raw) => `${RECEIVED.join('\r\n')}\r\n${raw}`],
  ['with header names in lower case', (raw) => changeHead(raw, (head) => head.replace(/^([A-Za-z-]+):/gm, (name) => name.toLowerCase()))],
  ['with header names in capitals', (raw) => changeHead(raw, (head) => head.replace(/^([A-Za-z-]+):/gm, (name) => name.toUpperCase()))],
  ['with headers folded after the name', (raw) => changeHead(raw, (head) => head.replace(/^(Subject|To): /gm, '$1:\r\n '))],
  [
    'with a preamble of a list server',
    (raw) => raw.replace(/\r\n\r\n--/, '\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n--'),
  ],
  ['with spaces at the ends of boundary lines', (raw) => raw.replace(/^(--[^\r\n ]+)\r$/gm, '$1  \r')],
  ['with blank lines at the end', (raw) => `${raw}\r\n\r\n\r\n`],
  ['with a DKIM signature of many lines', (raw) => `${DKIM}\r\n${raw}`],
];

const RECEIVED = [
  'Received: from out.mail.example (out.mail.example [192.0.2.7])\r\n by inbound-smtp.eu-west-1.amazonaws.com with SMTP id abc\r\n for practice@practice.example; Mon, 07 Jan 2030 09:00:00 +0000 (UTC)',
  'X-Spam-Status: No, score=-2.1 required=5.0 tests=DKIM_SIGNED,DKIM_VALID\r\n\tautolearn=ham',
];
const DKIM = `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example; s=s1;\r\n${Array.from({ length: 6 }, () => `\tb=${'A'.repeat(64)}`).join('\r\n')}`;

function changeHead(raw: string, change: (head: string) => string): string {
  const end = raw.indexOf('\r\n\r\n');
  return change(raw.slice(0, end)) + raw.slice(end);
}
