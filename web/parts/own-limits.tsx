import type { OwnProfile } from '../../shared/api/contract.ts';
import { shortMoment } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { instantOf } from '../room-words.ts';

type Limit = OwnProfile['limits'][number];

const WORDS: Readonly<Record<Limit['limit'], string>> = {
  hostedUpcoming: 'Sessions to come that you host',
  openedPerDay: 'Sessions that you open in a day',
  reservedPerDay: 'Sessions that you reserve for somebody in a day',
  bookingsHeld: 'Sessions to come that you have booked',
  bookedPerDay: 'Bookings in a day',
  sameHostPerDay: 'Bookings of one host in a day, after you have left',
  proposedPerDay: 'Times that you suggest in a day',
  notedPerDay: 'Notes that you write in a day',
  mailedPerDay: 'Fresh links in a day',
  missedSessions: 'Sessions that you may miss within 90 days, as the other one says',
  wishMailsPerDay: 'Mails in a day because of your wishes',
};

/** What the reader may still do. Most people never come near it, so it is folded up. */
export function OwnLimits({ limits }: { readonly limits: readonly Limit[] }) {
  return (
    <section class="stack">
      <h2>What you may still do</h2>
      <p class="muted">There are limits, so that nobody gets too much mail and sessions are there for everybody.</p>
      <details>
        <summary>All limits</summary>
        <ul>
          {limits.map((limit) => (
            <li key={limit.limit}>
              {WORDS[limit.limit]}: <Left {...limit} />
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Left({ limit, left, allowed, moreAt }: Limit) {
  const { zone } = useApp();
  const what = limit === 'missedSessions' ? 'hosting and booking pause until' : 'one more from';
  const again = left === 0 && moreAt !== null ? `, ${what} ${shortMoment(instantOf(moreAt), zone)}` : '';
  return <b>{`${left} of ${allowed} left${again}`}</b>;
}
