import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import { millisOf, type Instant } from '../../shared/time/instant.ts';
import { useApp } from '../app-context.ts';
import type { Clock } from '../server-clock.ts';
import { useAction } from '../use-action.ts';
import { ActionButton } from './button.tsx';
import { TroubleNote } from './trouble.tsx';

interface UndoEndingProps {
  readonly room: RoomView;
  readonly until: Instant;
  readonly reload: () => Promise<void>;
}

/** The way back, for a moment after somebody has cancelled or left. */
export function UndoEnding({ room, until, reload }: UndoEndingProps) {
  const { api, clock, tell } = useApp();
  const { path } = useLocation();
  const undoing = useAction('generic');
  const isOver = useIsOver(until, clock);
  if (isOver && !undoing.busy && undoing.trouble === null) return null;
  const undo = () =>
    undoing.run(async (allowOverlap) => {
      await api.undo(room.id, allowOverlap);
      await reload();
      tell('You took it back. The session stands as it was, and nobody was mailed.', path);
    });
  return (
    <section class="remark stack" aria-label="Take it back">
      <p>
        {room.status === 'cancelled' ? 'You have just cancelled this session.' : 'You have just left this session.'} For a moment you can
        take that back: mail about it waits so long.
      </p>
      {undoing.trouble && <TroubleNote trouble={undoing.trouble} again={() => void undo()} />}
      <p class="actions">
        <ActionButton busy={undoing.busy} onClick={() => void undo()}>
          Take it back
        </ActionButton>
      </p>
    </section>
  );
}

/** Whether that moment has passed; draws anew when it passes. */
function useIsOver(until: Instant, clock: Clock): boolean {
  const [passed, setPassed] = useState<Instant | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(until), millisOf(until) - millisOf(clock.now()));
    return () => clearTimeout(timer);
  }, [until, clock]);
  return passed === until || until <= clock.now();
}
