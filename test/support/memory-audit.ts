import type { AuditRecord, AuditTrail } from '../../functions/platform/audit/audit-store.ts';
import type { Proposal } from '../../shared/room/proposal.ts';

export interface MemoryAudit extends AuditTrail {
  /** The records, in the order of decisions. */
  readonly records: () => readonly AuditRecord[];
  readonly proposals: () => readonly Proposal[];
}

/** An audit trail in memory, with the contract of the real one. */
export function memoryAudit(): MemoryAudit {
  const rows = new Map<string, AuditRecord>();
  const proposals = new Map<string, { readonly proposal: Proposal; readonly version: number }>();
  return {
    records: () => [...rows.values()].toSorted((a, b) => a.version - b.version),
    proposals: () => [...proposals.values()].map(({ proposal }) => proposal),
    append: async ({ id }, record) => {
      const key = `${id} ${record.at} ${record.version}`;
      if (!rows.has(key)) rows.set(key, structuredClone(record));
    },
    keepProposal: async (_, proposal, version) => {
      if ((proposals.get(proposal.id)?.version ?? -1) < version) proposals.set(proposal.id, structuredClone({ proposal, version }));
    },
  };
}
