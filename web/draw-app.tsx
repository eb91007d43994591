import { render } from 'preact';
import { App } from './app.tsx';
import type { AppParts } from './app-provider.tsx';

/** Draws the app into the page. Its script is loaded beside the sign-in, which does not need it. */
export const drawApp = (parts: AppParts, container: HTMLElement): void => render(<App {...parts} />, container);
