import { isDeepStrictEqual } from 'node:util';
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createProfile, type Profile } from '../../../shared/room/profile.ts';
import { PEOPLE } from '../../../shared/words/table-names.ts';
import { conditionally } from '../conditional-write.ts';
import { profileAttributes, parseProfileItem } from './profile-item.ts';

export interface StoredProfile {
  readonly profile: Profile;
  /** The optimistic lock; 0 while nothing is stored. */
  readonly version: number;
}

/** The rows of `people`. */
export interface PeopleStore {
  /** The profile as it now is; an empty one for somebody of whom nothing is stored. */
  readonly load: (sub: string) => Promise<StoredProfile>;
  /** Stores a changed profile. False when somebody else stored one since it was read. */
  readonly save: (read: StoredProfile, profile: Profile) => Promise<boolean>;
}

export function createPeopleStore(db: DynamoDBDocumentClient, table: string): PeopleStore {
  return {
    load: async (sub) => {
      const { Item } = await db.send(new GetCommand({ TableName: table, Key: { [PEOPLE.key]: sub }, ConsistentRead: true }));
      return Item ? parseProfileItem(Item) : { profile: createProfile(sub), version: 0 };
    },
    save: async (read, profile) => (await conditionally(db.send(profileWrite(table, read, profile)))) !== undefined,
  };
}

/** An update of what changed, so that all else that a newer version of the code keeps in the row stays as it is. */
function profileWrite(table: string, { version, profile: before }: StoredProfile, profile: Profile): UpdateCommand {
  const old: Readonly<Record<string, unknown>> = version === 0 ? {} : profileAttributes(before);
  const all: Readonly<Record<string, unknown>> = { ...profileAttributes(profile), version: version + 1 };
  const attributes = Object.entries(all).filter(([name, value]) => !isDeepStrictEqual(value, old[name]));
  const set = attributes.filter(([, value]) => value !== undefined);
  const removed = attributes.filter(([, value]) => value === undefined);
  return new UpdateCommand({
    TableName: table,
    Key: { [PEOPLE.key]: profile.sub },
    ConditionExpression: version === 0 ? 'attribute_not_exists(#version)' : '#version = :read',
    UpdateExpression: [
      `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ...(removed.length > 0 ? [`REMOVE ${removed.map(([name]) => `#${name}`).join(', ')}`] : []),
    ].join(' '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ...(version !== 0 && { ':read': version }),
    },
  });
}
