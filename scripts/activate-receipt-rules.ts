import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { activateRules, deactivateRules, type ReceiptRuleSets, wordOutcome } from './receipt-rules.ts';

const HELP = `Switches on the SES receipt rules of this service; never in place of others.

  npm exec -- node scripts/activate-receipt-rules.ts RULE_SET [--off] [--json]

  RULE_SET  the name that Step3ReceiveMail of the stack's outputs tells
  --off     switch it off instead: needed before the stack can be deleted
  --json    print the outcome as JSON
  --help    print this

Uses the AWS command line with its credentials and region. Exit status: 0 done, 1 failed, 2 another rule set is active.
`;

const aws = async (...args: string[]): Promise<string> => (await promisify(execFile)('aws', ['ses', ...args, '--output', 'json'])).stdout;

const ruleSets: ReceiptRuleSets = {
  active: async () => {
    const text = await aws('describe-active-receipt-rule-set');
    const answer: { Metadata?: { Name?: string } } = text.trim() === '' ? {} : JSON.parse(text);
    return answer.Metadata?.Name ?? null;
  },
  activate: async (name) => {
    await aws('set-active-receipt-rule-set', ...(name === null ? [] : ['--rule-set-name', name]));
  },
};

try {
  const options = { off: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [ruleSet] = positionals;
  if (values.help) process.stdout.write(HELP);
  else if (ruleSet === undefined || positionals.length > 1) throw new Error('Name one rule set. See --help');
  else {
    const outcome = await (values.off ? deactivateRules : activateRules)(ruleSet, ruleSets);
    process.stdout.write(`${values.json ? JSON.stringify(outcome) : wordOutcome(outcome)}\n`);
    if (outcome.kind === 'another-is-active') process.exitCode = 2;
  }
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isMissing = 'code' in error && error.code === 'ENOENT';
  return isMissing ? 'The AWS command line (aws) is not installed. See docs/deploy.md#before-you-start' : error.message;
}
