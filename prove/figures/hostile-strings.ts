import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import type { Figure, Result, Trial } from '../figure.ts';
import { readCalendar } from '../judges/calendar.ts';
import { peopleCalled, roomsTableOf, settleAll, startSimulation } from '../scene.ts';
import type { TakenMail } from '../world/simulation.ts';
import { createRandom, type Random } from '../world/random.ts';
import { clockMillis, wallMillis } from '../world/virtual-machine.ts';

const DAY = 86_400_000;
/** Names of both, and a note. */
const STRINGS_PER_TRIAL = 3;
// Their clocks never change. Where they do, a session of that week has a row more for UTC, and its mail another shape.
const STEADY_ZONES = ['Asia/Kolkata', 'Asia/Tokyo'];

/** Figure 10: whatever people call themselves or write, mails and pages keep their shape and their one recipient. */
export const hostileStrings: Figure = {
  number: 10,
  name: 'hostile-strings',
  counts: 'hostile names and notes through sign-in, API, mail and pages: no part, header, property, recipient or element more',
  goal: 2_000_000,
  run: async ({ service, seed, until }: Trial): Promise<Result> => {
    const random = createRandom(seed);
    const plain = await live(service, 1, ['Ben Example', 'Asha Example', 'A plain note.']);
    const broken: string[] = [];
    let tried = 0;
    while (wallMillis() < until && broken.length < 5) {
      const strings = Array.from({ length: STRINGS_PER_TRIAL }, () => writeHostile(random));
      const found = await live(service, random.below(2 ** 31), strings);
      const wrong = Object.keys(plain).find((what) => plain[what] !== found[what]);
      if (wrong !== undefined)
        broken.push(`${wrong} with ${JSON.stringify(strings)}: ${differenceOf(found[wrong] ?? 'nothing', plain[wrong] ?? '')}`);
      tried += STRINGS_PER_TRIAL;
      service.log.take();
    }
    return { tried, broken, notes: [] };
  },
};

/** Where one text leaves the other, with what comes after. */
function differenceOf(found: string, expected: string): string {
  const at = found.split('').findIndex((letter, n) => letter !== expected[n]);
  return `…${found.slice(at - 20, at + 60)}… instead of …${expected.slice(at - 20, at + 60)}…`;
}

/** The shape of each mail and page of one session, by what it is. */
async function live(service: Trial['service'], seed: number, [hostName = '', guestName = '', note = '']: readonly string[]) {
  const simulation = startSimulation(service, { seed });
  const [host, guest] = peopleCalled(simulation, service, ['Ben', 'Asha'], STEADY_ZONES);
  host!.claimName(hostName);
  guest!.claimName(guestName);
  const start = Math.floor(clockMillis() / DAY + 3) * DAY + 15 * 3_600_000;
  const pages: string[] = [];
  let isOver = false;
  const meet = async (): Promise<void> => {
    const room = await host!.host(start);
    await guest!.book(room);
    const wanted = {
      proposedStartUtc: iso(start + DAY),
      proposedEndUtc: iso(start + DAY + 3_600_000),
      note: `Note: ${note}`.slice(0, 400),
    };
    await guest!.insist('POST', `/api/rooms/${room}/proposals`, wanted);
    for (let waited = 0; host!.link('/approve') === undefined && waited < 60; waited++) await simulation.sleep(5000);
    for (const path of ['/approve', '/decline']) pages.push((await host!.open(host!.link(path) ?? ''))?.body ?? 'nothing');
    await guest!.insist('DELETE', `/api/rooms/${room}/booking`);
  };
  void meet().finally(() => (isOver = true));
  await settleAll(simulation, roomsTableOf(service), () => isOver);
  const shapes: Record<string, string> = {};
  for (const person of [host!, guest!]) {
    for (const [n, mail] of person.mails().entries()) shapes[`mail ${n + 1} to ${person.name}`] = await shapeOf(mail, person.email);
  }
  pages.forEach((page, n) => (shapes[`page ${n + 1}`] = tagsOf(page)));
  return shapes;
}

/** Three readers that are none of ours: mailparser, node-ical and ical.js. */
async function shapeOf({ raw, to }: TakenMail, address: string): Promise<string> {
  const mail = await simpleParser(raw);
  const recipients = [mail.to, mail.cc, mail.bcc].flat().flatMap((field) => field?.value.map((one) => one.address) ?? []);
  const calendar = mail.attachments.find(({ contentType }) => contentType === 'text/calendar')?.content.toString();
  const message = readCalendar(raw);
  return [
    mail.headerLines.map(({ key }) => key).join(' '),
    mail.attachments.map(({ contentType }) => contentType).join(' '),
    recipients.length === 1 && recipients[0] === address && to.join() === address ? 'to one' : recipients.join(' '),
    calendar === undefined ? 'no calendar' : propertiesOf(calendar),
    message === null || message.attendee === address ? 'for one' : message.attendee,
    tagsOf(mail.html || ''),
  ].join(' | ');
}

function propertiesOf(calendar: string): string {
  const root = new ICAL.Component(ICAL.parse(calendar));
  return [root, ...root.getAllSubcomponents()]
    .map(
      (one) =>
        `${one.name}: ${one
          .getAllProperties()
          .map((property) => `${property.name}${Object.keys(property.toJSON()[1]).join()}`)
          .join()}`,
    )
    .join('; ');
}

/** The elements of a page, with the names of their attributes. Breaks of lines and isolation of directions belong to the text. */
const tagsOf = (html: string): string =>
  (html.replace(/<!--[\s\S]*?-->/g, '').match(/<[a-z][^>]*>/gi) ?? [])
    .map((tag) => tag.replaceAll(/="[^"]*"/g, ''))
    .filter((tag) => !/^<(br|bdi|p)\b/.test(tag))
    .join('');

const iso = (millis: number): string => new Date(millis).toISOString();

const PIECES = [
  '\r\n',
  '\n',
  '\r',
  '\t',
  '\u0000',
  '\u001b',
  '\u0085',
  '\u2028',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u00ad',
  '\ufeff',
  '\ud800',
  '\u0301\u0301',
  'Bcc: eve@evil.example',
  'BEGIN:VEVENT',
  'END:VCALENDAR',
  'ATTENDEE:mailto:eve@evil.example',
  'RRULE:FREQ=DAILY',
  '--boundary',
  '.',
  '<script>',
  '</p>',
  '<img src=x onerror=a>',
  '<a href="https://evil.example">',
  '"><b>',
  "' onclick='",
  '&lt;',
  '&#x3c;',
  '<!--',
  ']]>',
  '=?utf-8?q?a?=',
  '=?utf-8?B?QmVu?=',
  '"',
  '\\',
  ';',
  ',',
  ':',
  '\\n',
  '^n',
  "^'",
  '%0d%0a',
  '=0D=0A',
  '{{',
  '${',

  'eve@evil.example',
  'https://evil.example',
  '+44 20 7946 0000',
  'Asha',
  'Ben',
  'Dr.',
  'शर्मा',
  'עדה',
  'عائشة',
  '李',
  '👩‍⚕️',
  'ﬁ',
  'x'.repeat(70),
];

function writeHostile(random: Random): string {
  const pieces = Array.from({ length: 1 + random.below(7) }, () => random.pick(PIECES));
  return pieces.join(random.pick(['', ' ', '\r\n', '']));
}
