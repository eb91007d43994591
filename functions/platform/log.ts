import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured lines named `<thing>.<past participle>`, with ids and kinds only: never an address, a token, a body or a whole event. */
export interface Log {
  readonly info: (event: string, fields?: Fields) => void;
  readonly warn: (event: string, fields?: Fields) => void;
  /** Only the error's name and stack are written: messages of libraries quote what they choke on. */
  readonly error: (event: string, error: unknown, fields?: Fields) => void;
  /** Counts something (CloudWatch embedded metric format), optionally by kind. */
  readonly count: (metric: MetricName, kind?: string) => void;
  /** Writes down how much of something there is now. */
  readonly measure: (metric: MeasureName, value: number) => void;
}

export type MeasureName = keyof typeof MEASURES;

const MEASURES = {
  /** How long ago the oldest mail that is still owed was decided; 0 when none is owed. */
  OldestOwedMail: MetricUnit.Seconds,
  /** Mail that SES took more than an hour ago, and of which it has told nothing since. */
  MailUnheard: MetricUnit.Count,
} as const;

export type MetricName =
  | 'RoomsCreated'
  | 'RoomsBooked'
  | 'RoomsUnreadable'
  | 'MailSent'
  | 'MailSuperseded'
  | 'MailSuppressed'
  | 'MailRetried'
  | 'MailFailed'
  | 'MailUnreadable'
  | 'MailRepeated'
  | 'AuditUnwritten'
  | 'ChannelDown'
  | 'MailDelivered'
  | 'MailBounced'
  | 'MailComplained'
  | 'RepliesParsed'
  | 'RepliesUnreadable'
  | 'RepliesNeedingConfirmation'
  | 'RepliesNotAsked'
  | 'RepliesRefused'
  | 'ProposalsCreated'
  | 'ProposalsApproved'
  | 'ProposalsDeclined'
  | 'LinksRefused'
  | 'ScriptedPosts'
  | 'ScannersSeen';

const context = new AsyncLocalStorage<Fields>();

/** Does some work. Each line that it logs has these fields too. */
export const withLogFields = <T>(fields: Fields, work: () => T): T => context.run({ ...getLogFields(), ...fields }, work);

export const getLogFields = (): Fields => context.getStore() ?? {};

/** The log of one function; service name, namespace and level come from the POWERTOOLS_* environment. */
export function createLog(): Log {
  const logger = new Logger();
  const metrics = new Metrics();
  return {
    info: (event, fields = {}) => logger.info(event, { ...getLogFields(), ...fields }),
    warn: (event, fields = {}) => logger.warn(event, { ...getLogFields(), ...fields }),
    error: (event, error, fields = {}) => logger.error(event, { ...getLogFields(), ...fields, ...described(error) }),
    // CloudWatch never adds up over a dimension: alarms watch the metric without kinds, so each count is written for both.
    count: (metric, kind) => {
      metrics.singleMetric().addMetric(metric, MetricUnit.Count, 1);
      if (kind !== undefined) metrics.singleMetric().addDimension('kind', kind).addMetric(metric, MetricUnit.Count, 1);
    },
    measure: (metric, value) => metrics.singleMetric().addMetric(metric, MEASURES[metric], value),
  };
}

/** For commands that report what they find themselves. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {}, count: () => {}, measure: () => {} };

function described(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  return { error: error.name, stack: frames.slice(0, 8).join('\n') };
}
