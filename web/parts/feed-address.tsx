import { useState } from 'preact/hooks';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { ActionButton } from './button.tsx';
import { TroubleNote } from './trouble.tsx';

/** Gives out the address of the reader's calendar feed. It is shown once, because only its digest is stored. */
export function FeedAddress({ hasFeed }: { readonly hasFeed: boolean }) {
  const { api } = useApp();
  const [url, setUrl] = useState<string | null>(null);
  const opening = useAction('profile');
  const open = () => opening.run(async () => setUrl((await api.openFeed()).url));
  return (
    <section class="stack" id="feed">
      <h2>Calendar feed</h2>
      <p>
        A calendar that cannot answer invitations can still follow your sessions: subscribe to an address that shows them as they are,
        without the ones that are cancelled.
      </p>
      {hasFeed && url === null && <p class="remark">You have a feed. Its address was shown once, when you got it.</p>}
      <div class="stack" role="status">
        {url !== null && <Address url={url} />}
      </div>
      <p class="muted">
        Everyone who has the address can read your sessions and where you meet, so keep it to yourself. A new address ends the one before:
        calendars that follow the old one get nothing any more.
      </p>
      {opening.trouble && <TroubleNote trouble={opening.trouble} again={() => void open()} />}
      <p class="actions">
        <ActionButton look="quiet" busy={opening.busy} onClick={() => void open()}>
          {url !== null || hasFeed ? 'Replace it by a new address' : 'Get a feed address'}
        </ActionButton>
      </p>
    </section>
  );
}

function Address({ url }: { readonly url: string }) {
  return (
    <>
      <div class="field">
        <label for="feed-url">The address of your feed</label>
        <p class="hint" id="feed-url-hint">
          Copy it now: it is not shown again. In Google Calendar and Outlook choose “From URL” or “Subscribe from web”.
        </p>
        <input
          id="feed-url"
          type="url"
          readOnly
          value={url}
          aria-describedby="feed-url-hint"
          onFocus={(event) => event.currentTarget.select()}
        />
      </div>
      <p>
        <a href={url.replace(/^https?:/, 'webcal:')}>Subscribe with the calendar of this device</a>
      </p>
    </>
  );
}
