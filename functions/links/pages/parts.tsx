import { splitRanges } from '../../../shared/time/split-ranges.ts';
import { clocks } from '../../../shared/mail/clocks.ts';
import { firstNameOf } from '../../../shared/words/names.ts';
import { isolate } from '../../../shared/words/isolate.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import type { TimeSlot } from '../../../shared/time/time-slot.ts';
import type { Holder } from '../open-link.ts';
import { Ring } from './ring.tsx';

export interface ClocksProps {
  readonly span: TimeSlot;
  /** The time that it replaces. */
  readonly was?: TimeSlot | undefined;
  /** Whether the ring of its length is drawn. */
  readonly hasRing?: boolean;
  readonly holder: Holder;
  readonly now: Instant;
}

/**
 * A time on every clock that matters: the holder's, the other party's, UTC. With the time that it replaces, that is struck
 * through above it, and called old in words: screen readers do not tell that text is struck through.
 */
export function Clocks({ span, was, hasRing = true, holder, now }: ClocksProps) {
  const { rows, remarks } = clocks(now, span, readersOf(holder), was ?? null);
  return (
    <>
      <dl>
        {rows.map(({ whose, zone, was: old, time, hint }, n) => (
          <>
            <dt>
              {n === 0 && hasRing && <Ring minutes={span.durationMinutes} />}
              {zone === whose ? whose : `${whose} · ${zone}`}
            </dt>
            <dd>
              {old !== null && old !== time && (
                <small>
                  Old time:{' '}
                  <s>
                    <Unbroken text={old} />
                  </s>
                  <br />
                </small>
              )}
              <Unbroken text={time} />
              {hint !== '' && <small> ({hint})</small>}
            </dd>
          </>
        ))}
      </dl>
      {remarks.map((remark) => (
        <p>
          <small>{remark}</small>
        </p>
      ))}
    </>
  );
}

/** No line breaks inside a range of times. */
const Unbroken = ({ text }: { readonly text: string }) => (
  <>{splitRanges(text).map((part, n) => (n % 2 === 0 ? part : <span>{part}</span>))}</>
);

/** What the other party wrote, as text. */
export const Quote = ({ by, text }: { readonly by: string; readonly text: string }) =>
  text === '' ? null : (
    <blockquote dir="auto">
      <small>{by} wrote:</small>
      {`\n${text}`}
    </blockquote>
  );

const readersOf = ({ person, other }: Holder) => ({
  own: person.timeZone,
  other: other && { firstName: firstNameOf(other), timeZone: other.timeZone },
});

/** The other party's first name. */
export const otherNameOf = ({ other }: Holder): string => (other ? isolate(firstNameOf(other)) : 'your partner');
