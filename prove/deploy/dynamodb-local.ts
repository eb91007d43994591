import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findFreePort } from './free-port.ts';
import { CannotJudge, type Judge } from './judge.ts';
import { installOnce, JUDGES_FOLDER, need, runTool } from './judge-tools.ts';

const root = join(import.meta.dirname, '../..');
const ORDER = join(import.meta.dirname, 'requirements/dynamodb-local.xml');
const SUITES_LIMIT_MS = 20 * 60_000;
// On a busy machine a JVM takes its time.
const READY_LIMIT_MS = 180_000;
/** Leaves out the tests whose name says that they run on the stand-ins of `npm test`. */
const ELSEWHERE_ONLY = String.raw`^(?!.* in (?:dynalite|memory)\b)`;

/** The contract of every store, and the simulated tables of `npm run prove`, on the DynamoDB that AWS gives out to develop with. */
export const storesOnDynamoDbLocal: Judge = {
  name: 'dynamodb-local',
  about: "the contract suites of all stores on AWS's own DynamoDB Local",
  run: async () => {
    const folder = await installOnce('dynamodb-local', readFileSync(ORDER), async (made) => {
      copyFileSync(ORDER, join(made, 'pom.xml'));
      const args = ['-B', '-q', '-f', join(made, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${join(made, 'lib')}`];
      await need('mvn', args, 'It takes Maven and its registry.');
    });
    const port = await findFreePort();
    const server = spawn('java', argumentsOf(join(folder, 'lib'), port), { stdio: 'ignore' });
    const hasFailed = new Promise<never>((_, reject) => {
      server.once('error', () => reject(new CannotJudge('java is not on this machine: it takes Java 17 or newer')));
      server.once('exit', (code) => reject(new CannotJudge(`DynamoDB Local ended by itself (${code})`)));
    });
    hasFailed.catch(() => undefined);
    try {
      await Promise.race([waitUntilReady(port, server), hasFailed]);
      return await runSuites(`http://127.0.0.1:${port}`);
    } finally {
      server.kill('SIGKILL');
    }
  },
};

const argumentsOf = (lib: string, port: number): readonly string[] => [
  `-Djava.library.path=${lib}`,
  '-cp',
  join(lib, '*'),
  'com.amazonaws.services.dynamodbv2.local.main.ServerRunner',
  '-inMemory',
  '-disableTelemetry',
  '-port',
  String(port),
];

async function waitUntilReady(port: number, server: ChildProcess): Promise<void> {
  const until = performance.now() + READY_LIMIT_MS;
  while (performance.now() < until && server.exitCode === null) {
    // It answers every question without a signature with an error, which is an answer.
    const hasAnswered = await fetch(`http://127.0.0.1:${port}`).then(
      () => true,
      () => false,
    );
    if (hasAnswered) return;
    await setTimeout(200);
  }
  throw new CannotJudge(`DynamoDB Local did not answer within ${READY_LIMIT_MS / 1000} seconds`);
}

/** Each file of tests that runs on another DynamoDB where DYNAMODB_ENDPOINT names one. */
function findSuites(): readonly string[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(functions|prove)\/.*\.test\.ts$/.test(path))
    .map((path) => join('test', path))
    .filter((path) => /DYNAMODB_ENDPOINT|roomBackends|dynamoBackends/.test(readFileSync(join(root, path), 'utf8')))
    .toSorted();
}

async function runSuites(endpoint: string) {
  const suites = findSuites();
  const folder = mkdtempSync(join(JUDGES_FOLDER, 'report-'));
  const reportFile = join(folder, 'report.json');
  const { error } = await runTool(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter',
      'json',
      '--outputFile',
      reportFile,
      '-t',
      ELSEWHERE_ONLY,
      ...suites,
    ],
    {
      cwd: root,
      timeout: SUITES_LIMIT_MS,
      env: { ...process.env, DYNAMODB_ENDPOINT: endpoint, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    },
  );
  const report = readReport(reportFile);
  rmSync(folder, { recursive: true, force: true });
  if (report === undefined) throw new Error(`The suites gave no report: ${error.trim().split('\n').at(-1) ?? ''}`);
  const unread = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
  const failed = report.testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'failed'));
  return {
    seen: `${report.numPassedTests} tests of ${suites.length} files passed`,
    broken: [
      ...unread.map(({ name, message }) => `${relative(root, name)}: ${firstLine(message)}`),
      ...failed.map(({ fullName, failureMessages }) => `${fullName}: ${firstLine(failureMessages[0])}`),
      ...(report.numPassedTests === 0 ? ['no test ran'] : []),
    ],
    limits: ['it has no delay of its indexes, no throttling and no expiry of rows: docs/reliability.md has those'],
  };
}

const firstLine = (text = ''): string => text.split('\n')[0] ?? '';

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function readReport(file: string): Report | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
