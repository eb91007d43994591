import { PRICES } from './price-table.ts';
import { LAMBDA_GIGABYTES, PEAK, SESSION, USE_CASES } from './session-model.ts';

/** What was counted elsewhere: in the template, in the code, and by the benchmark of units. */
export interface Counted {
  /** Metrics that alarms watch. */
  readonly alarmMetrics: number;
  /** Metrics of our own that can be written, by name and dimensions. */
  readonly ownMetrics: number;
  readonly secrets: number;
  readonly queues: number;
  /** Units of one session. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface CostLine {
  readonly what: string;
  readonly how: string;
  readonly dollars: number;
}

/** A ceiling that some number of sessions a month reaches. */
export interface Ceiling {
  readonly limit: string;
  /** Sessions a month at which it is reached, at the busiest moment where it is a limit per second. */
  readonly sessions: number;
  readonly lift: string;
}

const MINUTES = 43_800;
const SECONDS = MINUTES * 60;
const DAYS = 30.4;
/** A queue is asked by five pollers, each of which waits 20 seconds for an answer. */
const POLLS_PER_QUEUE = (SECONDS / 20) * 5;

/** Adds up the use cases of one session. Throws where the benchmark does not know one of them. */
export function addUnits(unitsPage: string): Pick<Counted, 'readUnits' | 'writeUnits'> {
  const rows = new Map(
    unitsPage.split('\n').map((line) => {
      const [, name = '', read = '', write = ''] = line.split('|').map((cell) => cell.trim());
      return [name, { read: Number(read), write: Number(write) }];
    }),
  );
  let [readUnits, writeUnits] = [0, SESSION.otherWriteUnits as number];
  for (const [name, times] of Object.entries(USE_CASES)) {
    const row = rows.get(name);
    if (row === undefined || Number.isNaN(row.read + row.write)) throw new Error(`docs/performance/units.md has no use case '${name}'`);
    readUnits += times * row.read;
    writeUnits += times * row.write;
  }
  return { readUnits, writeUnits };
}

/** What there is to pay each month when nobody books. */
export function listFixed({ alarmMetrics, ownMetrics, secrets, queues }: Counted): readonly CostLine[] {
  const polls = queues * POLLS_PER_QUEUE;
  return [
    { what: 'alarms', how: `${alarmMetrics} watched metrics`, dollars: alarmMetrics * PRICES.alarmMetric },
    {
      what: 'secrets',
      how: `${secrets}: the keys of links, the origin key, the key of the ledger's digests, the key of meeting addresses`,
      dollars: secrets * PRICES.secret,
    },
    {
      what: 'polling of queues',
      how: `${queues} queues, about ${(polls / 1e6).toFixed(1)} million requests, the first million free`,
      dollars: Math.max(0, polls - PRICES.sqsFreeRequests) * PRICES.sqsRequest,
    },
    {
      what: 'metrics of the sweeper',
      how: '2, written each minute',
      dollars: 2 * PRICES.customMetric,
    },
    {
      what: 'the sweeper',
      how: `${MINUTES.toLocaleString('en-US')} runs of 50 ms, 24 small queries each`,
      dollars: MINUTES * (PRICES.lambdaRun + 0.05 * LAMBDA_GIGABYTES * PRICES.lambdaGigabyteSecond + 24 * 0.5 * PRICES.dynamoReadUnit),
    },
    {
      what: 'all other metrics of our own, at most',
      how: `${ownMetrics - 2}, each paid for the hours in which it is written`,
      dollars: (ownMetrics - 2) * PRICES.customMetric,
    },
  ];
}

/** What a number of sessions a month costs beside the fixed part, with the free amounts that do not end. */
export function listCosts(sessions: number, { readUnits, writeUnits }: Counted): readonly CostLine[] {
  const each = (amount: number, unit: number, free = 0): number => Math.max(0, sessions * amount - free) * unit;
  const edgeRequests = SESSION.apiRequests + SESSION.fileRequests;
  return [
    { what: 'mail out (SES)', how: `${SESSION.mailsOut} mails`, dollars: each(SESSION.mailsOut, PRICES.sesMailOut) },
    {
      what: 'mail in (SES)',
      how: `${SESSION.mailsIn} mails of one chunk`,
      dollars: each(SESSION.mailsIn, PRICES.sesMailIn + PRICES.sesChunkIn),
    },
    {
      what: 'sign-in (Cognito)',
      how: `${SESSION.activePeople} active people; ${PRICES.cognitoFreePeople.toLocaleString('en-US')} a month are free`,
      dollars: each(SESSION.activePeople, PRICES.cognitoPerson, PRICES.cognitoFreePeople),
    },
    {
      what: 'CloudFront',
      how: `${edgeRequests} requests and ${SESSION.kilobytesOut} KB; 10 million and 1 TB a month are free`,
      dollars:
        each(edgeRequests, PRICES.cloudFrontRequest, PRICES.cloudFrontFreeRequests) +
        each(SESSION.kilobytesOut / 1e6, PRICES.cloudFrontGigabyte, PRICES.cloudFrontFreeGigabytes),
    },
    { what: 'HTTP API', how: `${SESSION.apiRequests} requests`, dollars: each(SESSION.apiRequests, PRICES.httpApiRequest) },
    {
      what: 'Lambda',
      how: `${SESSION.lambdaRuns} runs of ${SESSION.lambdaMilliseconds} ms at 512 MB on ARM; a million runs a month are free`,
      dollars:
        each(SESSION.lambdaRuns, PRICES.lambdaRun, PRICES.lambdaFreeRuns) +
        each(
          (SESSION.lambdaRuns * SESSION.lambdaMilliseconds * LAMBDA_GIGABYTES) / 1000,
          PRICES.lambdaGigabyteSecond,
          PRICES.lambdaFreeGigabyteSeconds,
        ),
    },
    { what: 'DynamoDB writes', how: `${writeUnits} units`, dollars: each(writeUnits, PRICES.dynamoWriteUnit) },
    { what: 'DynamoDB reads', how: `${readUnits} units`, dollars: each(readUnits, PRICES.dynamoReadUnit) },
    { what: 'queues', how: `${SESSION.queueRequests} requests`, dollars: each(SESSION.queueRequests, PRICES.sqsRequest) },
    { what: 'logs', how: `${SESSION.logKilobytes} KB`, dollars: each(SESSION.logKilobytes / 1e6, PRICES.logGigabyte) },
  ];
}

/** Where a limit is reached, the lowest first. */
export function listCeilings({ writeUnits }: Counted): readonly Ceiling[] {
  const perSecond = (limit: number, amount: number): number => (limit * SECONDS) / (amount * PEAK);
  const perDay = (limit: number, amount: number): number => (limit * DAYS) / amount;
  const atOnce = (limit: number): number => perSecond(limit, (SESSION.lambdaRuns * SESSION.lambdaMilliseconds) / 1000);
  const { mailsOut, apiRequests, activePeople } = SESSION;
  const ceilings: readonly Ceiling[] = [
    { limit: 'SES sandbox: 200 mails a day', sessions: perDay(200, mailsOut), lift: '[Leave the sandbox](deploy.md#leave-the-sandbox)' },
    {
      limit: 'SES sandbox: 1 mail a second',
      sessions: perSecond(1, mailsOut),
      lift: 'The same. Mail above the rate waits for its turn and is not lost',
    },
    {
      limit: "Cognito's own sender: 50 mails a day",
      sessions: perDay(50, activePeople / 4),
      lift: '`SIGN_UP_MAIL=ses`. One active person in four is counted as new',
    },
    { limit: 'new account: 10 functions at once', sessions: atOnce(10), lift: 'Service Quotas: Lambda, "Concurrent executions"' },
    {
      limit: 'SES after the sandbox: 50,000 mails a day',
      sessions: perDay(50_000, mailsOut),
      lift: 'Service Quotas: SES, "Sending quota"; it also grows by itself with mail that arrives',
    },
    {
      limit: 'SES after the sandbox: 14 mails a second',
      sessions: perSecond(14, mailsOut),
      lift: 'Service Quotas: SES, "Sending rate"; then `MAIL_CONCURRENCY`. Mail above the rate waits for its turn',
    },
    {
      limit: 'five mailers at 3 mails a second each',
      sessions: perSecond(15, mailsOut),
      lift: '`MAIL_CONCURRENCY`, up to the rate that SES grants',
    },
    {
      limit: 'each reading route: 100 requests a second',
      sessions: perSecond(100, apiRequests / 3),
      lift: '`API_REQUESTS_PER_SECOND`. The busiest route is counted as a third of all requests',
    },
    { limit: 'an account: 1,000 functions at once', sessions: atOnce(1000), lift: 'Service Quotas: Lambda, "Concurrent executions"' },
    {
      limit: 'an account: 10,000 API requests a second',
      sessions: perSecond(10_000, apiRequests),
      lift: 'Service Quotas: API Gateway, "Throttle rate"',
    },
    {
      limit: 'a new table: 40,000 write units a second',
      sessions: perSecond(40_000, writeUnits),
      lift: 'Service Quotas: DynamoDB, "Table-level write throughput limit". All tables are counted as one',
    },
    {
      limit: '8 partitions of rooms that owe mail: 8,000 writes a second',
      sessions: perSecond(8000, 8),
      lift: '`OWING_SHARDS`',
    },
  ];
  return ceilings.toSorted((a, b) => a.sessions - b.sessions);
}
