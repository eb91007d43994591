import { clocks, type Readers } from '../../shared/mail/clocks.ts';
import type { TimeSlot } from '../../shared/time/time-slot.ts';
import { useApp } from '../app-context.ts';
import { Unbroken } from './unbroken.tsx';

/** A session on every clock that matters: the reader's first, then the other party's, then UTC. In the words of the mails. */
export function Clocks({ slot, other }: { readonly slot: TimeSlot; readonly other: Readers['other'] }) {
  const { clock, zone } = useApp();
  const { rows, remarks } = clocks(clock.now(), slot, { own: zone, other });
  return (
    <>
      <dl class="clocks">
        {rows.map((row, n) => (
          <>
            <dt>
              {row.whose}
              {row.zone !== row.whose && ` · ${row.zone}`}
            </dt>
            <dd class={n === 0 ? 'first' : undefined}>
              <Unbroken text={row.time} />
              {row.hint !== '' && <span class="warning">{` (${row.hint})`}</span>}
            </dd>
          </>
        ))}
      </dl>
      {remarks.map((remark) => (
        <p class="muted">{remark}</p>
      ))}
    </>
  );
}
