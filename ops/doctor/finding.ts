/** What one check of `doctor` found. */
export interface Finding {
  readonly check: string;
  /** `mind`: works, and may not for long or for many. `unknown`: AWS or DNS did not tell. */
  readonly state: 'ok' | 'wrong' | 'mind' | 'unknown';
  readonly found: string;
  /** How to mend it; empty for what is ok. */
  readonly mend: string;
}

export const reportOk = (check: string, found: string): Finding => ({ check, state: 'ok', found, mend: '' });
export const reportWrong = (check: string, found: string, mend: string): Finding => ({ check, state: 'wrong', found, mend });
export const reportConcern = (check: string, found: string, mend: string): Finding => ({ check, state: 'mind', found, mend });

/** Looks at one thing, and gives what it found there; several findings where there are several things of its kind. */
export type Check<Place> = (place: Place) => Promise<Finding | readonly Finding[]>;

/** Runs all checks at once. One that cannot be made is a finding too: nothing is invented, and nothing is left out. */
export async function runChecks<Place>(checks: Readonly<Record<string, Check<Place>>>, place: Place): Promise<readonly Finding[]> {
  const all = Object.entries(checks).map(async ([name, check]) => {
    try {
      return [await check(place)].flat();
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      return [{ check: name, state: 'unknown', found, mend: 'Look again later, or with credentials that may ask' } as const];
    }
  });
  return (await Promise.all(all)).flat();
}
