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
  /** Counts something (CloudWatch embedded metric format). */
  readonly count: (metric: MetricName) => void;
  /** Counts something by kind. Each kind is a metric of its own, and is paid like one: only for kinds that somebody looks at. */
  readonly countKind: (metric: KindedMetric, kind: string) => void;
  /** Writes down how much of something there is now. */
  readonly measure: (metric: MeasureName, value: number) => void;
}

export type MeasureName = keyof typeof MEASURES;

export const MEASURES = {
  /** For how long the oldest mail that is still owed could have left; 0 when none is owed. */
  OldestOwedMail: MetricUnit.Seconds,
  /** Mail that SES took more than an hour ago, and of which it has told nothing since. */
  MailUnheard: MetricUnit.Count,
  /** For how long somebody who asked to be erased has waited; 0 when nobody has. */
  OldestErasure: MetricUnit.Seconds,
} as const;

/** Counted by kind. Those of `anywhere` are counted in one place for all functions, so that nobody has to add them up. */
export type KindedMetric = keyof typeof KINDED;

export const KINDED = {
  /** What happened to rooms, by the events of their history. */
  Decided: 'anywhere',
  /** Limits per person that were reached. */
  PersonLimited: 'anywhere',
  LinksRefused: 'function',
  RepliesParsed: 'function',
  RepliesRefused: 'function',
} as const;

/** The service that stands for all functions. */
export const ANYWHERE = 'all';

export const COUNTED = [
  'RoomsCreated',
  'RoomsBooked',
  'RoomsUnreadable',
  'MailSent',
  'MailSuperseded',
  'MailSuppressed',
  'MailRetried',
  'MailFailed',
  'MailUnreadable',
  'MailRepeated',
  'AuditUnwritten',
  'RemindersOwed',
  'NudgesOwed',
  'FeedbackAsked',
  'RoomsReserved',
  'ReservationsEnded',
  'ChannelDown',
  'ClockSkewed',
  'MailDelivered',
  'MailBounced',
  'MailComplained',
  'RepliesUnreadable',
  'RepliesNeedingConfirmation',
  'RepliesNotAsked',
  'ProposalsCreated',
  'ProposalsApproved',
  'ProposalsDeclined',
  'FeedsOpened',
  'ErasuresAsked',
  'FeedsWritten',
  'ScriptedPosts',
  'WishesBooked',
  'WishesMade',
  'WishesEnded',
  'WishLooks',
  'WishLooksFailed',
  'WishersMailed',
  'ScannersSeen',
  'ProbesSucceeded',
  'ProbesFailed',
] as const;
export type MetricName = (typeof COUNTED)[number];

const context = new AsyncLocalStorage<Fields>();

/** Does some work. Each line that it logs has these fields too. */
export const withLogFields = <T>(fields: Fields, work: () => T): T => context.run({ ...getLogFields(), ...fields }, work);

export const getLogFields = (): Fields => context.getStore() ?? {};

/** The log of one function; service name, namespace and level come from the POWERTOOLS_* environment. */
export function createLog(): Log {
  const logger = new Logger();
  const metrics = new Metrics();
  const everywhere = new Metrics({ serviceName: ANYWHERE });
  return {
    info: (event, fields = {}) => logger.info(event, { ...getLogFields(), ...fields }),
    warn: (event, fields = {}) => logger.warn(event, { ...getLogFields(), ...fields }),
    error: (event, error, fields = {}) => logger.error(event, { ...getLogFields(), ...fields, ...described(error) }),
    count: (metric) => metrics.singleMetric().addMetric(metric, MetricUnit.Count, 1),
    countKind: (metric, kind) => {
      const counter = KINDED[metric] === 'anywhere' ? everywhere : metrics;
      counter.singleMetric().addDimension('kind', kind).addMetric(metric, MetricUnit.Count, 1);
    },
    measure: (metric, value) => metrics.singleMetric().addMetric(metric, MEASURES[metric], value),
  };
}

/** For commands that report what they find themselves. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {}, count: () => {}, countKind: () => {}, measure: () => {} };

function described(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  return { error: error.name, stack: frames.slice(0, 8).join('\n') };
}
