import { HORIZON_WEEKS } from '../words/horizon-weeks.ts';
import { plusMinutes, type Instant } from './instant.ts';

const WEEK_MINUTES = 7 * 24 * 60;

/** The last instant at which a session may begin: for those who open one, move one or suggest another time, by any door. */
export const horizonAt = (now: Instant): Instant => plusMinutes(now, HORIZON_WEEKS * WEEK_MINUTES);
