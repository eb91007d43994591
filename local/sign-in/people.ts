import type { LocalPerson } from './local-person.ts';

const somebody = (name: string, timeZone: string): LocalPerson => ({
  email: `${name.split(' ')[0]?.toLowerCase() ?? ''}@example.org`,
  name,
  timeZone,
  emailVerified: true,
});

/** People to sign in as, and whom `--seed` lets host and book sessions: in four zones, two of them off the full hour. */
export const PEOPLE = {
  asha: somebody('Asha Rao', 'Asia/Kolkata'),
  ben: somebody('Ben Carter', 'Europe/London'),
  mona: somebody('Mona Farouk', 'Africa/Cairo'),
  sunita: somebody('Sunita Thapa', 'Asia/Kathmandu'),
} as const;
