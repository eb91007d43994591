import { resolveMx, resolveTxt } from 'node:dns/promises';
import { readConfig } from '../../infra/config.ts';
import { openStage } from '../../infra/stage-settings.ts';
import { type CommandCall, requireNoArguments } from '../command-call.ts';
import { requireStack } from '../deployed-stack.ts';
import type { CommandReport } from '../command-report.ts';
import { AWS_CHECKS } from './aws-checks.ts';
import { type Finding, runChecks } from './finding.ts';
import { checkLocal } from './local-checks.ts';

/** Checks everything that must hold. Exit status 1 when something is wrong or could not be asked. */
export async function runDoctor(call: CommandCall): Promise<CommandReport> {
  requireNoArguments(call.args);
  return toReport(call.local === undefined ? await checkAws(call) : await checkLocal(call.local, call));
}

async function checkAws({ aws, stage }: CommandCall): Promise<readonly Finding[]> {
  const stack = await requireStack(aws, stage);
  const settings = openStage({ ...process.env, STAGE: stage });
  return runChecks(AWS_CHECKS, {
    aws,
    stage,
    stack,
    deployed: readConfig((name) => stack.settings[name]),
    next: readConfig(settings.read).given,
    leftOut: settings.leftOut,
    dns: { mx: resolveMx, txt: resolveTxt },
    fetch,
    now: () => Date.now(),
  });
}

function toReport(findings: readonly Finding[]): CommandReport {
  const bad = findings.filter(({ state }) => state === 'wrong' || state === 'unknown');
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ state, check, found, mend }) => [
    `${state.padEnd(7)} ${check.padEnd(width)}  ${found}`,
    ...(mend === '' ? [] : [`      ${' '.repeat(width)}  -> ${mend}`]),
  ]);
  const verdict = bad.length === 0 ? 'Everything holds.' : `${bad.length} of ${findings.length} do not hold.`;
  return { text: [...lines, '', verdict], json: findings, exitCode: bad.length === 0 ? 0 : 1 };
}
