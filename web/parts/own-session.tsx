import type { ComponentChildren } from 'preact';
import type { RoomView } from '../../shared/api/contract.ts';
import { useApp } from '../app-context.ts';
import { useLoad } from '../use-load.ts';
import { LoadView } from './loading.tsx';
import { Back, AppPage } from './app-page.tsx';

export interface OwnSessionProps {
  readonly id: string;
  readonly title: string;
  /** Who may do it, and while the session is what. */
  readonly allows: (room: RoomView) => boolean;
  readonly children: (room: RoomView) => ComponentChildren;
}

/** A page that changes one session, for those who may. */
export function OwnSession({ id, title, allows, children }: OwnSessionProps) {
  const { api, clock } = useApp();
  const load = useLoad(`room ${id}`, () => api.room(id));
  const canStillChange = (room: RoomView): boolean => room.status !== 'cancelled' && room.startUtc > clock.now() && allows(room);
  return (
    <AppPage title={title} above={<Back href={`/sessions/${id}`}>The session</Back>}>
      <LoadView load={load} waiting="Fetching the session…">
        {(room) =>
          canStillChange(room) ? (
            children(room)
          ) : (
            <p class="remark">
              This cannot be done with this session now. <a href={`/sessions/${id}`}>See the session as it is</a>
            </p>
          )
        }
      </LoadView>
    </AppPage>
  );
}
