import { ORIGIN_KEY_UNKNOWN_MILLIS } from '../functions/platform/http/check-origin.ts';

/** The versions of the secret of the origin key, by their stage. */
export interface OriginKeyVersions {
  readonly current: string;
  /** Of a rotation that has begun; null: none has. */
  readonly pending: string | null;
}

/** What a rotation works on. No key passes through it. */
export interface OriginKeyRotation {
  readonly readVersions: () => Promise<OriginKeyVersions>;
  /** Makes a key that functions accept beside the current one. Gives its version. */
  readonly addPending: () => Promise<string>;
  /** Lets CloudFront send the key of this version; resolves at once where it does already. */
  readonly sendFrom: (version: string) => Promise<void>;
  /** Resolves when every edge sends it. */
  readonly waitForEdges: () => Promise<void>;
  /** Makes this version the current one, and ends the one before. */
  readonly promote: (version: string, before: string) => Promise<void>;
  readonly wait: (millis: number) => Promise<void>;
  readonly report: (step: string) => void;
}

/** A request may have had the keys looked up just before the new one was there: so long its function knows only the older one. */
const KNOWN_AFTER_MILLIS = ORIGIN_KEY_UNKNOWN_MILLIS + 15_000;

/**
 * Replaces the key that CloudFront sends, so that no request fails: functions accept the new key before any edge sends it, and the old
 * one until no edge does. A rotation that was interrupted is continued by running it again.
 */
export async function rotateOriginKey(parts: OriginKeyRotation): Promise<{ readonly before: string; readonly after: string }> {
  const { readVersions, addPending, sendFrom, waitForEdges, promote, wait, report } = parts;
  const { current, pending } = await readVersions();
  report(pending === null ? '1 of 4: makes a new key' : '1 of 4: continues with the new key of a rotation that was interrupted');
  const next = pending ?? (await addPending());
  report(`2 of 4: waits ${KNOWN_AFTER_MILLIS / 1000} seconds, until functions accept both keys`);
  await wait(KNOWN_AFTER_MILLIS);
  report('3 of 4: lets CloudFront send the new key, and waits until every edge does; this takes some minutes');
  await sendFrom(next);
  await waitForEdges();
  report('4 of 4: ends the old key');
  await promote(next, current);
  return { before: current, after: next };
}
