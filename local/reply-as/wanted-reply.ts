import { instantAt, parseInstant, plusMinutes } from '../../shared/time/instant.ts';
import type { Saying } from './answer.ts';
import { type DisguiseName, isDisguise } from './disguises.ts';
import { isProgram, type ProgramName } from './programs.ts';

export interface WantedReply {
  readonly program: ProgramName;
  readonly disguise: DisguiseName;
  readonly says: Saying;
}

const DAY_MINUTES = 24 * 60;
const MINUTES = new Set(['30', '45', '60', '90']);

/** What the form asks for; null when it was not this form. */
export function readWantedReply(form: URLSearchParams): WantedReply | null {
  const [program, disguise] = [form.get('program') ?? '', form.get('disguise') ?? 'nobody'];
  const says = sayingIn(form);
  return isProgram(program) && isDisguise(disguise) && says !== null ? { program, disguise, says } : null;
}

function sayingIn(form: URLSearchParams): Saying | null {
  const says = form.get('says');
  if (says === 'accept' || says === 'tentative' || says === 'decline') return says;
  const ahead = Number(form.get('ahead') ?? '0');
  const onClock = parseInstant(`${form.get('date') ?? ''}T${form.get('time') ?? ''}Z`);
  const startUtc = onClock && Number.isInteger(ahead) && Math.abs(ahead) < DAY_MINUTES ? plusMinutes(onClock, -ahead) : undefined;
  const minutes = form.get('minutes') ?? '60';
  return says === 'propose' && startUtc && MINUTES.has(minutes) ? { startUtc, endUtc: plusMinutes(startUtc, Number(minutes)) } : null;
}

/** DTSTAMP of an answer written now: whole seconds. */
export const writeNow = () => instantAt(Math.floor(Date.now() / 1000) * 1000);
