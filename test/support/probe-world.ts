import { receiveMail } from '../../functions/mail-in/receive-mail.ts';
import type { Verdict } from '../../functions/mail-in/notification.ts';
import type { RawMail, Sent } from '../../functions/platform/mail/mailer.ts';
import type { ProbeRecord } from '../../functions/platform/probe-result-store.ts';
import type { ProbeDeps } from '../../functions/probe/run-probe.ts';
import { instantAt, millisOf } from '../../shared/time/instant.ts';
import { inboundWorld } from './inbound.ts';
import { postOffice } from './post-office.ts';
import { outgoing } from './written-mail.ts';

const { organizer } = outgoing;

/** The whole service on a clock of its own: what the mailer sends to a probe comes into the mailbox of probes, and answers are received. */
export async function probeWorld(office = postOffice()) {
  const { world } = office;
  const inbound = await inboundWorld([]);
  const receiving = { ...inbound.deps, rooms: office.stores.rooms, index: office.stores.rooms, world, log: office.log, organizer };
  const records: ProbeRecord[] = [];
  const answers: RawMail[] = [];
  const foreign = new Map<string, Uint8Array>();
  const arrives = (raw: Uint8Array | string, dmarc: Verdict = 'PASS') =>
    receiveMail(receiving, inbound.stored(raw, dmarc, { receivedAt: world.now() }));
  const readSends: ProbeDeps['readSends'] = async (roomId) => {
    const rooms = office.stores.rooms.all().filter(({ room }) => room.id === roomId);
    const owed = new Set(rooms.flatMap(({ outbox }) => [...outbox.values()].map(({ to }) => to.role)));
    const roles = (['host', 'guest'] as const).filter((role) => !owed.has(role));
    return roles.map((role) => ({ role, method: 'REQUEST', state: 'accepted' }));
  };
  const deps: ProbeDeps = {
    rooms: office.stores.rooms,
    index: office.stores.rooms,
    hints: office.deps.hints,
    log: office.log,
    world,
    organizer,
    obstacle: null,
    readSends,
    record: async (record) => void records.push(record),
    stopwatch: () => millisOf(world.now()) / 1000,
    pause: async (millis) => office.workUntil(instantAt(millisOf(world.now()) + Math.ceil(millis))),
    mailbox: {
      list: async () => [...foreign.keys(), ...office.left.flatMap(({ to }, n) => (to.startsWith('probe-') ? [`probe/${n}`] : []))],
      read: async (key) => foreign.get(key) ?? office.left[Number(key.slice('probe/'.length))]?.bytes ?? new Uint8Array(),
    },
    mailer: {
      send: async (mail): Promise<Sent> => {
        answers.push(mail);
        await arrives(mail.bytes);
        return { kind: 'accepted', sesMessageId: 'ses' };
      },
    },
  };
  return { office, deps, records, answers, foreign, arrives };
}
