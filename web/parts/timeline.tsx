import type { RoomView } from '../../shared/api/contract.ts';
import { shortMoment } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { describeHistoryEntry } from '../../shared/room/history-words.ts';
import { instantOf } from '../room-words.ts';

/** What has happened to a session, the newest first. */
export function Timeline({ room }: { readonly room: RoomView }) {
  const { zone } = useApp();
  const history = room.history ?? [];
  const lines = history
    .map((entry, n) => ({ entry, line: describeHistoryEntry(entry, history.slice(0, n), room.role, zone) }))
    .toReversed();
  return (
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
  );
}
