import { Page } from '../parts/page.tsx';

export const NotFound = () => (
  <Page title="There is nothing at this address">
    <p>
      Check the address, or go to the <a href="/">open sessions</a>.
    </p>
  </Page>
);
