import type { ImipMessage, ImipMessages } from '../../functions/platform/mail/imip-message-store.ts';

/** Rows in memory, with the contract of the real store. */
export function memoryMessages(): { readonly messages: ImipMessages; readonly rows: Map<string, ImipMessage> } {
  const rows = new Map<string, ImipMessage>();
  const messages: ImipMessages = {
    find: async (messageId) => structuredClone(rows.get(messageId) ?? null),
    record: async (message) => {
      const known = rows.get(message.message_id)?.outcome;
      if (known !== 'applied' && known !== 'unchanged') rows.set(message.message_id, structuredClone(message));
    },
    withOutcome: async (outcome, limit, before = '9999') => {
      const found = [...rows.values()]
        .filter((row) => row.outcome === outcome && row.received_at < before)
        .toSorted((a, b) => (a.received_at < b.received_at ? 1 : -1))
        .slice(0, limit);
      return { messages: found, unreadable: [], next: found.length === limit ? (found.at(-1)?.received_at ?? null) : null };
    },
  };
  return { messages, rows };
}
