import { SettingError } from '../infra/config.ts';

export interface Drift {
  /** Set in the deployed stack, and no longer said. */
  readonly dropped: readonly string[];
  /** Said differently, or said for the first time. */
  readonly changed: readonly string[];
}

/** Compares the settings that a stack was deployed with and those that the next deployment would have. */
export function compareSettings(
  deployed: Readonly<Record<string, string>>,
  next: Readonly<Record<string, string>>,
  leftOut: readonly string[] = [],
): Drift {
  const dropped = Object.keys(deployed).filter((name) => !(name in next) && !leftOut.includes(name));
  const changed = Object.keys(next).filter((name) => next[name] !== deployed[name]);
  return { dropped, changed: [...changed, ...leftOut.filter((name) => name in deployed && !(name in next))] };
}

/** Throws `SettingError` when a deployment would silently drop a setting of the deployed stack. */
export function requireNothingDropped({ dropped }: Drift, deployed: Readonly<Record<string, string>>, stage: string): void {
  const [first] = dropped;
  if (first === undefined) return;
  const values = dropped.map((name) => `${name}=${deployed[name] ?? ''}`).join(', ');
  throw new SettingError(
    `The deployed stack has ${values}, and this deployment would drop it. ` +
      `Put it into stages/${stage}.json, or say there that it is left out on purpose: "${first}": "". See docs/configuration.md`,
  );
}

/** Throws `SettingError` for settings that suffice to read a template, and not to deploy it. */
export function requireDeployable(given: Readonly<Record<string, string>>, stage: string): void {
  const page = 'See docs/configuration.md';
  if (given['NOTIFICATIONS_FROM_EMAIL'] === undefined) {
    throw new SettingError(
      `NOTIFICATIONS_FROM_EMAIL is not set for the stage ${stage}: nothing says who sends the invitations. If that is the stage that you mean, ` +
        `put it into stages/${stage}.json: {"NOTIFICATIONS_FROM_EMAIL": "practice@meet.example.org"}. ${page}`,
    );
  }
  if (given['PUBLIC_URL']?.startsWith('http:'))
    throw new SettingError(
      `PUBLIC_URL is ${given['PUBLIC_URL']}, which only this machine reaches. Example: PUBLIC_URL=https://app.meet.example.org. ${page}`,
    );
}
