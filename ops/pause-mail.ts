import { type CommandCall, requireAws, requireNoArguments } from './command-call.ts';
import { requireStack } from './deployed-stack.ts';
import type { CommandReport } from './command-report.ts';

const ONLY_SES = 'Only SES can be told to stop: the local stack sends nothing to anybody.';

/** Lets SES refuse all mail of this stage. The mailer takes that for a fault of the channel, so nothing is given up. */
export const runPause = (call: CommandCall): Promise<CommandReport> => setSending(call, false);

export const runResume = (call: CommandCall): Promise<CommandReport> => setSending(call, true);

async function setSending(call: CommandCall, enabled: boolean): Promise<CommandReport> {
  requireAws(call, ONLY_SES);
  requireNoArguments(call.args);
  const stack = await requireStack(call.aws, call.stage);
  const ConfigurationSetName = stack.resource('Sender', 'AWS::SES::ConfigurationSet');
  await call.aws('sesv2', 'put-configuration-set-sending-options', { ConfigurationSetName, SendingEnabled: enabled });
  const text = enabled
    ? `${stack.name} sends again. What has waited leaves within 15 minutes.`
    : `${stack.name} sends nothing. What people decide now waits, and the alarm of delayed mail will ring.`;
  const next = enabled ? 'npm run ops -- doctor' : 'npm run ops -- mail resume';
  return { text: [text], json: { sendingEnabled: enabled, configurationSet: ConfigurationSetName }, next };
}
