import { existsSync, readFileSync } from 'node:fs';
import { writeWhole } from '../data-files.ts';
import { isRecord, parseJson, valueAt } from '../json.ts';
import type { LocalPerson } from './local-person.ts';

type Payload = Record<string, unknown>;

interface Entry {
  readonly payload: Payload;
  /** Milliseconds since 1970; absent: for ever. */
  readonly until?: number;
}

/** What the issuer remembers: sessions, codes, grants, and who has signed in. One file, so that a restart signs nobody out. */
export interface Sessions {
  readonly find: (key: string) => Payload | undefined;
  readonly search: (prefix: string, matches: (payload: Payload) => boolean) => readonly (readonly [key: string, payload: Payload])[];
  readonly set: (key: string, payload: Payload, lifetimeSeconds: number | undefined) => Promise<void>;
  readonly delete: (keys: readonly string[]) => Promise<void>;
}

/** Reads the file; one that cannot be read only signs people out. */
export function openSessions(path: string): Sessions {
  const stored = existsSync(path) ? parseJson(readFileSync(path, 'utf8')) : undefined;
  const entries = new Map(isRecord(stored) ? Object.entries(stored).flatMap(readEntry) : []);
  const isLive = ({ until }: Entry): boolean => until === undefined || until > Date.now();
  let saving = Promise.resolve();
  const save = (): Promise<void> => {
    saving = saving.then(() => writeWhole(path, JSON.stringify(Object.fromEntries([...entries].filter(([, entry]) => isLive(entry))))));
    return saving;
  };
  return {
    find: (key) => {
      const entry = entries.get(key);
      return entry !== undefined && isLive(entry) ? entry.payload : undefined;
    },
    search: (prefix, matches) =>
      [...entries].flatMap(([key, entry]) =>
        key.startsWith(prefix) && isLive(entry) && matches(entry.payload) ? [[key, entry.payload] as const] : [],
      ),
    set: (key, payload, lifetimeSeconds) => {
      entries.set(key, { payload, ...(lifetimeSeconds !== undefined && { until: Date.now() + lifetimeSeconds * 1000 }) });
      return save();
    },
    delete: (keys) => {
      for (const key of keys) entries.delete(key);
      return save();
    },
  };
}

function readEntry([key, value]: readonly [string, unknown]): readonly (readonly [string, Entry])[] {
  const payload = valueAt(value, 'payload');
  const until = valueAt(value, 'until');
  return isRecord(payload) ? [[key, { payload, ...(typeof until === 'number' && { until }) }]] : [];
}

/** The storage of one of the provider's models, in the shape that the provider asks for. */
export function createAdapter(sessions: Sessions, model: string) {
  const keyOf = (id: string): string => `${model}:${id}`;
  return {
    upsert: (id: string, payload: Payload, expiresIn?: number) => sessions.set(keyOf(id), payload, expiresIn),
    find: async (id: string) => sessions.find(keyOf(id)),
    findByUid: async (uid: string) => sessions.search(`${model}:`, (payload) => payload['uid'] === uid)[0]?.[1],
    findByUserCode: async () => undefined,
    destroy: (id: string) => sessions.delete([keyOf(id)]),
    consume: async (id: string) => {
      const payload = sessions.find(keyOf(id));
      if (payload !== undefined) payload['consumed'] = Math.floor(Date.now() / 1000);
    },
    revokeByGrantId: (grantId: string) =>
      sessions.delete(sessions.search('', (payload) => payload['grantId'] === grantId).map(([key]) => key)),
  };
}

/** Remembers who has signed in, by subject. */
export function rememberPerson(sessions: Sessions, subject: string, person: LocalPerson): Promise<void> {
  return sessions.set(`Person:${subject}`, { ...person }, undefined);
}
