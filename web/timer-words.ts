import type { PracticeMoment, PracticeStep } from '../shared/time/practice-plan.ts';
import type { Role } from '../shared/words/roles.ts';

/** What the timer says beside its figures. */
export interface TimerWords {
  readonly look: 'before' | PracticeStep['kind'] | 'over';
  readonly now: string;
  readonly who: string;
  readonly next: string;
}

/** The words of this moment. @param role of the reader; null where nobody knows */
export function sayMoment(moment: PracticeMoment, role: Role | null): TimerWords {
  if (moment.phase === 'over') return { look: 'over', now: 'The session is over', who: 'Thank each other, and rest.', next: '' };
  const { step, next } = moment;
  if (moment.phase === 'before')
    return { look: 'before', now: 'Until the session begins', who: whoAnswers(step, role), next: 'Then: read' };
  return {
    look: step.kind,
    now: step.station === null ? 'Talk it over' : `Station ${step.station}: ${step.kind === 'reading' ? 'read' : 'talk'}`,
    who: step.kind === 'feedback' ? 'Say what went well, and what to try next time.' : whoAnswers(step, role),
    next: sayNext(step, next),
  };
}

function whoAnswers({ answers }: PracticeStep, role: Role | null): string {
  if (role === null) return `The ${answers} answers, the ${answers === 'guest' ? 'host' : 'guest'} examines.`;
  return answers === role ? 'You answer.' : 'You examine.';
}

function sayNext(step: PracticeStep, next: PracticeStep | null): string {
  if (next === null) return 'Then the session is over';
  if (next.answers !== step.answers) return 'Then you swap';
  return next.station === null ? 'Then talk it over' : `Then: ${next.kind === 'reading' ? `read for station ${next.station}` : 'talk'}`;
}

/** `9:05`, or `1:02:03` from an hour on, or `3 days` from two days on. */
export function figures(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  const two = (n: number): string => String(n).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
