import type { Figure, Trial } from '../figure.ts';
import { readCalendar, type CalendarMessage } from '../judges/calendar.ts';
import { settleAll, startBookedSession } from '../scene.ts';
import { type Attempt, tryFromSeeds } from '../try-from-seeds.ts';
import { ORGANIZER } from '../world/blueprint.ts';
import type { Item } from '../world/item-values.ts';
import { createRandom, type Random } from '../world/random.ts';

const PER_SESSION = 40;

/** Figure 7: somebody who is not the invited person writes in their name, in every way that mail allows. */
export const spoofedMails: Figure = {
  number: 7,
  name: 'spoofed-mails',
  counts: 'forged answers of 20 shapes and their combinations: none applied',
  goal: 200_000,
  run: async (trial) => ({ ...(await tryFromSeeds(trial, (seed) => receiveForgeries(trial.service, seed))), notes: [] }),
};

async function receiveForgeries(service: Trial['service'], seed: number): Promise<Attempt> {
  const random = createRandom(seed);
  const { simulation, host, guest, roomsTable } = await startBookedSession(service, seed);
  const invitation = host
    .mails()
    .map(({ raw }) => readCalendar(raw))
    .find((message) => message !== null);
  if (!invitation) return { tried: 0, wrongs: ['there is no invitation to answer'] };
  const before = essenceOf(simulation.tables.items(roomsTable)[0]);
  const written = Array.from({ length: PER_SESSION }, () => forge(random, invitation, [host.email, guest.email]));
  for (const { raw, verdict, sender } of written) await simulation.receiveMail(raw, verdict, sender);
  await settleAll(simulation, roomsTable, () => true);
  const after = essenceOf(simulation.tables.items(roomsTable)[0]);
  const wrong = `one of these had an effect: ${written.map(({ shape }) => shape).join(', ')}\n      ${before}\n      ${after}`;
  return { tried: PER_SESSION, wrongs: before === after ? [] : [wrong] };
}

/** What nobody but the two may change. */
const essenceOf = (room: Item | undefined): string => {
  const partstatOf = (party: unknown): unknown => (party as { partstat?: string } | null)?.partstat;
  const { status, start_utc, ics_sequence, host, guest, proposals } = room ?? {};
  return JSON.stringify({ status, start_utc, ics_sequence, host: partstatOf(host), guest: partstatOf(guest), proposals });
};

interface Forged {
  readonly raw: string;
  readonly verdict: 'pass' | 'fail' | 'gray';
  /** The envelope's sender: SES authenticates its domain. */
  readonly sender: string;
  readonly shape: string;
}

const EVIL = 'mallory@evil.example';

/** Ways to write From so that a reader may take it for the victim's; `proven` is what passes DMARC: the domain of the forger. */
const FROM_SHAPES: readonly (readonly [shape: string, write: (victim: string) => string])[] = [
  ['domain after a space', (victim) => `From: ${victim} .evil.example`],
  ['domain after a comment', (victim) => `From: ${victim}(x).evil.example`],
  ['domain after a folded line', (victim) => `From: ${victim}\r\n .evil.example`],
  ['victim as display name', (victim) => `From: "${victim}" <${EVIL}>`],
  ['victim in a bare display name', (victim) => `From: ${victim} <${EVIL}>`],
  ['victim after the address', (victim) => `From: <${EVIL}> <${victim}>`],
  ['victim before the address', (victim) => `From: <${victim}> <${EVIL}>`],
  ['two mailboxes', (victim) => `From: ${victim}, ${EVIL}`],
  ['two mailboxes, forger first', (victim) => `From: ${EVIL}, ${victim}`],
  ['two From headers', (victim) => `From: ${victim}\r\nFrom: ${EVIL}`],
  ['two From headers, forger first', (victim) => `From: ${EVIL}\r\nFrom: ${victim}`],
  ['victim in a comment', (victim) => `From: ${EVIL} (${victim})`],
  ['group syntax', (victim) => `From: ${victim}: ${EVIL};`],
  ['encoded word', (victim) => `From: =?utf-8?B?${Buffer.from(`${victim} `).toString('base64')}?= <${EVIL}>`],
  ['encoded address', (victim) => `From: =?utf-8?Q?${victim.replace('@', '=40')}?= <${EVIL}>`],
  ['quoted local part', (victim) => `From: "${victim}"@evil.example`],
  ['percent route', (victim) => `From: <${victim.replace('@', '%')}@evil.example>`],
  ['source route', (victim) => `From: <@evil.example:${victim}>`],
  ['sub-domain of the forger', (victim) => `From: ${victim}.evil.example`],
  ['NUL between', (victim) => `From: ${victim}\u0000<${EVIL}>`],
];

/** Other things that a forger can set, each with or without. */
const EXTRAS: readonly (readonly [shape: string, write: (victim: string) => string])[] = [
  ['Sender', (victim) => `Sender: ${victim}\r\n`],
  ['Reply-To', (victim) => `Reply-To: ${victim}\r\n`],
  [
    'forged Authentication-Results',
    (victim) => `Authentication-Results: amazonses.com; dmarc=pass header.from=${victim.split('@')[1]};\r\n`,
  ],
  ['forged X-SES headers', () => 'X-SES-Spam-Verdict: PASS\r\nX-SES-RECEIPT: Zm9yZ2Vk\r\n'],
  ['Resent-From', (victim) => `Resent-From: ${victim}\r\n`],
];

function forge(random: Random, invitation: CalendarMessage, victims: readonly string[]): Forged {
  const victim = random.pick(victims);
  const [shape, writeFrom] = random.pick(FROM_SHAPES);
  const extras = EXTRAS.filter(() => random.isTrue(0.3));
  // A forger who writes the victim's own address cannot pass DMARC; one who writes another address can, for their own domain.
  const isPlain = random.isTrue(0.2);
  const method = random.pick(['REPLY', 'COUNTER']);
  const from = isPlain ? `From: ${victim}` : writeFrom(victim);
  return {
    raw: `${extras.map(([, write]) => write(victim)).join('')}${from}\r\nTo: ${ORGANIZER}\r\nSubject: Declined\r\nMessage-ID: <${random.hex(12)}@evil.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; charset=utf-8; method=${method}\r\n\r\n${answer(random, invitation, victim, method)}`,
    verdict: isPlain ? random.pick(['fail', 'gray']) : 'pass',
    sender: EVIL,
    shape: [isPlain ? 'the plain address, unproven' : shape, ...extras.map(([name]) => name), method].join(' + '),
  };
}

function answer(random: Random, { uid, sequence, start, end }: CalendarMessage, victim: string, method: string): string {
  const shift = method === 'COUNTER' ? 2 * 3_600_000 : 0;
  const utc = (millis: number): string => `${new Date(millis).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//Calendar//EN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${utc(Date.now() + random.below(1000) * 1000)}`,
    `DTSTART:${utc(start + shift)}`,
    `DTEND:${utc(end + shift)}`,
    `ATTENDEE;PARTSTAT=${method === 'COUNTER' ? 'TENTATIVE' : random.pick(['DECLINED', 'ACCEPTED', 'TENTATIVE'])}:mailto:${victim}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
