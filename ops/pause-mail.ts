import { PutConfigurationSetSendingOptionsCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { type CommandCall, findWorkplace, requireNoArguments } from './command-call.ts';
import { requireStack } from './deployed-stack.ts';
import type { CommandReport } from './command-report.ts';
import { readFunctionSettings, useForSdk } from './workplace.ts';

/** Lets SES refuse all mail of this stage. The mailer takes that for a fault of the channel, so nothing is given up. */
export const runPause = (call: CommandCall): Promise<CommandReport> => setSending(call, false);

export const runResume = (call: CommandCall): Promise<CommandReport> => setSending(call, true);

async function setSending(call: CommandCall, enabled: boolean): Promise<CommandReport> {
  requireNoArguments(call.args);
  const { who, configurationSet } = call.local === undefined ? await setDeployed(call, enabled) : await setLocal(call, enabled);
  const text = enabled
    ? `${who} sends again. What has waited leaves within 15 minutes.`
    : `${who} sends nothing. What people decide now waits, and the alarm of a channel that is down will ring.`;
  const next = enabled ? 'npm run ops -- doctor' : 'npm run ops -- mail resume';
  return { text: [text], json: { sendingEnabled: enabled, configurationSet }, next };
}

interface Switched {
  readonly who: string;
  readonly configurationSet: string;
}

async function setDeployed({ aws, stage }: CommandCall, SendingEnabled: boolean): Promise<Switched> {
  const stack = await requireStack(aws, stage);
  const ConfigurationSetName = stack.resource('Sender', 'AWS::SES::ConfigurationSet');
  await aws('sesv2', 'put-configuration-set-sending-options', { ConfigurationSetName, SendingEnabled });
  return { who: stack.name, configurationSet: ConfigurationSetName };
}

async function setLocal(call: CommandCall, SendingEnabled: boolean): Promise<Switched> {
  const settings = await readFunctionSettings(findWorkplace(call), 'send-mail', 'MailOutSendMail');
  useForSdk(settings);
  const ConfigurationSetName = settings['CONFIGURATION_SET'] ?? '';
  await new SESv2Client().send(new PutConfigurationSetSendingOptionsCommand({ ConfigurationSetName, SendingEnabled }));
  return { who: 'The local stack', configurationSet: ConfigurationSetName };
}
