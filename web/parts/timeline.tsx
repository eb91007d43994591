import { useState } from 'preact/hooks';
import type { HistoryView, RoomView } from '../../shared/api/contract.ts';
import { shortMoment } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { HISTORY_LIMIT } from '../../shared/room/history.ts';
import { describeHistoryEntry } from '../../shared/room/history-words.ts';
import { instantOf } from '../room-words.ts';
import { useAction } from '../use-action.ts';
import { ActionButton } from './button.tsx';
import { TroubleNote } from './trouble.tsx';

/** What has happened to a session, the newest first. The session has the newest entries itself, and earlier ones are asked for. */
export function Timeline({ room }: { readonly room: RoomView }) {
  const { zone } = useApp();
  const recent = room.history ?? [];
  const past = usePast(room);
  const history = [...past.entries, ...recent];
  const lines = history
    .map((entry, n) => ({ entry, line: describeHistoryEntry(entry, history.slice(0, n), room.role, zone) }))
    .toReversed();
  return (
    <>
      <ol class="timeline">
        {lines.map(({ entry, line }) => (
          <li key={`${entry.at} ${entry.event}`}>
            <p>{line}</p>
            <p class="muted">
              <time dateTime={entry.at}>{shortMoment(instantOf(entry.at), zone)}</time>
            </p>
          </li>
        ))}
      </ol>
      {past.trouble && <TroubleNote trouble={past.trouble} />}
      {recent.length >= HISTORY_LIMIT && past.hasMore && (
        <ActionButton look="link" busy={past.busy} onClick={past.showMore}>
          Show what happened earlier
        </ActionButton>
      )}
    </>
  );
}

/** Entries from before the history that the session has itself, as far as the reader has asked for them. */
function usePast({ id }: RoomView) {
  const { api } = useApp();
  const { busy, trouble, run } = useAction('generic');
  const [past, setPast] = useState<{ readonly entries: readonly HistoryView[]; readonly cursor: string | null; readonly hasMore: boolean }>(
    {
      entries: [],
      cursor: null,
      hasMore: true,
    },
  );
  const showMore = (): void =>
    void run(async () => {
      const { history, cursor } = await api.pastHistory(id, past.cursor);
      setPast({ entries: [...history, ...past.entries], cursor, hasMore: cursor !== null });
    });
  return { ...past, busy, trouble, showMore };
}
