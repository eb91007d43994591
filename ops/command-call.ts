import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Aws } from './aws-cli.ts';
import { OpsProblem } from './ops-problem.ts';
import type { Workplace } from './workplace.ts';

/** What was typed behind `npm run ops --`. */
export interface Call {
  /** The words before the first flag that is none of ours: the command, and what it is about. */
  readonly words: readonly string[];
  /** Everything but our own flags, from the word with this number on. */
  readonly rest: (from: number) => readonly string[];
  readonly stage: string;
  /** The data directory of a local stack. */
  readonly local: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
  /** The flag that says where, as it was typed; empty: none was. A command that is typed next needs it too. */
  readonly place: string;
}

/** What a command gets to work with. */
export interface CommandCall extends Pick<Call, 'stage' | 'local' | 'json'> {
  /** What stands behind the command's name. */
  readonly args: readonly string[];
  readonly aws: Aws;
}

const OWN = {
  stage: { type: 'string' },
  local: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the flags that all commands share and leaves the rest alone. Throws `OpsProblem` for a flag of ours without a value. */
export function readCall(args: readonly string[], environment: NodeJS.ProcessEnv): Call {
  const { values, tokens } = parseArgs({ args: [...args], options: OWN, strict: false, allowPositionals: true, tokens: true });
  const isOwn = (index: number): boolean =>
    tokens.some(
      (token) => token.kind === 'option' && token.name in OWN && (token.index === index || (usesNext(token) && token.index + 1 === index)),
    );
  const others = args.filter((_, index) => !isOwn(index));
  const firstFlag = others.findIndex((word) => word.startsWith('-'));
  const [stage, local] = [valueOf('stage', values.stage), valueOf('local', values.local)];
  return {
    words: firstFlag < 0 ? others : others.slice(0, firstFlag),
    rest: (from) => others.slice(from),
    stage: stage ?? (environment['STAGE'] || 'prod'),
    local: local === undefined ? undefined : resolve(local),
    place: local !== undefined ? `--local ${quoteForShell(local)}` : stage !== undefined ? `--stage ${quoteForShell(stage)}` : '',
    json: values.json === true,
    help: values.help === true,
  };
}

const quoteForShell = (word: string): string => (/^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const usesNext = (token: { readonly value?: string | undefined; readonly inlineValue?: boolean | undefined }): boolean =>
  token.value !== undefined && token.inlineValue !== true;

function valueOf(name: string, value: string | boolean | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '' || value.startsWith('-'))
    throw new OpsProblem(`--${name} needs a value. npm run ops -- --help`, 2);
  return value;
}

type Flags = NonNullable<ParseArgsConfig['options']>;

/** Reads the flags of one command. Throws `OpsProblem` for one that it does not know. */
export function readFlags<const Options extends Flags>(
  args: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new OpsProblem(`${error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)}. npm run ops -- --help`, 2);
  }
}

/** Where a command works, as `--local` and `--stage` say. */
export const findWorkplace = ({ local, stage, aws }: CommandCall): Workplace =>
  local === undefined ? { kind: 'aws', stage, aws } : { kind: 'local', directory: local };

/** Throws `OpsProblem` unless a command that takes nothing got nothing. */
export function requireNoArguments(args: readonly string[]): void {
  if (args.length > 0)
    throw new OpsProblem(`This command takes nothing behind its name, not '${args.join(' ')}'. npm run ops -- --help`, 2);
}

/** Throws `OpsProblem` for a command that is about AWS alone. */
export function requireAws({ local }: CommandCall, why: string): void {
  if (local !== undefined) throw new OpsProblem(`${why} Leave --local out.`, 2);
}
