import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDuration } from './clock.ts';
import { LocalProblem } from './problem.ts';

/** What the command line asked for. Ports: 0 takes a free one. */
export interface Options {
  readonly port: number;
  readonly smtpPort: number;
  /** True when the SMTP port was asked for by name, so that another one will not do. */
  readonly smtpPortFixed: boolean;
  readonly directory: string;
  readonly fresh: boolean;
  readonly seed: boolean;
  /** The web app from its sources instead of its build. */
  readonly hot: boolean;
  readonly clockOffsetMs: number;
  /** How much later than its item an index of the tables changes. */
  readonly indexLagMs: number;
  /** The share of calls to the tables, from 0 to 1, that fail as above their rate. */
  readonly throttledShare: number;
  /** Refuse requests over the throttle of their route, as API Gateway does. */
  readonly routeLimits: boolean;
  readonly help: boolean;
}

export const HELP = `npm start -- [flags]      the whole service on this machine

  --port N            where to listen; 0 takes a free port (3000)
  --data DIR          where everything is kept (.local)
  --fresh             forget everything first
  --seed              add four people and a few sessions
  --hot               show edits of the web app at once
  --clock-offset D    see the world later, e.g. PT73H or P3D
  --smtp-port N       where mail programs send their replies; 0 takes a free port (2525)
  --index-lag D       let the indexes of the tables change later than their items, e.g. 500ms or 2s
  --throttle P        let a share of the calls to the tables fail as above their rate, e.g. 5%
  --route-limits      refuse requests over the throttle of their route, as AWS does
  --help              this text

Settings come from the environment, e.g. DECISION_LINKS=one-click npm start (docs/configuration.md).
DYNAMODB_ENDPOINT uses another DynamoDB. More: docs/local.md
`;

const FLAGS = {
  port: { type: 'string' },
  data: { type: 'string' },
  fresh: { type: 'boolean' },
  seed: { type: 'boolean' },
  hot: { type: 'boolean' },
  'clock-offset': { type: 'string' },
  'smtp-port': { type: 'string' },
  'index-lag': { type: 'string' },
  throttle: { type: 'string' },
  'route-limits': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Reads the command line; throws `LocalProblem` (exit code 2) for anything that it does not understand. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  refuseFlagsKeptByNpm(environment);
  const { values } = parse(args);
  return {
    port: port('--port', values.port ?? '3000'),
    smtpPort: port('--smtp-port', values['smtp-port'] ?? '2525'),
    smtpPortFixed: values['smtp-port'] !== undefined,
    directory: resolve(nonEmpty('--data', values.data ?? '.local')),
    fresh: values.fresh ?? false,
    seed: values.seed ?? false,
    hot: values.hot ?? false,
    clockOffsetMs: duration('--clock-offset', values['clock-offset'] ?? 'PT0S'),
    ...readWeather(values['index-lag'], values.throttle, environment),
    routeLimits: values['route-limits'] ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true, allowPositionals: false });
  } catch (error) {
    throw wrong(error instanceof Error ? firstSentence(error.message) : 'The command line could not be read.');
  }
}

// Without the `--`, npm takes the flags for its own configuration and the program never sees them.
function refuseFlagsKeptByNpm(environment: NodeJS.ProcessEnv): void {
  const name = Object.keys(FLAGS).find((flag) => flag !== 'help' && environment[`npm_config_${flag.replaceAll('-', '_')}`] !== undefined);
  if (name !== undefined) throw wrong(`npm kept --${name} for itself: put two dashes before the flags, npm start -- --${name} …`);
}

function port(flag: string, text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw wrong(`${flag} takes a number from 0 to 65535, not '${text}'.`);
}

function duration(flag: string, text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw wrong(`${flag} takes an ISO 8601 duration such as PT73H or P3D, not '${text}'.`);
}

function readWeather(lag: string | undefined, share: string | undefined, environment: NodeJS.ProcessEnv) {
  if ((lag !== undefined || share !== undefined) && (environment['DYNAMODB_ENDPOINT'] ?? '') !== '')
    throw wrong('--index-lag and --throttle change the tables of this machine: unset DYNAMODB_ENDPOINT, or leave them out.');
  return { indexLagMs: delay('--index-lag', lag ?? '0ms'), throttledShare: percentage('--throttle', share ?? '0%') };
}

const LONGEST_DELAY_MS = 60_000;

function delay(flag: string, text: string): number {
  const [, number, unit] = /^(\d{1,5})(ms|s)$/.exec(text) ?? [];
  const milliseconds = Number(number) * (unit === 's' ? 1000 : 1);
  if (milliseconds <= LONGEST_DELAY_MS) return milliseconds;
  throw wrong(`${flag} takes a time of at most a minute, such as 500ms or 2s, not '${text}'.`);
}

function percentage(flag: string, text: string): number {
  const percent = Number(/^(\d{1,2}(?:\.\d+)?)%$/.exec(text)?.[1]);
  if (percent < 100) return percent / 100;
  throw wrong(`${flag} takes a percentage below 100, such as 5%, not '${text}'.`);
}

function nonEmpty(flag: string, text: string): string {
  if (text !== '') return text;
  throw wrong(`${flag} takes the name of a directory.`);
}

function firstSentence(message: string): string {
  return `${message.split(/\.\s|\n/, 1)[0]?.replace(/\.$/, '') ?? message}.`;
}

function wrong(message: string): LocalProblem {
  return new LocalProblem(`${message} npm start -- --help lists the flags.`, 2);
}
