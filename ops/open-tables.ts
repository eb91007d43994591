import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { owingShardsIn } from '../functions/platform/settings.ts';
import { type CommandCall, findWorkplace } from './command-call.ts';
import { OpsProblem } from './ops-problem.ts';
import { readFunctionSettings, useForSdk } from './workplace.ts';

/** The tables of one stack and what stands beside them, and a client that reaches the tables. */
export interface OpenTables {
  readonly db: DynamoDBDocumentClient;
  readonly rooms: string;
  readonly sends: string;
  readonly messages: string;
  readonly audit: string;
  readonly people: string;
  readonly feeds: string;
  readonly erasures: string;
  readonly wishes: string;
  /** Where rooms find wishes. */
  readonly wishEntries: string;
  readonly links: string;
  readonly proposals: string;
  /** The bucket of raw mail. */
  readonly inbox: string;
  readonly mailQueueUrl: string;
  readonly owingShards: number;
}

/** Finds the tables by the settings of the functions that use them. */
export async function openTables(call: CommandCall): Promise<OpenTables> {
  const place = findWorkplace(call);
  const [mailer, receiver, api] = await Promise.all([
    readFunctionSettings(place, 'send-mail', 'MailOutSendMail'),
    readFunctionSettings(place, 'receive-mail', 'MailInReceiveMail'),
    readFunctionSettings(place, 'rooms-api', 'RoomsApiRooms'),
  ]);
  useForSdk(mailer);
  const nameOf = (setting: string): string => {
    const name = mailer[setting] ?? receiver[setting] ?? api[setting];
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
    people: nameOf('PEOPLE_TABLE'),
    feeds: nameOf('FEEDS_TABLE'),
    erasures: nameOf('ERASURES_TABLE'),
    wishes: nameOf('WISHES_TABLE'),
    wishEntries: nameOf('WISH_ENTRIES_TABLE'),
    links: nameOf('LINKS_TABLE'),
    proposals: nameOf('PROPOSALS_TABLE'),
    inbox: nameOf('INBOX_BUCKET'),
    mailQueueUrl: nameOf('MAIL_QUEUE_URL'),
    owingShards: owingShardsIn({ OWING_SHARDS: nameOf('OWING_SHARDS') }),
  };
}
