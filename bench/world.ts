import { createFindVenue } from '../functions/platform/rooms/find-venue.ts';
import { randomUUID } from 'node:crypto';
import { sendMail } from '../functions/mail-out/send-mail.ts';
import { createAuditTrail } from '../functions/platform/audit/audit-store.ts';
import { createLedger } from '../functions/platform/mail/ledger.ts';
import { createSesChannel } from '../functions/platform/mail/ses-channel-store.ts';
import { createLinkStore } from '../functions/platform/links/link-store.ts';
import { silentLog } from '../functions/platform/log.ts';
import { createRoomIndex } from '../functions/platform/rooms/room-index-store.ts';
import { createRoomStore } from '../functions/platform/rooms/room-store.ts';
import { runCommand } from '../functions/platform/rooms/run-command.ts';
import { realWorld } from '../functions/platform/world.ts';
import { LedgerTable } from '../infra/ledger-table.ts';
import { MagicLinks } from '../infra/links.ts';
import { Rooms } from '../infra/rooms.ts';
import { Table } from '../infra/table.ts';
import type { Person } from '../shared/room/person.ts';
import type { DurationMinutes } from '../shared/words/durations.ts';
import type { RoomId, Uid } from '../shared/words/ids.ts';
import { AUDIT, PENDING_PROPOSALS } from '../shared/words/table-names.ts';
import { instantAt, type Instant } from '../shared/time/instant.ts';
import { consumedBy, type Consumed } from '../test/support/capacity.ts';
import { memoryPeople } from '../test/support/memory-people.ts';
import { email } from '../test/support/rooms.ts';
import { testTable } from '../test/support/tables.ts';

export const person = (name: string, timeZone: string): Person => ({
  sub: `sub-of-${name}`,
  email: email(`${name}@mail.example`),
  name,
  timeZone,
});

/** The service on dynalite, without HTTP and without SES: what its use cases read and write. */
export async function benchWorld() {
  const [rooms, sends, links, decisions, proposals] = await Promise.all([
    testTable((stack) => new Rooms(stack, 'Rooms')),
    testTable((stack) => new LedgerTable(stack, 'Ledger')),
    testTable((stack) => new MagicLinks(stack, 'Links')),
    testTable((stack) => new Table(stack, 'Decisions', { ...AUDIT, indexes: [], timeToLive: true })),
    testTable((stack) => new Table(stack, 'Proposals', { ...PENDING_PROPOSALS, indexes: [], timeToLive: true })),
  ]);

  const store = createRoomStore(rooms.db, rooms.name, silentLog);
  const deps = {
    rooms: store,
    ledger: createLedger(sends.db, sends.name),
    links: createLinkStore(links.db, links.name),
    audit: {
      append: createAuditTrail(decisions.db, decisions.name, '').append,
      keepProposal: createAuditTrail(proposals.db, '', proposals.name).keepProposal,
    },
    sendKeySecret: async () => new Uint8Array(32),
    linkKeys: async () => ({ current: 'k1', byId: new Map([['k1', new Uint8Array(32)]]) }),
    hints: { send: async () => {} },
    deadLetters: { send: async () => {} },
    mailer: { send: async () => ({ kind: 'accepted', sesMessageId: 'id' }) as const },
    log: silentLog,
    world: realWorld,
    jitter: () => 0,
    readReminders: async () => 'both' as const,
    people: memoryPeople(),
    findWishers: async () => ({ wishers: [], next: null }),
    pause: async () => {},
    channel: createSesChannel(sends.db, sends.name, async () => 1000),
    isEnabled: true,
    outgoing: {
      organizer: email('practice@sessions.example'),
      redirectTo: null,
      publicUrl: 'https://sessions.example',
      brand: { name: 'Ophthalmo Practice', color: '#0B5C7A' },
      findVenue: createFindVenue('https://meet.example.org/{secret}', async () => new TextEncoder().encode('v'.repeat(64))),
    },
  };
  const asked = () => ({ at: realWorld.now(), seed: realWorld.seed() });
  return {
    table: rooms.name,
    db: rooms.db,
    index: createRoomIndex(rooms.db, rooms.name, silentLog),
    create: async (host: Person, startUtc: Instant, durationMinutes: DurationMinutes = 60): Promise<RoomId> => {
      const id = randomUUID() as RoomId;
      await runCommand(deps, id, { type: 'create', ...asked(), id, uid: randomUUID() as Uid, host, startUtc, durationMinutes });
      return id;
    },
    run: (id: RoomId, command: Parameters<typeof runCommand>[2]) => runCommand(deps, id, command),
    deliver: (id: RoomId) => sendMail(deps, id),
    asked,
    /** What some work costs, by table: rooms first, then sends, links, decisions, proposals. */
    cost: async (work: () => Promise<unknown>): Promise<readonly [rooms: Consumed, ...others: readonly Consumed[]]> => {
      const others: Consumed[] = [];
      const counted = [sends, links, decisions, proposals].reduceRight<() => Promise<unknown>>(
        (inner, { db, indexes }, n) =>
          async () =>
            (others[n] = await consumedBy(db, inner, indexes)),
        work,
      );
      return [await consumedBy(rooms.db, counted, rooms.indexes), ...others];
    },
    close: () => Promise.all([rooms, sends, links, decisions, proposals].map(({ drop }) => drop())),
  };
}

/** A start this many days from now, on the hour. */
export const inDays = (days: number, hour = 12): Instant =>
  instantAt((Math.floor(Date.now() / 86_400_000) + days) * 86_400_000 + hour * 3_600_000);
