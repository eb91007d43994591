import { REFUSAL_WORDS } from '../../../shared/words/refusal-words.ts';
import type { Refusal } from '../../../shared/words/refusals.ts';
import type { LinkPage } from './link-page.tsx';
import { Clocks, otherNameOf } from './parts.tsx';
import { Standing, type View } from './standing.tsx';

/** The question whether the session is to take place after all, with one button. */
export const makeRestorePage = ({ known, now }: View): LinkPage => ({
  status: 200,
  heading: 'Put the session back?',
  body: (
    <>
      <p id="d">
        {known.holder.other === null
          ? 'You declined it in your calendar. It is open for guests again then, and you get a new invitation.'
          : `You declined it in your calendar. It takes place after all then: you and ${otherNameOf(known.holder)} get a new invitation each.`}
      </p>
      <Clocks span={known.room} holder={known.holder} now={now} />
      <form method="post" action="/restore">
        <input type="hidden" name="t" value={known.token} />
        <button type="submit" aria-describedby="d">
          Yes, put it back
        </button>
      </form>
      <p>If this is not what you want, close this page: nothing has changed.</p>
    </>
  ),
});

/** The session was put back. It may have changed again since. */
export const makeRestoredPage = ({ known, now }: View): LinkPage => ({
  status: 200,
  heading: 'The decline was taken back',
  body: (
    <>
      <p role="status">You put the session back, and a new invitation is on its way to your calendar.</p>
      <Standing known={known} now={now} />
    </>
  ),
});

/** It cannot be put back any more. `why`: a refusal, or a sentence. */
export const makeNotRestoredPage = ({ known: { room }, now }: View, why: Refusal | (string & {})): LinkPage => ({
  status: 409,
  heading: 'The session can’t be put back',
  body: (
    <>
      <p>{isRefusal(why) ? `${REFUSAL_WORDS[why].matter} ${REFUSAL_WORDS[why].wayOut}` : why}</p>
      {room.status === 'open' && room.startUtc > now && (
        <p>
          <a class="a" href={`/sessions/${room.id}`}>
            See whether it is still open
          </a>
        </p>
      )}
      <p>
        <a class="a" href="/">
          Find another session
        </a>
      </p>
    </>
  ),
});

const isRefusal = (why: string): why is Refusal => why in REFUSAL_WORDS;
