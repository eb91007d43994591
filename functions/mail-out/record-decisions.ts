import { standingOf, type OwedAudit } from '../../shared/room/owed-audit.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import type { AuditRecord, AuditTrail } from '../platform/audit/audit-store.ts';
import type { Log } from '../platform/log.ts';
import type { StoredRoom } from '../platform/rooms/room-store.ts';

export interface RecordDecisionsDeps {
  readonly audit: AuditTrail;
  readonly log: Log;
}

/**
 * Writes the records that a room owes to the audit trail. Gives the names of those that are written. A trail that cannot be written
 * keeps back no mail: the records stay owed, and the sweeper finds the room again.
 */
export async function recordDecisions({ audit, log }: RecordDecisionsDeps, { id, room, audits }: StoredRoom): Promise<readonly string[]> {
  if (room.status === 'uncreated' || audits.size === 0) return [];
  try {
    const records = completeRecords(room, [...audits]);
    const newest = Math.max(...records.map(({ version }) => version));
    const moments = new Set(records.map(({ at }) => at));
    // What was superseded by a decision that is taken back is pending again.
    const isUndone = records.some(({ command }) => command === 'undo');
    const touched = room.proposals.filter(
      ({ createdAt, decisionAt }) => moments.has(createdAt) || (decisionAt ? moments.has(decisionAt) : isUndone),
    );
    await Promise.all([
      ...records.map((record) => audit.append(room, record)),
      ...touched.map((proposal) => audit.keepProposal(room, proposal, newest)),
    ]);
    return [...audits.keys()];
  } catch (error) {
    log.error('audit.unwritten', error, { roomId: id, records: audits.size });
    log.count('AuditUnwritten');
    return [];
  }
}

/** How the room stood after a decision is how it stood before the next one; after the last, how it stands. */
function completeRecords(room: ExistingRoom, owed: readonly (readonly [name: string, record: OwedAudit])[]): readonly AuditRecord[] {
  const now = standingOf(room);
  return owed.flatMap(([name, record], n) => {
    const after = owed[n + 1]?.[1].before ?? now;
    if (after === null) return [];
    const entries = room.history.filter(({ at, event }) => at === record.at && record.events.includes(event));
    return [{ ...record, version: versionIn(name), after, entries }];
  });
}

/** The name of an entry begins with the version of the room that its decision made. */
const versionIn = (name: string): number => Number.parseInt(name, 10);
