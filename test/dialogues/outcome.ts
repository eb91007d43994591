import { slotsOf } from '../../shared/room/proposal.ts';
import { isCalendarMail, type CalendarMail, type OwedMail } from '../../shared/room/owed-mail.ts';
import type { Decision } from '../../shared/room/decision.ts';
import { messageOf } from '../support/calendar-truth.ts';
import type { Line } from './read-dialogues.ts';
import { people } from './sentences.ts';

/*
 * What a decision came to, in the words of the dialogues.
 */

export const compare = (expected: readonly Line[], decision: Decision): void => compareWords(expected, outcomeOf(decision));

/** Every line that was expected came, and nothing else did. */
export function compareWords(expected: readonly Line[], words: readonly string[]): void {
  const vague = expected.find(({ text }) => /^(REQUEST|CANCEL|DECLINECOUNTER)\b/.test(text) && !/ to [a-z]+ +seq \d+\b/.test(text));
  if (vague) throw new Error(`  < ${vague.text}: says not to whom and with which seq`);
  const came: (string | null)[] = [...words];
  const missing: Line[] = [];
  for (const line of expected) {
    const at = came.findIndex((one) => one !== null && matches(line.text, one));
    if (at < 0) missing.push(line);
    else came[at] = null;
  }
  const unexpected = came.filter((line) => line !== null);
  if (missing.length === 0 && unexpected.length === 0) return;
  throw new Error(
    [...missing.map((line) => `  missing     < ${line.text}`), ...unexpected.map((it) => `  unexpected  < ${it}`)].join('\n'),
  );
}

/** A line may leave out what it does not care for, but keeps the order of the words. */
function matches(expected: string, came: string): boolean {
  const rest = came.split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/);
  return expected.split(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/).every((word) => {
    const at = rest.indexOf(word);
    rest.splice(0, at + 1);
    return at >= 0;
  });
}

function outcomeOf(decision: Decision): string[] {
  if (decision.kind === 'refused') return [`refused ${decision.reason}`];
  if (decision.kind === 'unchanged') return ['unchanged'];
  return decision.mail.length === 0 ? ['no mail'] : decision.mail.map(worded);
}

function worded(mail: OwedMail): string {
  const to = nameOf(mail.to.email);
  const note = mail.note || (isCalendarMail(mail) ? '' : mail.proposal?.note);
  const written = note ? ` "${note}"` : '';
  if (!isCalendarMail(mail))
    return (
      [mail.kind, 'to', to, mail.proposal?.id ?? '', mail.proposal ? slotsOf(mail.proposal).map(timeOf).join(' or ') : '']
        .join(' ')
        .trim() + written
    );
  const { method, title, status } = messageOf(mail);
  const previous = mail.previous ? ` was ${timeOf(mail.previous)}` : '';
  return `${method} to ${to} seq ${mail.sequence} "${title}" ${mail.kind} ${timeOf(mail.when)}${previous} ${mail.partstat} STATUS:${status ?? 'none'} place:${placeOf(mail)}${written}${mail.notBefore ? ' held' : ''}`;
}

/** Where the two are to meet. */
const placeOf = ({ venue }: CalendarMail): string => (venue === null ? 'none' : venue.own === null ? 'operator' : 'own');

export const timeOf = ({ startUtc, durationMinutes }: { readonly startUtc: string; readonly durationMinutes: number }): string =>
  `${startUtc.replace(':00.000Z', 'Z')}/PT${durationMinutes}M`;

export const nameOf = (email: string): string => people.find(([, person]) => person.email === email)?.[0] ?? 'nobody we know';
