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
