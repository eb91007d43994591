import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetConfigurationSetCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { silentLog } from '../functions/platform/log.ts';
import { SES_CLIENT } from '../functions/platform/mail/mailer.ts';
import { realWorld, type World } from '../functions/platform/world.ts';
import { HOPS } from '../functions/probe/hop.ts';
import { runProbe, type ProbeResult } from '../functions/probe/run-probe.ts';
import { wireProbe } from '../functions/probe/wire-probe.ts';
import { instantAt } from '../shared/time/instant.ts';
import { type CommandCall, findWorkplace, requireNoArguments } from './command-call.ts';
import type { CommandReport } from './command-report.ts';
import { OpsProblem } from './ops-problem.ts';
import { findRunningUrl, readFunctionSettings, useForSdk } from './workplace.ts';

/** Sends one session through the service, with the code and the settings of its functions, and tells how long each hop took. */
export async function runProbeCommand(call: CommandCall): Promise<CommandReport> {
  requireNoArguments(call.args);
  const place = findWorkplace(call);
  const [mailer, receiver] = await Promise.all([
    readFunctionSettings(place, 'send-mail', 'MailOutSendMail'),
    readFunctionSettings(place, 'receive-mail', 'MailInReceiveMail'),
  ]);
  useForSdk(mailer);
  const ses = new SESv2Client(SES_CLIENT);
  await requireSending(ses, mailer['CONFIGURATION_SET'] ?? '');
  const deps = wireProbe({
    environment: { ...receiver, ...mailer },
    db: DynamoDBDocumentClient.from(new DynamoDBClient()),
    s3: new S3Client(),
    sqs: new SQSClient(),
    ses,
    log: silentLog,
    world: place.kind === 'local' ? await readWorld(place.directory) : realWorld,
  });
  return toReport(await runProbe(deps));
}

/** Throws `OpsProblem` while sending is paused: then every probe would fail, after minutes. */
async function requireSending(ses: SESv2Client, ConfigurationSetName: string): Promise<void> {
  const { SendingOptions } = await ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }));
  if (SendingOptions?.SendingEnabled === false)
    throw new OpsProblem('Sending is paused, so no probe can come through. First: npm run ops -- mail resume');
}

/** The world with the clock of a local stack, which `--clock-offset` may have set. */
async function readWorld(directory: string): Promise<World> {
  const answer = await fetch(`${await findRunningUrl(directory)}/api/health`);
  const ahead = Date.parse(answer.headers.get('date') ?? '') - Date.now();
  // The header counts in seconds.
  const offsetMs = Number.isNaN(ahead) || Math.abs(ahead) < 2000 ? 0 : ahead;
  return { ...realWorld, now: () => instantAt(Date.now() + offsetMs) };
}

function toReport({ roomId, hops, failure, leftovers }: ProbeResult): CommandReport {
  const width = Math.max(...HOPS.map((hop) => hop.length));
  const lines = hops.map(({ hop, seconds }) => `${hop.padEnd(width)}  ${seconds.toFixed(2).padStart(7)} s`);
  const total = hops.reduce((sum, { seconds }) => sum + seconds, 0);
  const verdict =
    failure === null ? `The whole round trip took ${total.toFixed(1)} seconds.` : `The probe failed at "${failure.hop}": ${failure.why}`;
  return {
    text: [
      ...lines,
      '',
      ...(leftovers > 0 ? [`${leftovers === 1 ? '1 room' : `${leftovers} rooms`} of earlier probes that had died: cancelled.`] : []),
      verdict,
    ],
    json: { roomId, seconds: Math.round(total * 100) / 100, hops, failure, leftovers },
    exitCode: failure === null ? 0 : 1,
    ...(failure !== null && { next: 'npm run ops -- doctor' }),
  };
}
