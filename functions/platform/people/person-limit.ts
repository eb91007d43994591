import type { ReachedLimit } from '../../../shared/room/usage.ts';
import { HttpError } from '../http/http-error.ts';

/** 429: which limit of the person, and when it ends. Missed sessions have a problem of their own. */
export const personLimit = ({ limit, allowed, endsAt }: ReachedLimit): HttpError =>
  limit === 'missedSessions'
    ? new HttpError('paused', [{ field: limit, message: `Possible again from ${endsAt}` }], { endsAt })
    : new HttpError('person-limit', [{ field: limit, message: `At most ${allowed}; possible again from ${endsAt}` }], { endsAt });
