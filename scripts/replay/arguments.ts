import { parseArgs } from 'node:util';

export type Wanted =
  | { readonly command: 'help' }
  | { readonly command: 'list'; readonly outcome: OutcomeName; readonly limit: number; readonly before: string | undefined }
  | { readonly command: 'show'; readonly id: string }
  | { readonly command: 'replay'; readonly ids: readonly string[] }
  | { readonly command: 'replay-all'; readonly outcome: OutcomeName; readonly limit: number };

const OUTCOMES = ['applied', 'unchanged', 'needs-confirmation', 'refused', 'unreadable'] as const;
type OutcomeName = (typeof OUTCOMES)[number];

export interface Call {
  readonly wanted: Wanted;
  readonly json: boolean;
  /** A file with the function's settings. */
  readonly settings: string | undefined;
  /** The data directory of a local stack that runs. */
  readonly data: string | undefined;
}

export const HELP = `Lists, shows and replays mail that came to the organizer.

  npm run replay-mail -- list [--outcome unreadable] [--limit 20] [--before TIME]
  npm run replay-mail -- show MESSAGE-ID
  npm run replay-mail -- replay MESSAGE-ID|inbound/KEY …
  npm run replay-mail -- replay --outcome unreadable [--limit 20]

  --outcome    ${OUTCOMES.join(', ')}
  --settings   a JSON file with the settings of the receive-mail function; without it they come from the environment:
               aws lambda get-function-configuration --function-name NAME --query Environment.Variables > settings.json
  --data       the data directory of the local stack that runs, usually .local
  --json       one JSON document instead of text
  --help       this

A replay runs the same code on the same mail with what SES said when it came. What was obeyed once is not obeyed again.`;

/** Throws an Error whose message tells what to write instead. */
export function readCall(args: readonly string[]): Call {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      outcome: { type: 'string' },
      limit: { type: 'string' },
      before: { type: 'string' },
      settings: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command, ...ids] = positionals;
  const wanted: Wanted = values.help || command === undefined ? { command: 'help' } : wantedOf(command, ids, values);
  if (values.settings !== undefined && values.data !== undefined) throw new Error('Give --settings or --data, not both.');
  return { wanted, json: values.json, settings: values.settings, data: values.data };
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
  throw new Error(`"${command}" does not go with what follows it. See --help.`);
}

function outcomeOf(text: string): OutcomeName {
  const outcome = OUTCOMES.find((known) => known === text);
  if (outcome === undefined) throw new Error(`--outcome is one of ${OUTCOMES.join(', ')}, not ${text}.`);
  return outcome;
}

function limitOf(text = '20'): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new Error(`--limit is a whole number from 1 to 1000, not ${text}.`);
  return limit;
}
