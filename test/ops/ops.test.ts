import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { COMMANDS, findCommand } from '../../ops/commands.ts';
import { readCall } from '../../ops/command-call.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'ops-'));
afterAll(() => rmSync(folder, { recursive: true }));

const STACK = {
  'cloudformation describe-stacks': {
    Stacks: [{ StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputKey: 'Settings', OutputValue: '{"ALARM_EMAIL":"a@b.example"}' }] }],
  },
  'cloudformation list-stack-resources': {
    StackResourceSummaries: [
      { LogicalResourceId: 'SenderConfigurationSet1', ResourceType: 'AWS::SES::ConfigurationSet', PhysicalResourceId: 'the-set' },
      { LogicalResourceId: 'InboxRuleSet1', ResourceType: 'AWS::SES::ReceiptRuleSet', PhysicalResourceId: 'ours' },
    ],
  },
};

/** Runs a command with a stand-in for the AWS command line, which answers from files and writes down what it was asked. */
function run(script: string, args: readonly string[], answers: Record<string, unknown> = {}, environment: Record<string, string> = {}) {
  const asked = join(folder, 'asked');
  writeFileSync(asked, '');
  writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
  const standIn = `#!${process.execPath}
const [service, operation, , input] = process.argv.slice(2);
const fs = require('node:fs');
fs.appendFileSync(${JSON.stringify(asked)}, service + ' ' + operation + ' ' + input + '\\n');
const answer = JSON.parse(fs.readFileSync(${JSON.stringify(join(folder, 'answers.json'))}, 'utf8'))[service + ' ' + operation];
if (answer && answer.error) { process.stderr.write(answer.error); process.exit(254); }
if (answer !== undefined) process.stdout.write(JSON.stringify(answer));
`;
  writeFileSync(join(folder, 'aws'), standIn);
  writeFileSync(join(folder, 'cdk'), `#!/bin/sh\necho "cdk $@" >> ${asked}\n`);
  for (const name of ['aws', 'cdk']) chmodSync(join(folder, name), 0o755);
  const cache = process.env['NODE_COMPILE_CACHE'];
  const env = {
    PATH: `${folder}${delimiter}${process.env['PATH']}`,
    HOME: folder,
    AWS_REGION: 'eu-west-1',
    // Without it each run compiles all modules anew.
    ...(cache !== undefined && { NODE_COMPILE_CACHE: cache }),
    ...environment,
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...args], { env, encoding: 'utf8' });
  return { code: status, stdout, stderr, calls: readFileSync(asked, 'utf8').split('\n').filter(Boolean) };
}
const ops = (args: readonly string[], answers: Record<string, unknown> = STACK) => run('ops/ops-main.ts', args, answers);

describe('every command', () => {
  test('every command is in the help', () => {
    const { code, stdout } = ops(['--help']);
    expect(code).toBe(0);
    const lines = stdout.split('\n').map((line) => line.replace(/ {2,}/g, '  ').trim());
    for (const { usage, does } of COMMANDS) expect(lines).toContain(`${usage}  ${does}`);
  });

  test('a command that is asked for help only helps', () => {
    for (const { name } of COMMANDS.slice(0, 3)) {
      const { code, stdout, calls } = ops([...name.split(' '), '--help']);
      expect([code, calls]).toEqual([0, []]);
      expect(stdout).toContain(`npm run ops -- ${name}`);
    }
  });

  test('every command is found by its words, with what is behind them', () => {
    for (const { name } of COMMANDS) {
      const call = readCall(['--json', ...name.split(' '), '--stage', 'dev', 'more'], {});
      expect(findCommand(call.words)?.name).toBe(name);
      expect([call.stage, call.json, call.rest(name.split(' ').length)]).toEqual(['dev', true, ['more']]);
    }
  });
});

test.each([
  [['nonsense'], /There is no command nonsense/],
  [['mail'], /There is no command mail/],
  [['doctor', 'now'], /takes nothing behind its name/],
  [['receive', 'off', '--local', '.local'], /Leave --local out/],
  [['doctor', '--stage'], /--stage needs a value/],
  [['replies', 'list', '--outcome', 'lost'], /--outcome is one of/],
  [['backfill', '--force'], /--force/],
])('%j is not understood: one line with the way out, and exit status 2', (args, message) => {
  const { code, stderr, calls } = ops(args);
  expect(code).toBe(2);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(message);
  expect(calls).toEqual([]);
});

test('sending is stopped and started by a command, without a deployment', () => {
  const paused = ops(['mail', 'pause', '--stage', 'dev']);
  expect(paused.code).toBe(0);
  expect(paused.calls[0]).toContain('"StackName":"OphthalmoPractice-dev"');
  expect(paused.calls.at(-1)).toBe('sesv2 put-configuration-set-sending-options {"ConfigurationSetName":"the-set","SendingEnabled":false}');
  expect(paused.stdout).toContain('Next: npm run ops -- mail resume --stage dev\n');
  const resumed = ops(['mail', 'resume', '--json']);
  expect(JSON.parse(resumed.stdout)).toEqual({ sendingEnabled: true, configurationSet: 'the-set' });
  expect(resumed.calls.at(-1)).toContain('"SendingEnabled":true');
});

test("our receipt rules are switched on where none are, and somebody else's stay", () => {
  expect(ops(['receive', 'on']).calls.at(-1)).toBe('ses set-active-receipt-rule-set {"RuleSetName":"ours"}');
  const theirs = ops(['receive', 'on'], { ...STACK, 'ses describe-active-receipt-rule-set': { Metadata: { Name: 'theirs' } } });
  expect([theirs.code, theirs.calls.at(-1)]).toEqual([1, 'ses describe-active-receipt-rule-set {}']);
  expect(theirs.stdout).toContain('RECEIPT_RULE_SET');
  const off = ops(['receive', 'off', '--json'], { ...STACK, 'ses describe-active-receipt-rule-set': { Metadata: { Name: 'ours' } } });
  expect([JSON.parse(off.stdout).kind, off.calls.at(-1)]).toEqual(['deactivated', 'ses set-active-receipt-rule-set {}']);
});

test('a stage that was never deployed is one line with the command that deploys it', () => {
  const error =
    'An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id OphthalmoPractice-dev does not exist';
  const { code, stderr } = ops(['doctor', '--stage', 'dev'], { 'cloudformation describe-stacks': { error } });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^There is no stack OphthalmoPractice-dev .*STAGE=dev npm run deploy\n$/);
});

test('what AWS refuses is one line with its own name of it', () => {
  const error = 'An error occurred (AccessDenied) when calling the DescribeStacks operation: User may not do that';
  const { code, stderr } = ops(['mail', 'pause'], { 'cloudformation describe-stacks': { error } });
  expect([code, stderr]).toEqual([1, 'aws cloudformation describe-stacks: AccessDenied: User may not do that\n']);
});

test('a local stack that does not run is one line', () => {
  const { code, stderr } = ops(['mail', 'redrive', '--local', folder]);
  expect([code, stderr]).toEqual([1, `Nothing runs with its data in ${folder}. Start it with npm start, or name another --local.\n`]);
  const doctor = ops(['doctor', '--local', folder]);
  expect(doctor.code).toBe(1);
  expect(doctor.stdout).toMatch(
    /^wrong +running +Nothing runs with its data in .*\n +-> npm start -- --data .*\n\n1 of 1 do not hold\.\n$/,
  );
});

describe('a deployment', () => {
  const account = { 'lambda get-account-settings': { AccountLimit: { ConcurrentExecutions: 10 } }, 'cloudfront list-distributions': {} };
  const deploy = (environment: Record<string, string>, answers: Record<string, unknown> = { ...STACK, ...account }) =>
    run('ops/deploy-stage.ts', [], answers, { STAGE: 'test', ...environment });

  test('a deployment that would drop a setting of the deployed stack stops and names it', () => {
    const { code, stderr, calls } = deploy({});
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The deployed stack has ALARM_EMAIL=a@b\.example, and this deployment would drop it\..*stages\/test\.json.*"ALARM_EMAIL": ""/,
    );
    expect(calls.filter((call) => call.startsWith('cdk'))).toEqual([]);
  });

  test('a deployment that keeps all settings goes on, and says what a new account may not do yet', () => {
    const { code, stderr, calls } = deploy({ ALARM_EMAIL: 'a@b.example', NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org' });
    expect([code, calls.at(-1)]).toEqual([0, 'cdk deploy --strict OphthalmoPractice-test']);
    expect(stderr).toMatch(/only 10 functions.*Service Quotas/);
    expect(stderr).toMatch(/CloudFront.*verified/);
  });

  test('a deployment of a stage that names no organizer stops before anything is changed, and names the file', () => {
    const error = 'An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id x does not exist';
    const { code, stderr, calls } = deploy({}, { 'cloudformation describe-stacks': { error } });
    expect([code, calls.filter((call) => call.startsWith('cdk'))]).toEqual([1, []]);
    expect(stderr).toMatch(/^NOTIFICATIONS_FROM_EMAIL is not set for the stage test: .*stages\/test\.json/);
  });

  test('a deployment to a region where SES receives no mail stops before anything is asked', () => {
    const { code, stderr, calls } = deploy({ AWS_REGION: 'eu-north-1' });
    expect([code, calls]).toEqual([1, []]);
    expect(stderr).toContain('AWS_REGION is eu-north-1');
  });
});
