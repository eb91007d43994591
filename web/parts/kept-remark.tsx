import { useEffect } from 'preact/hooks';
import { shortMoment } from '../../shared/time/moment.ts';
import { ActionButton } from './button.tsx';
import { useApp } from '../app-context.ts';
import { instantOf } from '../room-words.ts';

/**
 * Says that the service can't be reached, and how old what follows is.
 * @param at when the service was last asked; null where this device keeps nothing to show
 */
export function KeptRemark({ at }: { readonly at: string | null }) {
  const { zone } = useApp();
  useEffect(() => {
    const again = (): void => location.reload();
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, []);
  return (
    <div class="remark stack">
      <p>
        We can’t reach the service.{' '}
        {at === null
          ? 'This device keeps nothing that could be shown here. Check your connection, then try again.'
          : `This is what we knew on ${shortMoment(instantOf(at), zone)}. It may have changed since, and nothing can be changed now.`}
      </p>
      <p>
        <ActionButton look="quiet" onClick={() => location.reload()}>
          Try again
        </ActionButton>
      </p>
    </div>
  );
}
