import type { ReachedLimit } from '../../shared/room/usage.ts';
import { shortMoment } from '../../shared/time/moment.ts';

/** Why nothing more can be suggested today, and when it can. */
export const limitWords = ({ endsAt }: ReachedLimit, zone: string): string =>
  `You have suggested as many times as one person may in a day. You can suggest another one from ${shortMoment(endsAt, zone)}.`;
