import { turnSpacing, type ReadFaultySince, type SesChannel } from '../../functions/platform/mail/ses-channel-store.ts';
import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';

const HORIZON_MILLIS = 2 * 3_600_000;

export interface MemoryChannel extends SesChannel {
  readonly readFaultySince: ReadFaultySince;
}

/** The channel to SES in memory, with the contract of the real one. `rate`: mails per second. */
export function memoryChannel(rate = Number.POSITIVE_INFINITY): MemoryChannel {
  let lineEnd = 0;
  let faultySince: Instant | null = null;
  return {
    takeTurn: async (now) => {
      const turn = Math.max(lineEnd, millisOf(now));
      if (turn >= millisOf(now) + HORIZON_MILLIS) return null;
      lineEnd = turn + turnSpacing(rate);
      return instantAt(Math.ceil(turn));
    },
    recordFault: async (now) => void (faultySince ??= now),
    recordSuccess: async () => void (faultySince = null),
    readFaultySince: async () => faultySince,
  };
}
