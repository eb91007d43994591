import { expect, test } from 'vitest';
import { activateRules, deactivateRules, type ReceiptRuleSets } from '../../ops/receipt-rules.ts';

function accountWith(active: string | null) {
  const account = { active };
  const sets: ReceiptRuleSets = {
    active: () => Promise.resolve(account.active),
    activate: (name) => Promise.resolve(void (account.active = name)),
  };
  return { account, sets };
}

test('our rule set becomes active where none is', async () => {
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

test('our receipt rule is switched on once and off once, also when the command runs again', async () => {
  const { sets } = accountWith(null);
  const kinds = [await activateRules('ours', sets), await activateRules('ours', sets)].map(({ kind }) => kind);
  expect(kinds).toEqual(['activated', 'already-active']);
  const off = [await deactivateRules('ours', sets), await deactivateRules('ours', sets)].map(({ kind }) => kind);
  expect(off).toEqual(['deactivated', 'not-active']);
});
