import type { ComponentChildren } from 'preact';
import type { RoomView } from '../../shared/api/contract.ts';
import { useSite } from '../site.ts';
import { useLoad } from '../use-load.ts';
import { Loaded } from './loading.tsx';
import { Back, Page } from './page.tsx';

export interface OwnSessionProps {
  readonly id: string;
  readonly title: string;
  /** Who may do it, and while the session is what. */
  readonly allows: (room: RoomView) => boolean;
  readonly children: (room: RoomView) => ComponentChildren;
}

/** A page that changes one session, for those who may. */
export function OwnSession({ id, title, allows, children }: OwnSessionProps) {
  const { api, clock } = useSite();
  const load = useLoad(`room ${id}`, () => api.room(id));
  const canStillChange = (room: RoomView): boolean => room.status !== 'cancelled' && room.startUtc > clock.now() && allows(room);
  return (
    <Page title={title} above={<Back href={`/sessions/${id}`}>The session</Back>}>
      <Loaded load={load} waiting="Fetching the session…">
        {(room) =>
          canStillChange(room) ? (
            children(room)
          ) : (
            <p class="remark">
              This cannot be done with this session now. <a href={`/sessions/${id}`}>See the session as it is</a>
            </p>
          )
        }
      </Loaded>
    </Page>
  );
}
