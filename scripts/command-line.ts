import { parseArgs, type ParseArgsConfig } from 'node:util';

type Flags = NonNullable<ParseArgsConfig['options']>;

/** The exit code of every script for a command line that cannot be understood. */
const MISUSE = 2;

/**
 * The flags and words of a command line. `--help` prints `help` and does nothing else; what is not understood ends the script
 * with one line and exit code 2.
 */
export function readCommandLine<const F extends Flags>(help: string, flags: F, allowWords = false) {
  try {
    if (process.argv.slice(2).includes('--help')) {
      process.stdout.write(`${help.trimEnd()}\n`);
      process.exit(0);
    }
    const { values, positionals } = parseArgs({ options: flags, allowPositionals: allowWords });
    return { values, words: positionals as readonly string[] };
  } catch (error) {
    return endMisused(error instanceof Error ? error.message : String(error));
  }
}

/** Ends the script because of what it was asked for. */
export function endMisused(why: string): never {
  process.stderr.write(`${why.split('\n')[0]?.replace(/\.?$/, '.') ?? ''} See --help\n`);
  process.exit(MISUSE);
}
