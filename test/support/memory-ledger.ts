import type { FinalState, SendState } from '../../shared/words/send-states.ts';
import type { Ledger, Unclaimed } from '../../functions/platform/mail/ledger.ts';
import type { CountUnheard } from '../../functions/platform/mail/unheard-mail-store.ts';
import type { SendKey } from '../../functions/platform/mail/send-key.ts';
import type { OwedMail } from '../../shared/room/owed-mail.ts';
import type { Instant } from '../../shared/time/instant.ts';

interface Row {
  readonly key: SendKey;
  readonly state: SendState;
  readonly attempts: number;
  readonly faults: number;
  readonly refusals: number;
  readonly turnAt: Instant | null;
  /** End of the lease while sending, next try while pending. */
  readonly until: Instant | null;
  readonly sesMessageId: string | null;
  readonly mail: OwedMail | null;
  readonly events: Readonly<Record<string, Instant>>;
  /** Since when SES has told nothing of a mail that it took; null: it has, or has not taken it. */
  readonly unheardSince: Instant | null;
}

export interface MemoryLedger extends Ledger {
  readonly stateOf: (id: string) => SendState | undefined;
  readonly countUnheard: CountUnheard;
}

const FRESH = {
  attempts: 0,
  faults: 0,
  refusals: 0,
  turnAt: null,
  until: null,
  sesMessageId: null,
  mail: null,
  events: {},
  unheardSince: null,
};

/** A ledger in memory, with the contract of the real one. */
export function memoryLedger(): MemoryLedger {
  const rows = new Map<string, Row>();
  const write = (key: SendKey, change: Partial<Row>) => {
    const before = rows.get(key.id) ?? { ...FRESH, key, state: 'pending' };
    rows.set(key.id, { ...before, ...change });
  };
  const end = (key: SendKey, state: FinalState, change: Partial<Row> = {}): boolean => {
    const row = rows.get(key.id);
    if (row && row.state !== 'pending' && row.state !== 'sending') return false;
    write(key, { state, ...change });
    return true;
  };
  const unclaimed = ({ state, until }: Row): Unclaimed => {
    if (state === 'sending' || state === 'pending') return { kind: state === 'sending' ? 'being-sent' : 'waiting', until: until! };
    return { kind: 'final', state };
  };
  const about = ({ key: { uid, sequence, roomId, role, attendeeEmail } }: Row) => ({ uid, sequence, roomId, role, attendeeEmail });
  return {
    stateOf: (id) => rows.get(id)?.state,
    claim: async (key, now, leaseUntil) => {
      const row = rows.get(key.id);
      const isFree = !row || (row.state === 'pending' && row.until! <= now) || (row.state === 'sending' && row.until! < now);
      if (!isFree) return unclaimed(row);
      const { attempts, faults, refusals, turnAt } = row ?? FRESH;
      write(key, { state: 'sending', attempts: attempts + 1, until: leaseUntil });
      return { kind: 'claimed', attempt: attempts + 1, faults, refusals, turnAt };
    },
    supersede: async (key, now) => {
      const row = rows.get(key.id);
      const isFree = !row || row.state === 'pending' || (row.state === 'sending' && row.until! < now);
      if (!isFree) return unclaimed(row);
      write(key, { state: 'superseded' });
      return { kind: 'final', state: 'superseded' };
    },
    countUnheard: async (from, to) =>
      [...rows.values()].filter(({ unheardSince: since }) => since !== null && since >= from && since <= to).length,
    accept: async (key, sesMessageId, now) => {
      const row = rows.get(key.id);
      if (!row) throw new Error('Accepted, but never claimed');
      const isHeard = Object.keys(row.events).some((event) => event !== 'Send');
      write(key, { state: 'accepted', sesMessageId, unheardSince: isHeard ? null : now });
    },
    postpone: async (key, attempt, pause) => {
      const { until, why } = pause;
      const row = rows.get(key.id);
      if (row?.state !== 'sending' || row.attempts !== attempt) return;
      const faults = row.faults + Number(why === 'channel');
      const refusals = row.refusals + Number(why === 'refused');
      write(key, { state: 'pending', until, faults, refusals, turnAt: why === 'turn' ? pause.turnAt : null });
    },
    suppress: async (key) => end(key, 'suppressed'),
    fail: async (key, mail) => end(key, 'failed', { mail }),
    findFailed: async (id) => {
      const row = rows.get(id);
      return row?.state === 'failed' ? { ...about(row), mail: row.mail } : undefined;
    },
    replaceFailed: async (id) => {
      const row = rows.get(id);
      if (row?.state === 'failed') rows.set(id, { ...row, state: 'superseded' });
    },
    note: async (id, event, sesMessageId, at) => {
      const row = rows.get(id);
      if (!row) return undefined;
      const unheardSince = event === 'Send' ? row.unheardSince : null;
      rows.set(id, { ...row, state: 'accepted', sesMessageId, events: { [event]: at, ...row.events }, unheardSince });
      return about(row);
    },
  };
}
