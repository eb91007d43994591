import { useApp } from '../app-context.ts';
import { Back, AppPage } from '../parts/app-page.tsx';
import { ReserveForm } from '../parts/reserve-form.tsx';
import { LoadView } from '../parts/loading.tsx';
import { canPractiseAgain, otherName } from '../room-words.ts';
import { useLoad } from '../use-load.ts';

/** Opens a session that is reserved for the one with whom the reader has practised. */
export function PractiseAgain({ id }: { readonly id: string }) {
  const { api, clock } = useApp();
  const load = useLoad(`room ${id}`, () => api.room(id));
  const title = load.value ? `Practise again with ${otherName(load.value)}` : 'Practise again';
  return (
    <AppPage title={title} above={<Back href={`/sessions/${id}`}>The session</Back>}>
      <LoadView load={load} waiting="Fetching the session…">
        {(room) =>
          canPractiseAgain(room, clock.now()) ? (
            <ReserveForm again={room} />
          ) : (
            <p class="remark">
              You have not practised with anybody in this session. <a href="/host">Host a session for everyone</a>
            </p>
          )
        }
      </LoadView>
    </AppPage>
  );
}
