import type { LinkPage } from './link-page.tsx';
import { FreshLink, Standing, type View } from './standing.tsx';

/** Ours, and what we stored about it cannot be read at the moment. `view`: null where it cannot even be read whose link it is. */
export const makeUnreadablePage = (view: View | null): LinkPage => ({
  status: 503,
  heading: 'We cannot read this link at the moment',
  ...(view === null && { isPlain: true }),
  body: (
    <>
      <p>Nothing has changed, and your link stays as it is. We know about it: try again later.</p>
      {view === null && <p>Or open the link in the newest mail about your session.</p>}
      {view !== null && <Standing {...view} />}
      {view !== null && <FreshLink {...view} />}
    </>
  ),
});
