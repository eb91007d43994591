import type { ImipMessage } from '../../functions/platform/mail/imip-message-store.ts';
import type { Log } from '../../functions/platform/log.ts';
import { runCommand } from '../../functions/platform/rooms/run-command.ts';
import { MailNotFound } from '../../functions/platform/mail/inbox.ts';
import type { Received, Verdict } from '../../functions/mail-in/notification.ts';
import { receiveMail, type ReceiveMailDeps } from '../../functions/mail-in/receive-mail.ts';
import type { MailOutcome } from '../../functions/mail-in/outcome.ts';
import type { OwedMail } from '../../shared/room/owed-mail.ts';
import type { Command } from '../../shared/room/command.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import type { PersonLimits } from '../../shared/words/person-limits.ts';
import { memoryMessages } from './memory-messages.ts';
import { memoryPeople } from './memory-people.ts';
import { AMPLE_LIMITS } from './rooms-api.ts';
import { memoryRooms, type MemoryRooms } from './memory-rooms.ts';
import { ashaBooks, bensRoom, email, existing, instant } from './rooms.ts';
import { heldWorld, type HeldWorld } from './world.ts';

/** The organizer's mailbox over memory: mail comes in, rooms change, rows are kept. */
export interface InboundWorld {
  readonly deps: ReceiveMailDeps;
  readonly world: HeldWorld;
  readonly rooms: MemoryRooms;
  readonly rows: ReadonlyMap<string, ImipMessage>;
  readonly counted: readonly string[];
  readonly lines: readonly string[];
  /** Puts a mail into the inbox and hands over its notification. */
  readonly arrives: (raw: string | Uint8Array, dmarc?: Verdict, more?: Partial<Received>) => Promise<MailOutcome>;
  /** The same without receiving: what SES would say. */
  readonly stored: (raw: string | Uint8Array, dmarc?: Verdict, more?: Partial<Received>) => Received;
  readonly room: () => Promise<ExistingRoom>;
  /** Mail owed since the last time this was asked, oldest first. */
  readonly newMail: () => Promise<readonly OwedMail[]>;
  readonly command: (command: Command) => Promise<void>;
}

/** Ben's room with Asha booked, and no mail owed yet. It is two hours after the booking. */
export async function inboundWorld(
  commands: readonly Command[] = [bensRoom, ashaBooks],
  personLimits: PersonLimits = AMPLE_LIMITS,
): Promise<InboundWorld> {
  const world = heldWorld(instant('2030-01-07T11:30Z'));
  const rooms = memoryRooms();
  const objects = new Map<string, Uint8Array>();
  const { log, counted, lines } = memoryLog();
  const { messages, rows } = memoryMessages();
  const seen = new Set<string>();
  const deps: ReceiveMailDeps = {
    rooms,
    people: memoryPeople(),
    personLimits,
    index: rooms,
    hints: { send: async () => {} },
    log,
    world,
    messages,
    bucket: 'inbox',
    organizer: email('sessions@meet.example'),
    readCpuMillis: () => 0,
    inbox: {
      read: async (key, maxBytes) => {
        const bytes = objects.get(key);
        if (!bytes) throw new MailNotFound(key);
        return bytes.length > maxBytes ? undefined : bytes;
      },
    },
  };
  let arrived = 0;
  const stored: InboundWorld['stored'] = (raw, dmarc = 'PASS', more = {}) => {
    arrived += 1;
    const key = `inbound/${arrived}`;
    objects.set(key, typeof raw === 'string' ? new TextEncoder().encode(raw) : raw);
    const verdicts = { spam: 'PASS', virus: 'PASS', spf: 'GRAY', dkim: 'GRAY', dmarc } as const;
    const receivedAt = world.now();
    return { sesMessageId: `ses${arrived}`, bucket: 'inbox', key, receivedAt, returnPath: 'bounces@mail.example', verdicts, ...more };
  };
  const command = async (wanted: Command) => {
    await runCommand(deps, bensRoom.id, wanted);
  };
  for (const each of commands) await command(each);
  const newMail = async () => {
    const { outbox } = await rooms.load(bensRoom.id);
    const fresh = [...(outbox ?? [])].filter(([key]) => !seen.has(key));
    for (const [key] of fresh) seen.add(key);
    return fresh.map(([, mail]) => mail);
  };
  await newMail();
  counted.length = 0;
  return {
    deps,
    world,
    rooms,
    rows,
    counted,
    lines,
    stored,
    command,
    newMail,
    arrives: (raw, dmarc, more) => receiveMail(deps, stored(raw, dmarc, more)),
    room: async () => existing((await rooms.load(bensRoom.id)).room),
  };
}

function memoryLog(): { readonly log: Log; readonly counted: string[]; readonly lines: string[] } {
  const counted: string[] = [];
  const lines: string[] = [];
  const write = (event: string, fields: object = {}) => lines.push(`${event} ${JSON.stringify(fields)}`);
  const log: Log = {
    info: write,
    warn: write,
    error: (event, _error, fields) => write(event, fields),
    measure: () => {},
    count: (metric) => counted.push(metric),
    countKind: (metric, kind) => counted.push(`${metric}(${kind})`),
  };
  return { log, counted, lines };
}

export const wordsOf = (outcome: MailOutcome): string =>
  'reason' in outcome && outcome.reason !== undefined ? `${outcome.kind}(${outcome.reason})` : outcome.kind;
