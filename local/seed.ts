import type { DurationMinutes } from '../shared/words/durations.ts';
import { parseJson, textAt, valueAt } from './json.ts';
import { PEOPLE } from './sign-in/people.ts';

type Who = keyof typeof PEOPLE;

interface SeededRoom {
  readonly host: Who;
  /** Days from today, and the hour in UTC. */
  readonly day: number;
  readonly hour: number;
  readonly minutes: DurationMinutes;
  readonly guest?: Who;
}

const ROOMS: readonly SeededRoom[] = [
  { host: 'asha', day: 1, hour: 13, minutes: 30, guest: 'ben' },
  { host: 'asha', day: 2, hour: 18, minutes: 60 },
  { host: 'asha', day: 5, hour: 4, minutes: 90 },
  { host: 'ben', day: 2, hour: 19, minutes: 60, guest: 'mona' },
  { host: 'ben', day: 3, hour: 7, minutes: 30 },
  { host: 'mona', day: 4, hour: 16, minutes: 60 },
  { host: 'sunita', day: 1, hour: 11, minutes: 30 },
  { host: 'sunita', day: 8, hour: 12, minutes: 90 },
];

/**
 * Lets four people host and book a few sessions, through the API that everybody uses. Does nothing when they already
 * have some. Resolves with what to tell the person who asked for it.
 */
export async function seed(site: string): Promise<string> {
  const tokens = new Map<Who, string>();
  for (const who of ['asha', 'ben', 'mona', 'sunita'] as const) tokens.set(who, await tokenOf(site, who));
  const as = (who: Who, method: string, path: string, body?: object) => call(site, tokens.get(who) ?? '', method, path, body);
  const existing = valueAt(await as('asha', 'GET', '/api/rooms/mine'), 'rooms');
  if (Array.isArray(existing) && existing.length > 0) return 'Seeded      before, so nothing was added';
  for (const room of ROOMS) {
    const created = await as(room.host, 'POST', '/api/rooms', {
      startUtc: startOf(room),
      durationMinutes: room.minutes,
      timeZone: PEOPLE[room.host].timeZone,
    });
    const path = `/api/rooms/${textAt(created, 'id') ?? ''}/booking`;
    if (room.guest !== undefined) await as(room.guest, 'POST', path, { timeZone: PEOPLE[room.guest].timeZone });
  }
  const names = Object.values(PEOPLE).map(({ name }) => name);
  return `Seeded      ${ROOMS.length} sessions of ${names.join(', ')}`;
}

function startOf({ day, hour }: SeededRoom): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + day, hour)).toISOString();
}

async function tokenOf(site: string, who: Who): Promise<string> {
  return textAt(await call(site, '', 'POST', '/oidc/dev-token', PEOPLE[who]), 'token') ?? '';
}

async function call(site: string, token: string, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(site + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (response.ok) return parseJson(text);
  throw new Error(`${method} ${path} answered ${response.status} ${text}`);
}
