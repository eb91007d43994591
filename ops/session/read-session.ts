import { createReadPastEntries, type PastEntries, type ReadPastEntries } from '../../functions/platform/audit/audit-store.ts';
import { silentLog } from '../../functions/platform/log.ts';
import { type ImipMessage, readImipMessage } from '../../functions/platform/mail/imip-message-store.ts';
import { type ParsedRoom, parseRoomRow } from '../../functions/platform/rooms/read-room-row.ts';
import type { RawRow } from '../../functions/platform/rooms/unreadable-row.ts';
import { rowsInIndex } from '../../functions/platform/row-reads-store.ts';
import type { HistoryEntry } from '../../shared/room/history.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import { IMIP_MESSAGES, ROOMS, SENDS } from '../../shared/words/table-names.ts';
import { textAt } from '../json-value.ts';
import type { OpenTables } from '../open-tables.ts';
import { readSendRow, type SendRow } from './send-row.ts';

/** All that is kept of one session. */
export interface SessionFile {
  readonly stored: ParsedRoom;
  /** What happened before the room's own history begins, oldest first. */
  readonly past: readonly HistoryEntry[];
  /** Each mail that was ever to be sent about it, oldest first. */
  readonly sends: readonly SendRow[];
  /** Each mail that came about it, oldest first. */
  readonly messages: readonly ImipMessage[];
  /** What an older or a newer version wrote and this one cannot read. */
  readonly unreadable: readonly UnreadableThing[];
}

export interface UnreadableThing {
  readonly at: string;
  readonly what: 'mail' | 'reply';
}

/** Reads the room, its mail and the answers. Throws `UnreadableRow` where the row of the room breaks the schema. */
export async function readSession(tables: OpenTables, row: RawRow): Promise<SessionFile> {
  const { db, sends, messages, audit } = tables;
  const stored = parseRoomRow(row, silentLog);
  const [past, sent, received] = await Promise.all([
    readPast(createReadPastEntries(db, audit), stored.room),
    rowsInIndex(db, sends, SENDS.key, SENDS.indexes.byRoom, textAt(row, ROOMS.key) ?? ''),
    rowsInIndex(db, messages, IMIP_MESSAGES.key, IMIP_MESSAGES.indexes.byUid, stored.room.uid),
  ]);
  return makeSessionFile(stored, past, sent, received);
}

/** Puts the rows of a session together. One that cannot be read does not hide the others. */
export function makeSessionFile(
  stored: ParsedRoom,
  past: readonly HistoryEntry[],
  sent: readonly RawRow[],
  received: readonly RawRow[],
): SessionFile {
  const sends = sent.flatMap((row) => readSendRow(row) ?? []);
  const messages = received.flatMap((row) => readImipMessage(row) ?? []);
  const unreadable = [
    ...sent.filter((row) => !readSendRow(row)).map((row): UnreadableThing => ({ at: textAt(row, 'created_at') ?? '', what: 'mail' })),
    ...received
      .filter((row) => !readImipMessage(row))
      .map((row): UnreadableThing => ({ at: textAt(row, 'received_at') ?? '', what: 'reply' })),
  ];
  return {
    stored,
    past,
    sends: sends.toSorted((a, b) => a.created_at.localeCompare(b.created_at) || a.send_key.localeCompare(b.send_key)),
    messages: messages.toSorted((a, b) => a.received_at.localeCompare(b.received_at) || a.message_id.localeCompare(b.message_id)),
    unreadable,
  };
}

async function readPast(readEntries: ReadPastEntries, { id, history, updatedAt }: ExistingRoom): Promise<readonly HistoryEntry[]> {
  const pages: (readonly HistoryEntry[])[] = [];
  let before: string | null = history[0]?.at ?? updatedAt;
  while (before !== null) {
    const page: PastEntries = await readEntries(id, before, 100);
    pages.push(page.entries);
    before = page.next;
  }
  return pages.flat().toReversed();
}
