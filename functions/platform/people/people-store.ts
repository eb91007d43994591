import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { newAccount, type Account } from '../../../shared/room/account.ts';
import { conditionally } from '../conditional-write.ts';
import { accountAttributes, parseAccountItem } from './account-item.ts';

export interface StoredAccount {
  readonly account: Account;
  /** The optimistic lock; 0 while nothing is stored. */
  readonly version: number;
}

/** The rows of `people`. */
export interface PeopleStore {
  /** The account as it now is; an empty one for somebody of whom nothing is stored. */
  readonly load: (sub: string) => Promise<StoredAccount>;
  /** Stores a changed account. False when somebody else stored one since it was read. */
  readonly save: (read: StoredAccount, account: Account) => Promise<boolean>;
}

export function createPeopleStore(db: DynamoDBDocumentClient, table: string): PeopleStore {
  return {
    load: async (sub) => {
      const { Item } = await db.send(new GetCommand({ TableName: table, Key: { sub }, ConsistentRead: true }));
      return Item ? parseAccountItem(Item) : { account: newAccount(sub), version: 0 };
    },
    save: async (read, account) => (await conditionally(db.send(accountWrite(table, read.version, account)))) !== undefined,
  };
}

/** An update and never a put, so that what a newer version of the code keeps in the row stays there. */
function accountWrite(table: string, version: number, account: Account): UpdateCommand {
  const attributes = Object.entries({ ...accountAttributes(account), version: version + 1 });
  const set = attributes.filter(([, value]) => value !== undefined);
  const removed = attributes.filter(([, value]) => value === undefined);
  return new UpdateCommand({
    TableName: table,
    Key: { sub: account.sub },
    ConditionExpression: version === 0 ? 'attribute_not_exists(#version)' : '#version = :read',
    UpdateExpression: [
      `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ...(removed.length > 0 ? [`REMOVE ${removed.map(([name]) => `#${name}`).join(', ')}`] : []),
    ].join(' '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ...(version > 0 && { ':read': version }),
    },
  });
}
