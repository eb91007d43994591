import type { DataDirectory } from '../data-directory.ts';
import type { MailStore } from '../mailbox/mail-store.ts';
import type { Template } from '../template/template.ts';
import { REGION } from '../template/values.ts';
import { type IncomingMail, openIncomingMail } from './incoming-mail.ts';
import { openMailTopics } from './mail-topics.ts';
import { openNotices } from './notices.ts';
import { bucketsOf, startObjects } from './objects.ts';
import { type OutgoingMail, startOutgoingMail } from './outgoing-mail.ts';
import { createQueues, type QueuesEngine } from './queues.ts';
import { createSecrets, type Secrets, serveSecrets } from './secrets.ts';
import { createTables, type TablesEngine } from './tables.ts';

/** What stands for AWS's services, with everything in it that the template describes. */
export interface Engines {
  readonly outgoing: OutgoingMail;
  readonly incoming: IncomingMail;
  /** Publishes what SES said to the process before and no function has worked off. Gives how many messages that were. */
  readonly publishAgain: () => Promise<number>;
  /** To be called with the body of each message that a queue deletes. */
  readonly settle: (body: string) => void;
  /** For the functions: where each service is, in the words of the AWS SDK. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

export interface EngineParts {
  readonly template: Template;
  readonly tables: TablesEngine;
  readonly queues: QueuesEngine;
  readonly mail: MailStore;
  readonly secrets: Secrets;
  readonly directory: DataDirectory;
  readonly environment: NodeJS.ProcessEnv;
}

/** Makes what the template describes and starts the remaining engines. Throws `LocalProblem` when the data directory does not fit. */
export async function startEngines({ template, tables, queues, mail, secrets, directory, environment }: EngineParts): Promise<Engines> {
  await Promise.all([createTables(template, tables.call), createQueues(template, queues), createSecrets(template, secrets)]);
  const notices = openNotices(directory.path('notices'), queues);
  const topics = openMailTopics(template, notices);
  const [objects, secretsServer] = await Promise.all([startObjects(directory.path('objects'), bucketsOf(template)), serveSecrets(secrets)]);
  const incoming = openIncomingMail(template, objects, notices);
  const outgoing = await startOutgoingMail({ store: mail, topics, incoming });
  return {
    outgoing,
    incoming,
    publishAgain: () => notices.publishAgain((mailId) => mail.get(mailId) !== undefined),
    settle: notices.settle,
    endpoints: {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_SQS: queues.url,
      AWS_ENDPOINT_URL_SNS: queues.url,
      AWS_ENDPOINT_URL_S3: objects.url,
      AWS_ENDPOINT_URL_SESV2: outgoing.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsServer.url,
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
      ...(tables.isExternal && credentialsOf(environment)),
    },
    stop: async () => {
      notices.stop();
      await Promise.all([objects, secretsServer, outgoing].map((engine) => engine.stop()));
    },
  };
}

// Only a DynamoDB somewhere else looks at these credentials.
function credentialsOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  const names = ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}
