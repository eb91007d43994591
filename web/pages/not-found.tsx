import { AppPage } from '../parts/app-page.tsx';

export const NotFound = () => (
  <AppPage title="There is nothing at this address">
    <p>
      Check the address, or go to the <a href="/">open sessions</a>.
    </p>
  </AppPage>
);
