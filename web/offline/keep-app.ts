const WORKER = '/offline-worker.js';

// TypeScript has no types of Trusted Types.
declare const trustedTypes: {
  readonly createPolicy: (name: 'default', rules: { readonly createScriptURL: (url: string) => string | null }) => void;
};

/** Has the browser keep the files of the app, so that it opens without a network. Where it can't, the app needs the network. */
export async function keepApp(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    allowWorker();
    await navigator.serviceWorker.register(WORKER, { updateViaCache: 'none' });
  } catch {
    // Private windows and settings of browsers may refuse it.
  }
}

/** The policy of the pages refuses each script that is named by a string: the browser asks this function, which lets this one pass. */
function allowWorker(): void {
  if (!('trustedTypes' in globalThis)) return;
  trustedTypes.createPolicy('default', { createScriptURL: (url) => (url === WORKER ? url : null) });
}
