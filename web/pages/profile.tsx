import { ActionButton } from '../parts/button.tsx';
import { AppPage } from '../parts/app-page.tsx';
import { FeedAddress } from '../parts/feed-address.tsx';
import { DownloadOwn } from '../parts/download-own.tsx';
import { ZonePicker } from '../parts/zone-picker.tsx';
import { useApp } from '../app-context.ts';
import { zoneLabel } from '../../shared/time/moment.ts';
import { placeOf } from '../../shared/time/zone-names.ts';

/** Who one is here, and in which zone one reads times. */
export function Profile() {
  const { clock, session, zone } = useApp();
  const { person } = session;
  return (
    <AppPage title="Profile">
      <section class="stack">
        <h2>Name</h2>
        <p class="lead">{person?.name || 'Your account gives no name.'}</p>
        <p class="muted">
          Others see only your first name, and never your e-mail address{person?.email ? `, ${person.email}` : ''}. Both come from the
          account that you sign in with: change them there, then sign in again.
        </p>
      </section>
      <section class="stack">
        <h2>Time zone</h2>
        <p>
          You read times in {placeOf(zone)} time, {zoneLabel(clock.now(), zone)}. Sessions that you host or book from now on are mailed to
          you in it, too.
        </p>
        <ZonePicker />
      </section>
      <FeedAddress />
      <DownloadOwn />
      <section class="stack">
        <h2>Your account</h2>
        <p>You can delete it, with what is kept about you. The next page says what happens to your sessions.</p>
        <p class="actions">
          <a class="button quiet" href="/profile/delete">
            Delete my account
          </a>
        </p>
      </section>
      <p class="actions">
        <ActionButton look="quiet" onClick={() => void session.signOut()}>
          Sign out
        </ActionButton>
      </p>
    </AppPage>
  );
}
