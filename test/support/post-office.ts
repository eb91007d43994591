import { AsyncLocalStorage } from 'node:async_hooks';
import { sendMail, type SendMailDeps } from '../../functions/mail-out/send-mail.ts';
import { repeatMail } from '../../functions/mail-out/send-again.ts';
import { sweepMail } from '../../functions/mail-out/sweep-mail.ts';
import { parseHint } from '../../functions/platform/mail/hint.ts';
import type { DeadLetter } from '../../functions/platform/mail/dead-letters.ts';
import type { RawMail, Sent } from '../../functions/platform/mail/mailer.ts';
import { runCommand } from '../../functions/platform/rooms/run-command.ts';
import type { Command } from '../../shared/room/command.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import { memoryAudit } from './memory-audit.ts';
import { memoryChannel } from './memory-channel.ts';
import { memoryLedger } from './memory-ledger.ts';
import { memoryLinks } from './memory-links.ts';
import { memoryLog } from './memory-log.ts';
import { memoryPeople } from './memory-people.ts';
import { memoryRooms } from './memory-rooms.ts';
import { bensRoom, monday } from './rooms.ts';
import { heldWorld } from './world.ts';
import { outgoing, sendKeySecret, twoKeys } from './written-mail.ts';

/*
 * The way of a mail from the decision to SES in one process, with a clock of its own: stores, queue, sweeper, SES and its
 * events, each with the contract of the real one, and each able to fail.
 */

/** What SES makes of one call. */
export type Fate = 'accepted' | 'throttled' | 'refused' | 'accepted, answer lost' | 'not accepted, answer lost';

/** One call among all that deliveries make to the world outside fails: before it does anything, or after. */
export interface Fault {
  readonly call: number;
  readonly when: 'before' | 'after';
  /** The process dies with it, and all that it was doing. */
  readonly isDeadly: boolean;
}

export interface Left extends RawMail {
  readonly at: Instant;
}

const SQS_VISIBILITY_MILLIS = 360_000;
const SQS_RECEIVES = 5;
const SWEEP_MILLIS = 60_000;

export type PostOffice = ReturnType<typeof postOffice>;

export function postOffice(
  settings: Partial<Pick<SendMailDeps, 'isEnabled' | 'outgoing' | 'readReminders' | 'findWishers'>> & {
    readonly losesEvents?: boolean;
    readonly rate?: number;
  } = {},
) {
  const world = heldWorld(monday);
  const log = memoryLog(world.now);
  const stores = {
    rooms: memoryRooms(),
    ledger: memoryLedger(),
    links: memoryLinks(),
    channel: memoryChannel(settings.rate),
    audit: memoryAudit(),
    people: memoryPeople(),
  };
  const left: Left[] = [];
  const deadLetters: DeadLetter[] = [];
  const events: (() => Promise<unknown>)[] = [];
  const queue: { readonly roomId: RoomId; readonly at: number; readonly receives: number }[] = [];
  const failures: unknown[] = [];
  let fateOf: (mail: RawMail, call: number) => Fate = () => 'accepted';
  let sesCalls = 0;

  const ses = async (mail: RawMail): Promise<Sent> => {
    const fate = fateOf(mail, ++sesCalls);
    if (fate === 'throttled') return { kind: 'not-sent', error: new Error(fate) };
    if (fate === 'refused') return { kind: 'refused', error: new Error(fate) };
    if (fate !== 'not accepted, answer lost') {
      left.push({ ...mail, at: world.now() });
      const id = `ses-${left.length}`;
      if (!settings.losesEvents) events.push(() => stores.ledger.note(mail.sendKeyId, 'Send', id, world.now()));
      if (fate === 'accepted') return { kind: 'accepted', sesMessageId: id };
    }
    return { kind: 'unknown', error: new Error(fate) };
  };
  const hints = {
    send: async (roomId: RoomId, afterSeconds = 0) => {
      queue.push({ roomId, at: millisOf(world.now()) + afterSeconds * 1000, receives: 0 });
    },
  };

  const faults = faultInjector();
  const deps: SendMailDeps = {
    rooms: faults.into(stores.rooms),
    ledger: faults.into(stores.ledger),
    channel: faults.into(stores.channel),
    readReminders: async () => 'both',
    people: stores.people,
    findWishers: async () => ({ wishers: [], next: null }),
    links: faults.into(stores.links),
    audit: faults.into(stores.audit),
    sendKeySecret: async () => sendKeySecret,
    linkKeys: async () => twoKeys,
    hints: faults.into(hints),
    deadLetters: faults.into({ send: async (letter: DeadLetter) => void deadLetters.push(letter) }),
    mailer: faults.into({ send: ses }),
    log,
    world,
    jitter: () => 0.5,
    pause: async (millis) => world.turnTo(instantAt(millisOf(world.now()) + millis)),
    isEnabled: true,
    outgoing,
    ...settings,
  };

  /** One invocation of the mailer. What it throws sends the hint back to the queue. */
  const invoke = async (roomId: RoomId): Promise<boolean> => {
    try {
      await faults.during(() => sendMail(deps, roomId));
      return true;
    } catch (error) {
      failures.push(error);
      return false;
    }
  };

  /** A message of any kind reaches the mailer. */
  const receive = async (body: string, messageId: string): Promise<void> => {
    const hint = parseHint(body);
    await repeatMail(deps, hint, messageId);
    await sendMail(deps, hint.roomId);
  };

  const takeHint = async (): Promise<boolean> => {
    const n = queue.findIndex(({ at }) => at <= millisOf(world.now()));
    const [hint] = n < 0 ? [] : queue.splice(n, 1);
    if (!hint) return false;
    const receives = hint.receives + 1;
    if (!(await invoke(hint.roomId)) && receives < SQS_RECEIVES) {
      queue.push({ ...hint, at: millisOf(world.now()) + SQS_VISIBILITY_MILLIS, receives });
    }
    return true;
  };

  const manyHints = {
    sendBatch: async (rooms: readonly RoomId[]) => {
      for (const room of rooms) await hints.send(room);
      return 0;
    },
    countWaiting: async () => queue.length,
  };
  const sweep = (order: unknown = { olderThanSeconds: 60 }) => {
    const { rooms, channel, ledger } = stores;
    const { readFaultySince } = channel;
    const { countUnheard } = ledger;
    return sweepMail({ rooms, hints: manyHints, readFaultySince, findOldestOwed, countUnheard, owingShards: 8, log, world }, order);
  };
  const findOldestOwed = async (): Promise<Instant | null> => {
    const { outbox } = await stores.rooms.load(bensRoom.id);
    return [...(outbox?.values() ?? [])].map(({ stamp, notBefore }) => notBefore ?? stamp).toSorted()[0] ?? null;
  };

  /**
   * Does what is due, and turns the clock to what is due next, until that is later than `end`.
   * @param alsoIdle whether rooms that owe nothing now count, because something is due in them later
   */
  const work = async (end: number, alsoIdle: boolean): Promise<void> => {
    for (let step = 0; step < 20_000; step++) {
      await Promise.all(events.splice(0).map((event) => event()));
      if (await takeHint()) continue;
      const [due] = stores.rooms.listDue(alsoIdle).toSorted();
      const next = Math.min(...queue.map((hint) => hint.at), due === undefined ? Number.POSITIVE_INFINITY : nextSweep(due));
      if (next > end || next === Number.POSITIVE_INFINITY) return;
      world.turnTo(instantAt(next));
      if (!queue.some((hint) => hint.at <= next)) await sweep();
    }
    throw new Error('It never came to rest');
  };
  /** The sweep that finds a room that is due then; those before it find nothing. */
  const nextSweep = (due: Instant): number => {
    const now = millisOf(world.now());
    return now + SWEEP_MILLIS * Math.max(1, Math.ceil((millisOf(due) - now) / SWEEP_MILLIS) + 1);
  };

  return {
    deps,
    log,
    world,
    stores,
    left,
    deadLetters,
    failures,
    queue,
    invoke,
    receive,
    sweep,
    hear: async () => void (await Promise.all(events.splice(0).map((event) => event()))),
    faults,
    decideFates: (fates: typeof fateOf) => void (fateOf = fates),
    /** Decides as the API does: the decision is stored with its mail, and a hint given. */
    decide: async (...commands: readonly Command[]) => {
      for (const command of commands) {
        const { kind } = await runCommand({ rooms: stores.rooms, hints, log }, bensRoom.id, command);
        if (kind !== 'changed') throw new Error(`${command.type}: ${kind}`);
      }
    },
    room: () => stores.rooms.load(bensRoom.id),
    /** Works until nothing is owed and nothing is waiting, by this clock. */
    untilQuiet: () => work(Number.POSITIVE_INFINITY, false),
    /** Works until nothing is due any more, ever: also what is due because time passes. */
    untilOver: () => work(Number.POSITIVE_INFINITY, true),
    /** Works until this moment. */
    workUntil: async (end: Instant): Promise<void> => {
      await work(millisOf(end), true);
      world.turnTo(end);
    },
  };
}

function faultInjector() {
  const invocation = new AsyncLocalStorage<{ isDead: boolean }>();
  let fault: Fault | null = null;
  let calls = 0;

  const broken = (when: Fault['when'], call: number): boolean => {
    if (fault?.when !== when || fault.call !== call) return false;
    const running = invocation.getStore();
    if (fault.isDeadly && running) running.isDead = true;
    return true;
  };

  return {
    set: (next: Fault | null) => {
      fault = next;
      calls = 0;
    },
    calls: () => calls,
    during: <T>(work: () => Promise<T>): Promise<T> => invocation.run({ isDead: false }, work),
    into: <T extends object>(methods: T): T =>
      new Proxy(methods, {
        get: (target, name, receiver) => {
          const method: unknown = Reflect.get(target, name, receiver);
          if (typeof method !== 'function') return method;
          return async (...args: unknown[]) => {
            // Only what a delivery does can fail here, and the dead do nothing more.
            const running = invocation.getStore();
            if (!running) return method.apply(target, args);
            const call = ++calls;
            if (running.isDead || broken('before', call)) throw new Error(`${String(name)} failed`);
            const result = await method.apply(target, args);
            if (running.isDead || broken('after', call)) throw new Error(`${String(name)} came back to nobody`);
            return result;
          };
        },
      }),
  };
}
