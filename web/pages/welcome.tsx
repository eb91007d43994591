import { DURATIONS, DURATIONS_IN_WORDS } from '../../shared/words/durations.ts';
import { ActionButton } from '../parts/button.tsx';
import { AppPage } from '../parts/app-page.tsx';
import { OpenPreview } from '../parts/open-preview.tsx';
import { Ring } from '../parts/length-ring.tsx';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { TroubleNote } from '../parts/trouble.tsx';

/** For somebody who is not signed in. They come back to the page that they asked for. */
export function Welcome() {
  const { session } = useApp();
  const leaving = useAction('generic');
  const signIn = () => leaving.run(() => session.signIn(location.pathname + location.search));
  return (
    <AppPage title="Find a partner for your mock viva">
      {session.state === 'failed' && <p class="remark">Signing in did not work. Nothing is lost: try once more.</p>}
      <p>Open a session or book one. Both of you get an ordinary calendar invitation, and neither sees the other’s e-mail address.</p>
      {leaving.trouble && <TroubleNote trouble={leaving.trouble} again={() => void signIn()} />}
      <p class="actions">
        <ActionButton busy={leaving.busy} onClick={() => void signIn()}>
          Sign in to see the sessions
        </ActionButton>
      </p>
      <OpenPreview />
      <div class="lengths" aria-hidden="true">
        {DURATIONS.map((minutes) => (
          <Ring key={minutes} minutes={minutes} />
        ))}
      </div>
      <ul class="steps">
        {STEPS.map(({ title, text }) => (
          <li key={title}>
            <h2>{title}</h2>
            <p class="muted">{text}</p>
          </li>
        ))}
      </ul>
    </AppPage>
  );
}

const STEPS = [
  {
    title: `Pick ${DURATIONS_IN_WORDS} minutes`,
    text: 'Times are shown on your own clock, and on your partner’s once you are two.',
  },
  {
    title: 'Answer from your calendar',
    text: 'Accept, decline or propose a new time in Gmail, Outlook or Apple Calendar: we read it.',
  },
  {
    title: 'Move it without a mail thread',
    text: 'Either of you suggests another time; the other one approves it with one press.',
  },
] as const;
