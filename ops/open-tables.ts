import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type CommandCall, findWorkplace } from './command-call.ts';
import { OpsProblem } from './ops-problem.ts';
import { readFunctionSettings, useForSdk } from './workplace.ts';

/** The tables of one stack, and a client that reaches them. */
export interface OpenTables {
  readonly db: DynamoDBDocumentClient;
  readonly rooms: string;
  readonly sends: string;
  readonly messages: string;
  readonly audit: string;
}

/** Finds the tables by the settings of the functions that use them. */
export async function openTables(call: CommandCall): Promise<OpenTables> {
  const place = findWorkplace(call);
  const [mailer, receiver] = await Promise.all([
    readFunctionSettings(place, 'send-mail', 'MailOutSendMail'),
    readFunctionSettings(place, 'receive-mail', 'MailInReceiveMail'),
  ]);
  useForSdk(mailer);
  const nameOf = (setting: string): string => {
    const name = mailer[setting] ?? receiver[setting];
    if (name === undefined) throw new OpsProblem(`The functions of this stack have no setting ${setting}: deploy it again.`);
    return name;
  };
  const db = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 10 }));
  return {
    db,
    rooms: nameOf('ROOMS_TABLE'),
    sends: nameOf('SENDS_TABLE'),
    messages: nameOf('IMIP_MESSAGES_TABLE'),
    audit: nameOf('AUDIT_TABLE'),
  };
}
