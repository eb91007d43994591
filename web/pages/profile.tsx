import { useState } from 'preact/hooks';
import type { OwnProfile } from '../../shared/api/contract.ts';
import { ActionButton } from '../parts/button.tsx';
import { AppPage } from '../parts/app-page.tsx';
import { FeedAddress } from '../parts/feed-address.tsx';
import { OwnLimits } from '../parts/own-limits.tsx';
import { DownloadOwn } from '../parts/download-own.tsx';
import { OwnProfileForm } from '../parts/own-profile.tsx';
import { TroubleNote } from '../parts/trouble.tsx';
import { useAction } from '../use-action.ts';
import { useLoad } from '../use-load.ts';
import { ZonePicker } from '../parts/zone-picker.tsx';
import { useApp } from '../app-context.ts';
import { zoneLabel } from '../../shared/time/moment.ts';
import { placeOf } from '../../shared/time/zone-names.ts';

/** Who one is here, when one is reminded, and in which zone one reads times. */
export function Profile() {
  const { api, session } = useApp();
  const { person } = session;
  const { value: loaded, trouble, reload } = useLoad('profile', () => api.profile());
  const [changed, setChanged] = useState<OwnProfile | null>(null);
  const profile = changed ?? loaded;
  return (
    <AppPage title="Profile">
      <section class="stack">
        <h2>Name, language and reminders</h2>
        <p class="muted">
          Others see only your first name, and never your e-mail address{person?.email ? `, ${person.email}` : ''}. The address comes from
          the account that you sign in with.
        </p>
        {trouble && !profile && <TroubleNote trouble={trouble} again={() => void reload()} />}
        {profile && <OwnProfileForm profile={profile} saved={setChanged} />}
      </section>
      <OwnZone profile={profile} saved={setChanged} />
      <section class="stack">
        <h2>Tell me when</h2>
        <p>
          You can be mailed when a session opens that fits you. <a href="/wishes">See your wishes</a>.
        </p>
      </section>
      <FeedAddress hasFeed={profile?.hasFeed ?? false} />
      {profile && profile.refusedHosts > 0 && <RefusedHosts count={profile.refusedHosts} saved={setChanged} />}
      {profile && <OwnLimits limits={profile.limits} />}
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

/** Whom one has told, by a link, that they may reserve no more sessions. */
function RefusedHosts({ count, saved }: { readonly count: number; readonly saved: (profile: OwnProfile) => void }) {
  const { api, tell } = useApp();
  const saving = useAction('profile');
  const allow = () =>
    saving.run(async () => {
      saved(await api.changeProfile({ refusedHosts: 'none' }));
      tell('Everybody with whom you have practised can reserve a session for you again.');
    });
  return (
    <section class="stack">
      <h2>Practising again</h2>
      <p>
        {count === 1 ? 'One person' : `${count} people`} with whom you have practised can reserve no session for you, because you wanted no
        more of these from them.
      </p>
      {saving.trouble && <TroubleNote trouble={saving.trouble} />}
      <p class="actions">
        <ActionButton look="quiet" busy={saving.busy} onClick={() => void allow()}>
          Let them again
        </ActionButton>
      </p>
    </section>
  );
}

interface OwnZoneProps {
  readonly profile: OwnProfile | null;
  readonly saved: (profile: OwnProfile) => void;
}

/** The zone in which one reads times here and in mail. */
function OwnZone({ profile, saved }: OwnZoneProps) {
  const { api, clock, zone, tell } = useApp();
  const saving = useAction('profile');
  const save = (chosen: string) =>
    saving.run(async () => {
      saved(await api.changeProfile({ timeZone: chosen }));
      tell(`Times are now in ${placeOf(chosen)} time, here and in your mail.`);
    });
  return (
    <section class="stack">
      <h2>Time zone</h2>
      <p>
        You read times in {placeOf(zone)} time, {zoneLabel(clock.now(), zone)}. {describeMailZone(profile, zone)}
      </p>
      <p class="muted">The one that you choose counts for sessions that are booked, too, and the other person sees your new clock.</p>
      {saving.trouble && <TroubleNote trouble={saving.trouble} />}
      <ZonePicker onChosen={(chosen) => void save(chosen)} />
    </section>
  );
}

function describeMailZone(profile: OwnProfile | null, zone: string): string {
  if (profile === null) return '';
  if (!profile.chosen.timeZone) return 'Mail about a session has times in the zone in which you hosted or booked it.';
  const isSame = profile.timeZone === null || profile.timeZone === zone;
  return isSame ? 'So does your mail.' : `Your mail has times in ${placeOf(profile.timeZone ?? zone)} time.`;
}
