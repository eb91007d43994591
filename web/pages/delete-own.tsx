import { useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import { findGivenName } from '../../shared/words/names.ts';
import { useApp } from '../app-context.ts';
import { ActionButton } from '../parts/button.tsx';
import { AppPage, Back } from '../parts/app-page.tsx';
import { Field } from '../parts/field.tsx';
import { LoadView } from '../parts/loading.tsx';
import { type FieldTrouble, Summary } from '../parts/trouble.tsx';
import { readOwnRooms } from '../read-own-rooms.ts';
import { useAction } from '../use-action.ts';
import { useLoad } from '../use-load.ts';

/** The last page that somebody needs here: what goes, what stays, and the button. */
export function DeleteOwn() {
  const { api } = useApp();
  const own = useLoad('delete-own', () => readOwnRooms(api));
  const [isAsked, setAsked] = useState(false);
  // A page of its own, so that the focus and the title follow.
  if (isAsked) return <Asked key="asked" />;
  return (
    <AppPage key="ask" title="Delete your account?" above={<Back href="/profile">Profile</Back>}>
      <LoadView load={own} waiting="Looking for your sessions…">
        {(rooms) => <Ask rooms={rooms} onAsked={() => setAsked(true)} />}
      </LoadView>
    </AppPage>
  );
}

function Ask({ rooms, onAsked }: { readonly rooms: readonly RoomView[]; readonly onAsked: () => void }) {
  const { api, session } = useApp();
  const word = findGivenName('', session.person?.name ?? '') || 'delete';
  const [typed, setTyped] = useState('');
  const [errors, setErrors] = useState<readonly FieldTrouble[]>([]);
  const deleting = useAction('profile');
  const erase = async (event: Event): Promise<void> => {
    event.preventDefault();
    const isMeant = isSameWord(typed, word);
    setErrors(isMeant ? [] : [{ id: 'word', text: `Type ${word} to show that you mean it.` }]);
    if (!isMeant) return;
    await deleting.run(async () => {
      await api.eraseMe();
      onAsked();
    });
  };
  return (
    <>
      <Summary errors={errors} trouble={deleting.trouble} />
      <WhatHappens rooms={rooms} />
      <form class="stack-loose" noValidate onSubmit={(event) => void erase(event)}>
        <Field id="word" label={`Type ${word} to go on`} hint="It cannot be undone." errors={errors}>
          {(tied) => (
            <input
              {...tied}
              type="text"
              autoComplete="off"
              autoCapitalize="none"
              spellcheck={false}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
        <p class="actions">
          <ActionButton look="danger" type="submit" busy={deleting.busy}>
            Delete my account
          </ActionButton>
          <a href="/profile">Keep it</a>
        </p>
      </form>
    </>
  );
}

function WhatHappens({ rooms }: { readonly rooms: readonly RoomView[] }) {
  const { clock } = useApp();
  const coming = rooms.filter(({ status, endUtc }) => status !== 'cancelled' && endUtc > clock.now());
  const [hosted, booked] = [coming.filter(({ role }) => role === 'host'), coming.filter(({ role }) => role === 'guest')];
  const isFree = hosted.length + booked.length === 0;
  return (
    <ul class="stack">
      {hosted.length > 0 && (
        <li>
          {count(hosted.length, 'session that you host is', 'sessions that you host are')} cancelled. Guests receive a cancellation by mail.
        </li>
      )}
      {booked.length > 0 && (
        <li>
          You leave {count(booked.length, 'session that you booked', 'sessions that you booked')}. The hosts receive a mail that you can’t
          come.
        </li>
      )}
      {isFree && <li>You have no sessions to come, so nobody gets a mail.</li>}
      {!isFree && <li>They disappear from your calendar.</li>}
      <li>Then your name, your addresses, your words, your calendar feed and your sign-in are erased.</li>
      <li>Sessions that are over stay with the other person, without your name.</li>
      <li>We cannot send you a mail when it is done, because your address is erased by then.</li>
    </ul>
  );
}

function Asked() {
  const { session } = useApp();
  return (
    <AppPage title="Your account is being deleted">
      <p class="lead">It begins within a minute, and takes as long as mail about your sessions needs to leave.</p>
      <p>You can close this page. Nothing can be changed in your account any more.</p>
      <p class="actions">
        <ActionButton onClick={() => void session.signOut()}>Sign out</ActionButton>
      </p>
    </AppPage>
  );
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const isSameWord = (typed: string, word: string): boolean =>
  typed.trim().normalize('NFC').toLowerCase() === word.normalize('NFC').toLowerCase();
