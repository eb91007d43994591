import type { Figure, Trial } from '../figure.ts';
import { settleAll, startBookedSession } from '../scene.ts';
import { tryFromSeeds } from '../try-from-seeds.ts';
import { ORGANIZER } from '../world/blueprint.ts';
import { createRandom, type Random } from '../world/random.ts';
import { clockMillis } from '../world/virtual-machine.ts';

const BOMBS_PER_SESSION = 10;
const MOST_CPU_MILLIS = 1000;
const MOST_BYTES = 256 * 1024 * 1024;

/** Figure 11: mails whose parts are each small and multiply, from the invited person. */
export const mailBombs: Figure = {
  number: 11,
  name: 'mail-bombs',
  counts:
    'mails made of products of factors, in front of a genuine answer: each takes at most 1 s of CPU and 256 MB, and the answer is applied',
  goal: 10_000,
  run: async (trial) => {
    let [dearest, largest] = [0, 0];
    const found = await tryFromSeeds(trial, async (seed) => {
      const { wrongs, cpuMillis, bytes } = await throwBombs(trial.service, seed);
      [dearest, largest] = [Math.max(dearest, cpuMillis), Math.max(largest, bytes)];
      return { tried: BOMBS_PER_SESSION, wrongs };
    });
    return {
      ...found,
      notes: [`the dearest took ${Math.round(dearest)} ms of CPU, the largest ${Math.round(largest / 1024 / 1024)} MB more`],
    };
  },
};

async function throwBombs(service: Trial['service'], seed: number) {
  const random = createRandom(seed);
  const { simulation, guest, roomsTable } = await startBookedSession(service, seed);
  const uid = guest.newestInvitation()?.uid ?? '';
  const wrongs: string[] = [];
  let [cpuMillis, bytes] = [0, 0];
  for (let n = 0; n < BOMBS_PER_SESSION; n++) {
    const { raw, name } = writeBomb(random, uid, guest.email, n);
    const [memory, cpu] = [process.memoryUsage.rss(), process.cpuUsage()];
    await simulation.receiveMail(raw, 'pass', guest.email);
    await simulation.run(clockMillis() + 60_000, () => !simulation.isBusy);
    const { user, system } = process.cpuUsage(cpu);
    const grown = process.memoryUsage.rss() - memory;
    if ((user + system) / 1000 > MOST_CPU_MILLIS) wrongs.push(`${Math.round((user + system) / 1000)} ms of CPU for ${name}`);
    if (grown > MOST_BYTES) wrongs.push(`${Math.round(grown / 1024 / 1024)} MB for ${name}`);
    [cpuMillis, bytes] = [Math.max(cpuMillis, (user + system) / 1000), Math.max(bytes, grown)];
  }
  await guest.reply({ partstat: 'TENTATIVE' });
  await settleAll(simulation, roomsTable, () => true);
  const [room] = simulation.tables.items(roomsTable);
  if ((room?.['guest'] as { partstat?: string } | null)?.partstat !== 'TENTATIVE') wrongs.push('the genuine answer was not applied');
  return { wrongs, cpuMillis, bytes };
}

const times = (count: number, write: (n: number) => string): string => Array.from({ length: count }, (_, n) => write(n)).join('');
const digits = (n: number, length: number): string => String(n).padStart(length, '0');

/** Each factor alone is harmless. Sizes are at the caps, just beyond them, and far beyond. */
function writeBomb(random: Random, uid: string, address: string, n: number): { readonly raw: string; readonly name: string } {
  const size = (harmless: number, far: number): number => random.pick([1, harmless, harmless + 1, far]);
  const factors = {
    zones: size(20, 60),
    dates: size(50, 600),
    rules: size(4, 40),
    attendees: size(20, 150),
    params: size(40, 200),
    comments: size(5, 100),
    alarms: size(2, 60),
    copies: random.pick([1, 1, 2, 6]),
    folds: random.pick([0, 1, 40]),
    wrapper: random.pick(['plain', 'base64', 'quoted-printable', 'nested', 'message'] as const),
  };
  const zone = (z: number): string =>
    `BEGIN:VTIMEZONE\r\nTZID:Zone ${z}\r\n${times(
      factors.rules,
      (r) =>
        `BEGIN:${r % 2 === 0 ? 'STANDARD' : 'DAYLIGHT'}\r\nDTSTART:19700${1 + (r % 9)}01T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0${r % 10}00\r\n${
          r === 0
            ? `RDATE:${Array.from({ length: factors.dates }, (_, d) => `${2000 + (d % 60)}0${1 + (d % 9)}01T000000`).join(',')}\r\n`
            : `RRULE:FREQ=YEARLY;BYMONTH=${1 + (r % 12)};BYDAY=${random.pick(['1SU', '-1SU', 'MO', '2TU,3WE,-1FR'])};UNTIL=2${digits(r, 3)}1231T000000Z\r\n`
        }END:${r % 2 === 0 ? 'STANDARD' : 'DAYLIGHT'}\r\n`,
    )}END:VTIMEZONE\r\n`;
  const params = (): string => times(factors.params, (p) => `;X-${p}="${'p'.repeat(random.below(20))}"`);
  const attendee = (a: number): string => {
    const time = `DTSTART;TZID=Zone ${a % factors.zones}:20300${1 + (a % 9)}16T190000`;
    return `ATTENDEE;PARTSTAT=TENTATIVE${params()};TO-ALL-PROPOSED-NEW-TIME="${time}":mailto:${a === 0 ? address : `a${a}@b.example`}\r\n`;
  };
  const comment = (c: number): string =>
    `COMMENT:${random.pick(['a. ', 'a dot at ', '1-', '+4', 'http://', '> ', '@', '\\n'])}${'a.-@ 1'.repeat(60)}${c}\r\n`;
  const calendar = [
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:COUNTER\r\n',
    times(factors.zones, zone),
    `BEGIN:VEVENT\r\nUID:${uid}\r\nSEQUENCE:0\r\nDTSTAMP:20300107T120000Z\r\nDTSTART;TZID=Zone 0:20300116T190000\r\nDTEND;TZID=Zone 0:20300116T200000\r\n`,
    times(factors.attendees, attendee),
    times(factors.comments, comment),
    times(factors.alarms, (a) => `BEGIN:VALARM\r\nTRIGGER:-PT${a}M\r\nX-A:${'b'.repeat(70)}\r\nEND:VALARM\r\n`),
    'END:VEVENT\r\nEND:VCALENDAR\r\n',
  ].join('');
  const folded =
    factors.folds === 0 ? calendar : calendar.replace(/^(ATTENDEE|COMMENT)/gm, (word) => `${word}${'\r\n '.repeat(factors.folds)}`);
  const name = Object.entries(factors)
    .map(([factor, value]) => `${factor} ${value}`)
    .join(', ');
  const head = `From: <${address}>\r\nTo: ${ORGANIZER}\r\nMessage-ID: <bomb-${n}.${random.hex(12)}@mail.example>\r\nMIME-Version: 1.0\r\n`;
  return { name, raw: head + wrap(factors.wrapper, folded, factors.copies) };
}

const CALENDAR = 'Content-Type: text/calendar; charset=utf-8; method=COUNTER\r\n';

function wrap(wrapper: 'plain' | 'base64' | 'quoted-printable' | 'nested' | 'message', calendar: string, copies: number): string {
  switch (wrapper) {
    case 'plain':
      return `${CALENDAR}\r\n${calendar}`;
    case 'base64':
      return `${CALENDAR}Content-Transfer-Encoding: base64\r\n\r\n${(
        Buffer.from(calendar)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      ).join('\r\n')}\r\n`;
    case 'quoted-printable':
      return `${CALENDAR}Content-Transfer-Encoding: quoted-printable\r\n\r\n${calendar.replaceAll('=', '=3D').replaceAll(/(.{70})(?=.)/g, '$1=\r\n')}`;
    case 'nested': {
      const opened = times(12, (level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`);
      const part = `${CALENDAR}\r\n${calendar}`;
      return `${opened}${Array.from({ length: copies }, () => part).join('--b11\r\n')}--b11--\r\n`;
    }
    case 'message':
      return `Content-Type: multipart/mixed; boundary=m\r\n\r\n${times(copies, () => `--m\r\nContent-Type: message/rfc822\r\n\r\nFrom: <a@b.example>\r\n${CALENDAR}\r\n${calendar}`)}--m\r\n${CALENDAR}\r\n${calendar}--m--\r\n`;
  }
}
