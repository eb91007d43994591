import type { ReachedLimit } from '../../shared/room/usage.ts';
import { shortMoment } from '../../shared/time/moment.ts';

/** Why nothing more can be suggested or written today, and when it can. */
export function limitWords({ limit, endsAt }: ReachedLimit, zone: string): string {
  const when = shortMoment(endsAt, zone);
  return limit === 'notedPerDay'
    ? `You have written as many notes as one person may in a day. You can write again from ${when}.`
    : `You have suggested as many times as one person may in a day. You can suggest another one from ${when}.`;
}
