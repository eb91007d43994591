import type { Story } from '../stories.ts';
import { clockMillis } from '../world/virtual-machine.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What people do besides the stories of `npm run prove`, so that each statement of a role is used. */
export const ROLE_JOURNEYS: readonly Story[] = [
  {
    name: 'a calendar reads a feed',
    ends: { status: 'booked' },
    live: async (cast) => {
      await cast.asha.book(await cast.ben.host(inDays(3)));
      const { json } = await cast.ben.insist('POST', '/api/me/feed');
      const answered = await cast.ben.open(new URL(json.url).pathname);
      if (answered?.status !== 200) throw new Error(`A feed was answered ${answered?.status}`);
    },
  },
];

const inDays = (days: number): number => Math.floor(clockMillis() / DAY + days) * DAY + 15 * HOUR;
