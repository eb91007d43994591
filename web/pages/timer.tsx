import { useLocation } from 'preact-iso';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { readTimerQuery, type TimedSession } from '../../shared/link/timer-path.ts';
import { longTimeSlot } from '../../shared/time/moment.ts';
import { findPracticeMoment, planPractice } from '../../shared/time/practice-plan.ts';
import { ActionButton } from '../parts/button.tsx';
import { AppPage } from '../parts/app-page.tsx';
import { Unbroken } from '../parts/unbroken.tsx';
import { useApp } from '../app-context.ts';
import { allowTones, playTone } from '../quiet-tone.ts';
import { figures, sayMoment } from '../timer-words.ts';
import { useServerMillis } from '../use-server-millis.ts';
import { useWakeLock } from '../use-wake-lock.ts';

/** The clock of a session for both of its people: by the server's time, from the session's start. It needs no sign-in. */
export function Timer() {
  const { query } = useLocation();
  const session = readTimerQuery(query);
  return session ? <Running session={session} /> : <NoSession />;
}

const NoSession = () => (
  <AppPage title="This is no timer of a session">
    <p>The address is not whole. Open the timer from the page of your session, or from the newest mail about it.</p>
    <p class="actions">
      <a class="button" href="/mine">
        Go to my sessions
      </a>
    </p>
  </AppPage>
);

function Running({ session }: { readonly session: TimedSession }) {
  const { zone } = useApp();
  const moment = findPracticeMoment(planPractice(session), useServerMillis());
  const box = useRef<HTMLDivElement>(null);
  const [hasTones, setTones] = useState(false);
  const [isFull, setFull] = useState(false);
  const said = sayMoment(moment, session.role);
  const key = moment.phase === 'over' ? 'over' : `${moment.phase} ${moment.step.startUtc}`;
  useWakeLock(moment.phase !== 'over');
  useSignal(key, hasTones);
  useEffect(() => {
    const look = (): void => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  const toggleTones = (): void => {
    allowTones();
    setTones(!hasTones);
  };
  const toggleFull = (): void => {
    const change = document.fullscreenElement ? document.exitFullscreen() : box.current?.requestFullscreen();
    // A browser may say no, for example inside a frame. Then the page stays as it is.
    void change?.catch(() => null);
  };
  // Only while the timer has the focus, so that no other key of a reader is taken away.
  const press = ({ key: pressed, ctrlKey, altKey, metaKey }: KeyboardEvent): void => {
    if (ctrlKey || altKey || metaKey) return;
    if (pressed === 'f') toggleFull();
    if (pressed === 't') toggleTones();
  };
  return (
    <AppPage title="Timer">
      <p class="muted">
        <Unbroken text={longTimeSlot(session, zone)} />
      </p>
      <div class={`timer ${said.look}`} role="group" aria-label="Timer" tabIndex={0} ref={box} onKeyDown={press}>
        <p class="now">{said.now}</p>
        {moment.phase !== 'over' && (
          <p class="figures" role="timer">
            {figures(moment.secondsLeft)}
          </p>
        )}
        <p class="who">{said.who}</p>
        <p class="next">{said.next}</p>
        <p class="actions">
          <ActionButton look="quiet" onClick={toggleFull}>
            {isFull ? 'Leave full screen (f)' : 'Full screen (f)'}
          </ActionButton>
          <ActionButton look="quiet" onClick={toggleTones}>
            {hasTones ? 'No tones (t)' : 'A quiet tone at each change (t)'}
          </ActionButton>
        </p>
      </div>
      <p class="hidden" role="status">
        {`${said.now}. ${said.who}`}
      </p>
      <p class="muted">Both of you see the same, by our clock. The timer goes on without network, as long as this page is open.</p>
    </AppPage>
  );
}

/** A tone whenever the step changes, and never for the first that is seen. */
function useSignal(key: string, hasTones: boolean): void {
  const before = useRef(key);
  useLayoutEffect(() => {
    if (before.current !== key && hasTones) playTone();
    before.current = key;
  }, [key]);
}
