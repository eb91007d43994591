import { type CommandCall, requireAws, requireNoArguments } from './command-call.ts';
import { requireStack } from './deployed-stack.ts';
import { textAt } from './json-value.ts';
import { activateRules, deactivateRules, type ReceiptRuleSets, wordOutcome } from './receipt-rules.ts';
import type { CommandReport } from './command-report.ts';

export const runReceiveOn = (call: CommandCall): Promise<CommandReport> => switchRules(call, activateRules);

export const runReceiveOff = (call: CommandCall): Promise<CommandReport> => switchRules(call, deactivateRules);

async function switchRules(call: CommandCall, change: typeof activateRules): Promise<CommandReport> {
  requireAws(call, 'Receipt rules are of SES: the local stack receives mail always.');
  requireNoArguments(call.args);
  const stack = await requireStack(call.aws, call.stage);
  const [own] = stack.resources('AWS::SES::ReceiptRuleSet');
  if (own === undefined) {
    const guest = stack.settings['RECEIPT_RULE_SET'] ?? 'another rule set';
    return {
      text: [`Nothing was changed: our rule lives in ${guest}, which its owner switches.`],
      json: { kind: 'guest', ruleSet: guest },
    };
  }
  const outcome = await change(own.name, setsOf(call));
  return { text: [wordOutcome(outcome)], json: outcome, exitCode: outcome.kind === 'another-is-active' ? 1 : 0 };
}

const setsOf = ({ aws }: CommandCall): ReceiptRuleSets => ({
  active: async () => textAt(await aws('ses', 'describe-active-receipt-rule-set'), 'Metadata', 'Name') ?? null,
  activate: async (name) => void (await aws('ses', 'set-active-receipt-rule-set', name === null ? {} : { RuleSetName: name })),
});
