import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { activateRules, deactivateRules, type ReceiptRuleSets } from '../../scripts/receipt-rules.ts';

function accountWith(active: string | null) {
  const account = { active };
  const sets: ReceiptRuleSets = {
    active: () => Promise.resolve(account.active),
    activate: (name) => Promise.resolve(void (account.active = name)),
  };
  return { account, sets };
}

test('where no rule set is active, ours becomes it', async () => {
  const { account, sets } = accountWith(null);
  expect(await activateRules('ours', sets)).toEqual({ kind: 'activated', ruleSet: 'ours' });
  expect(account.active).toBe('ours');
});

test("somebody else's rule set is never replaced", async () => {
  const { account, sets } = accountWith('theirs');
  expect(await activateRules('ours', sets)).toEqual({ kind: 'another-is-active', ruleSet: 'ours', active: 'theirs' });
  expect(account.active).toBe('theirs');
});

test("somebody else's rule set is never switched off", async () => {
  const { account, sets } = accountWith('theirs');
  expect(await deactivateRules('ours', sets)).toEqual({ kind: 'not-active', ruleSet: 'ours' });
  expect(account.active).toBe('theirs');
});

test('ours is switched on once and off once, however often it is asked', async () => {
  const { sets } = accountWith(null);
  const kinds = [await activateRules('ours', sets), await activateRules('ours', sets)].map(({ kind }) => kind);
  expect(kinds).toEqual(['activated', 'already-active']);
  const off = [await deactivateRules('ours', sets), await deactivateRules('ours', sets)].map(({ kind }) => kind);
  expect(off).toEqual(['deactivated', 'not-active']);
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'receipt-rules-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('takes the place of none', () => {
    const { code, stdout, calls } = run(['ours'], '{"Metadata":{"Name":"theirs"}}');
    expect(code).toBe(2);
    expect(stdout).toContain('RECEIPT_RULE_SET=theirs npm run deploy');
    expect(calls).toEqual(['ses describe-active-receipt-rule-set --output json']);
  });

  test('activates ours in an account that has none, and tells the next step', () => {
    const { code, stdout, calls } = run(['ours'], '');
    expect(code).toBe(0);
    expect(stdout).toContain('docs/deploy.md#the-first-session');
    expect(calls[1]).toBe('ses set-active-receipt-rule-set --rule-set-name ours --output json');
  });

  test('switches ours off by naming none', () => {
    const { stdout, calls } = run(['ours', '--off', '--json'], '{"Metadata":{"Name":"ours"}}');
    expect(JSON.parse(stdout)).toEqual({ kind: 'deactivated', ruleSet: 'ours' });
    expect(calls[1]).toBe('ses set-active-receipt-rule-set --output json');
  });

  test.each([[[]], [['a', 'b']], [['ours', '--force']]])('says what is wrong with %j, and asks AWS nothing', (args) => {
    const { code, stderr, calls } = run(args, '');
    expect([code, calls]).toEqual([1, []]);
    expect(stderr).toMatch(/\S/);
  });

  test('explains itself', () => {
    const { code, stdout } = run(['--help'], '');
    expect([code, stdout]).toEqual([0, expect.stringContaining('RULE_SET')]);
  });

  /** Runs it with a stand-in for the AWS command line that answers this and writes down what it was asked. */
  function run(args: string[], active: string) {
    const asked = join(folder, 'asked');
    writeFileSync(asked, '');
    writeFileSync(join(folder, 'answer'), active);
    writeFileSync(join(folder, 'aws'), `#!/bin/sh\necho "$@" >> ${asked}\ncase "$*" in *describe*) cat ${folder}/answer;; esac\n`);
    chmodSync(join(folder, 'aws'), 0o755);
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
    const script = join(import.meta.dirname, '../../scripts/activate-receipt-rules.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { env, encoding: 'utf8' });
    return { code: status, stdout, stderr, calls: readFileSync(asked, 'utf8').split('\n').filter(Boolean) };
  }
});
