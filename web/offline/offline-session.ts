import { interruption } from '../api-error.ts';
import { rememberSignedIn } from '../sign-in/memory.ts';
import type { Session } from '../sign-in/session.ts';
import { recallRooms } from './kept-rooms.ts';

/** The session of a page that was opened while the service cannot be reached: nobody knows whether the sign-in still holds. */
export function openOfflineSession(): Session {
  const kept = recallRooms();
  const refuse = (): Promise<never> => Promise.reject(interruption('unreachable'));
  return {
    state: 'offline',
    person: kept && { sub: kept.sub, name: '', email: '', timeZone: null },
    token: refuse,
    renew: refuse,
    signIn: async () => location.reload(),
    signOut: async () => {
      rememberSignedIn(false);
      location.assign('/');
    },
    onChange: () => () => {},
  };
}
