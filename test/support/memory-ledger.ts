import type { SendState } from '../../shared/words/send-states.ts';
import type { Ledger, Unclaimed } from '../../functions/platform/mail/ledger.ts';
import type { SendKey } from '../../functions/platform/mail/send-key.ts';
import type { Instant } from '../../shared/time/instant.ts';

interface Row {
  readonly key: SendKey;
  readonly state: SendState;
  readonly attempts: number;
  /** End of the lease while sending, next try while pending. */
  readonly until: Instant | null;
  readonly createdAt: Instant;
  readonly sesMessageId: string | null;
  readonly events: Readonly<Record<string, Instant>>;
}

export interface MemoryLedger extends Ledger {
  readonly stateOf: (id: string) => SendState | undefined;
}

/** A ledger in memory, with the contract of the real one. */
export function memoryLedger(): MemoryLedger {
  const rows = new Map<string, Row>();
  const write = (key: SendKey, now: Instant, change: Partial<Row>) => {
    const before = rows.get(key.id) ?? { key, attempts: 0, until: null, createdAt: now, sesMessageId: null, events: {}, state: 'pending' };
    rows.set(key.id, { ...before, ...change });
  };
  const unclaimed = ({ state, until }: Row): Unclaimed => {
    if (state === 'sending' || state === 'pending') return { kind: state === 'sending' ? 'being-sent' : 'waiting', until: until! };
    return { kind: 'settled', state };
  };
  return {
    stateOf: (id) => rows.get(id)?.state,
    claim: async (key, now, leaseUntil) => {
      const row = rows.get(key.id);
      const isFree = !row || (row.state === 'pending' && row.until! <= now) || (row.state === 'sending' && row.until! < now);
      if (!isFree) return unclaimed(row);
      const attempts = (row?.attempts ?? 0) + 1;
      write(key, now, { state: 'sending', attempts, until: leaseUntil });
      return { kind: 'claimed', attempt: attempts, firstTriedAt: row?.createdAt ?? now };
    },
    supersede: async (key, now) => {
      const row = rows.get(key.id);
      const isFree = !row || row.state === 'pending' || (row.state === 'sending' && row.until! < now);
      if (!isFree) return unclaimed(row);
      write(key, now, { state: 'superseded' });
      return { kind: 'settled', state: 'superseded' };
    },
    accept: async (key, sesMessageId, now) => {
      if (!rows.has(key.id)) throw new Error('Accepted, but never claimed');
      write(key, now, { state: 'accepted', sesMessageId });
    },
    postpone: async (key, attempt, until, now) => {
      const row = rows.get(key.id);
      if (row?.state === 'sending' && row.attempts === attempt) write(key, now, { state: 'pending', until });
    },
    close: async (key, state, now) => {
      const row = rows.get(key.id);
      if (row && row.state !== 'pending' && row.state !== 'sending') return false;
      write(key, now, { state });
      return true;
    },
    note: async (id, event, sesMessageId, at) => {
      const row = rows.get(id);
      if (!row) return undefined;
      rows.set(id, { ...row, state: 'accepted', sesMessageId, events: { [event]: at, ...row.events } });
      const { uid, sequence, roomId, role, attendeeEmail } = row.key;
      return { uid, sequence, roomId, role, attendeeEmail };
    },
  };
}
