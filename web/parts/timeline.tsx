import type { RoomView } from '../../shared/api/contract.ts';
import { shortMoment } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { historyLine, instantOf } from '../room-words.ts';

/** What has happened to a session, the newest first. */
export function Timeline({ room }: { readonly room: RoomView }) {
  const { zone } = useApp();
  const entries = (room.history ?? []).toReversed();
  return (
    <ol class="timeline">
      {entries.map((entry) => (
        <li key={`${entry.at} ${entry.event}`}>
          <p>{historyLine(entry, room.role, zone)}</p>
          <p class="muted">
            <time dateTime={entry.at}>{shortMoment(instantOf(entry.at), zone)}</time>
          </p>
        </li>
      ))}
    </ol>
  );
}
