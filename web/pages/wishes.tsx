import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import type { WishList } from '../../shared/api/contract.ts';
import { longDay } from '../../shared/time/moment.ts';
import { describeWish } from '../../shared/wish/wish-words.ts';
import { ActionButton } from '../parts/button.tsx';
import { AppPage } from '../parts/app-page.tsx';
import { LoadView } from '../parts/loading.tsx';
import { Summary, TroubleNote, type FieldTrouble } from '../parts/trouble.tsx';
import { WishFields } from '../parts/wish-fields.tsx';
import { choicesOf, countSides, readFilter } from '../open-filter.ts';
import { instantOf } from '../room-words.ts';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { useLoad } from '../use-load.ts';
import { NO_WISH, readWishDraft, toWishDraft, type WishDraft } from '../wish-draft.ts';

/** “Tell me when”: one's standing wishes, and a form for another. */
export function Wishes() {
  const { api } = useApp();
  const load = useLoad('wishes', () => api.wishes());
  return (
    <AppPage title="Tell me when">
      <p>
        Say what you would like to practise and when. When a session opens that fits, you get a mail with a button to book it; at most three
        such mails a day. The first one who books has the session.
      </p>
      <WishForm made={() => void load.reload()} />
      <section class="stack">
        <h2>Your wishes</h2>
        <LoadView load={load} waiting="Looking for your wishes…">
          {({ wishes }) =>
            wishes.length === 0 ? (
              <p class="muted">You have none yet.</p>
            ) : (
              <ul class="stack">
                {wishes.map((wish) => (
                  <OwnWish key={wish.id} wish={wish} ended={() => void load.reload()} />
                ))}
              </ul>
            )
          }
        </LoadView>
      </section>
    </AppPage>
  );
}

function WishForm({ made }: { readonly made: () => void }) {
  const { api, clock, config, zone, tell } = useApp();
  const { query, route } = useLocation();
  const [draft, setDraft] = useState<WishDraft>(NO_WISH);
  const [errors, setErrors] = useState<readonly FieldTrouble[]>([]);
  const saving = useAction('generic');
  useEffect(() => {
    const filter = readFilter(query, choicesOf(config));
    if (countSides(filter) === 0) return;
    setDraft(toWishDraft(filter));
    route('/wishes', true);
  }, []);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const reading = readWishDraft(draft, zone, clock.now());
    setErrors(reading.errors);
    const { request } = reading;
    if (request === null) return;
    await saving.run(async () => {
      await api.makeWish(request);
      setDraft(NO_WISH);
      tell('Your wish stands. You get a mail when a session opens that fits.');
      made();
    });
  };
  return (
    <form class="stack-loose" noValidate onSubmit={(event) => void save(event)}>
      <Summary errors={errors} trouble={errors.length > 0 ? null : saving.trouble} />
      <WishFields draft={draft} errors={errors} set={(change) => setDraft({ ...draft, ...change })} />
      <p class="actions">
        <ActionButton type="submit" busy={saving.busy}>
          Tell me when
        </ActionButton>
      </p>
    </form>
  );
}

function OwnWish({ wish, ended }: { readonly wish: WishList['wishes'][number]; readonly ended: () => void }) {
  const { api, tell } = useApp();
  const ending = useAction('generic');
  const until = instantOf(wish.until);
  const words = describeWish({ ...wish, until });
  const end = () =>
    ending.run(async () => {
      await api.endWish(wish.id);
      tell('The wish has ended.');
      ended();
    });
  return (
    <li class="card stack">
      <p>{words}</p>
      <p class="muted">Until {longDay(until, wish.timeZone)}</p>
      {ending.trouble && <TroubleNote trouble={ending.trouble} />}
      <p class="actions">
        <ActionButton look="quiet" busy={ending.busy} label={`End this wish: ${words}`} onClick={() => void end()}>
          End this wish
        </ActionButton>
      </p>
    </li>
  );
}
