import { readFlags } from '../command-call.ts';
import { OpsProblem } from '../ops-problem.ts';

export type Wanted =
  | { readonly command: 'list'; readonly outcome: OutcomeName; readonly limit: number; readonly before: string | undefined }
  | { readonly command: 'show'; readonly id: string }
  | { readonly command: 'replay'; readonly ids: readonly string[] }
  | { readonly command: 'replay-all'; readonly outcome: OutcomeName; readonly limit: number };

const OUTCOMES = ['applied', 'unchanged', 'needs-confirmation', 'refused', 'unreadable'] as const;
type OutcomeName = (typeof OUTCOMES)[number];

export const REPLIES_HELP = `  list [--outcome unreadable] [--limit 20] [--before TIME]
  show MESSAGE-ID
  replay MESSAGE-ID|inbound/KEY …
  replay --outcome unreadable [--limit 20]
  --outcome    ${OUTCOMES.join(', ')}
A replay runs the same code on the same mail with what SES said when it came. What was applied once is not applied again.`;

/** Reads what stands behind `replies list`, `show` or `replay`. Throws `OpsProblem` whose message tells what to write instead. */
export function readReplyCall(command: 'list' | 'show' | 'replay', args: readonly string[]): Wanted {
  const { values, positionals } = readFlags(args, { outcome: { type: 'string' }, limit: { type: 'string' }, before: { type: 'string' } });
  return wantedOf(command, positionals, values);
}

interface Options {
  readonly outcome?: string;
  readonly limit?: string;
  readonly before?: string;
}

function wantedOf(command: string, ids: readonly string[], { outcome, limit, before }: Options): Wanted {
  const [id] = ids;
  if (command === 'list') return { command, outcome: outcomeOf(outcome ?? 'unreadable'), limit: limitOf(limit), before };
  if (command === 'show' && id !== undefined && ids.length === 1) return { command, id };
  if (command === 'replay' && id !== undefined && outcome === undefined) return { command, ids };
  if (command === 'replay' && id === undefined && outcome !== undefined) {
    return { command: 'replay-all', outcome: outcomeOf(outcome), limit: limitOf(limit) };
  }
  throw new OpsProblem(`replies ${command} does not go with what follows it. npm run ops -- replies ${command} --help`, 2);
}

function outcomeOf(text: string): OutcomeName {
  const outcome = OUTCOMES.find((known) => known === text);
  if (outcome === undefined) throw new OpsProblem(`--outcome is one of ${OUTCOMES.join(', ')}, not ${text}.`, 2);
  return outcome;
}

function limitOf(text = '20'): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    throw new OpsProblem(`--limit is a whole number from 1 to 1000, not ${text}.`, 2);
  return limit;
}
