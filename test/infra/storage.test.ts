import { expect, test } from 'vitest';
import { sourceFilesIn } from '../support/source-file.ts';
import { only, synthesize } from '../support/template.ts';

const { ofType, resources } = await synthesize();
const tables = ofType('AWS::DynamoDB::GlobalTable');
const tableWithKey = (key: string) => only(tables.filter(({ properties }) => properties.KeySchema[0].AttributeName === key)).properties;

test.each([['id'], ['token_hash'], ['send_key'], ['message_id'], ['sub'], ['secret_digest'], ['person_digest'], ['wish_id']])(
  'there is one table by %s, and that is its whole key',
  (key) => {
    expect(tableWithKey(key).KeySchema).toEqual([{ AttributeName: key, KeyType: 'HASH' }]);
  },
);

test.each([
  ['decided_at', 'decisions'],
  ['id', 'proposals'],
])('rows of a room are in the order of %s in the one table of its %s', (sortKey) => {
  const ofRooms = tables.filter(({ properties }) => properties.KeySchema[0].AttributeName === 'room_id');
  const keys = ofRooms.map(({ properties }) => properties.KeySchema.map(({ AttributeName }: any) => AttributeName));
  expect(keys).toContainEqual(['room_id', sortKey]);
});

test('a room finds wishes by their bucket, in the order in which they were made', () => {
  expect(tableWithKey('bucket').KeySchema).toEqual([
    { AttributeName: 'bucket', KeyType: 'HASH' },
    { AttributeName: 'entry', KeyType: 'RANGE' },
  ]);
});

test('there are no other tables', () => {
  expect(tables).toHaveLength(11);
});

test('every table can be restored to any second of the last 35 days', () => {
  for (const { properties } of tables) {
    expect(properties.Replicas).toEqual([
      expect.objectContaining({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
    ]);
  }
});

test('no table goes by accident: neither by its own deletion nor by that of the stack', () => {
  for (const { properties } of tables) {
    expect(properties.Replicas).toEqual([expect.objectContaining({ DeletionProtectionEnabled: true })]);
  }
});

test('tables are paid by use', () => {
  for (const { properties } of tables) expect(properties.BillingMode).toBe('PAY_PER_REQUEST');
});

test.each([['id'], ['token_hash'], ['send_key'], ['message_id'], ['sub'], ['secret_digest'], ['person_digest'], ['wish_id'], ['bucket']])(
  'rows by %s are forgotten in time',
  (key) => {
    expect(tableWithKey(key).TimeToLiveSpecification).toEqual({ AttributeName: 'ttl', Enabled: true });
  },
);

test.each([
  ['id', 'open_listings_by_day', ['open_day', 'start_utc'], 'INCLUDE'],
  ['id', 'room_keys_by_host', ['host_sub', 'start_utc'], 'KEYS_ONLY'],
  ['id', 'room_keys_by_guest', ['guest_sub', 'start_utc'], 'KEYS_ONLY'],
  ['id', 'rooms_by_uid', ['ics_uid'], 'KEYS_ONLY'],
  ['id', 'rooms_owing_mail', ['owing_shard', 'owing_since'], 'KEYS_ONLY'],
  ['message_id', 'messages_by_outcome', ['outcome', 'received_at'], 'ALL'],
  ['message_id', 'message_keys_by_uid', ['uid', 'received_at'], 'KEYS_ONLY'],
  ['person_digest', 'erasures_asked', ['asked_shard', 'asked_at'], 'KEYS_ONLY'],
  ['send_key', 'send_keys_by_room', ['room_id', 'created_at'], 'KEYS_ONLY'],
])('rows by %s are also found by %s', (key, name, keys, projection) => {
  const index = tableWithKey(key).GlobalSecondaryIndexes.find(({ IndexName }: any) => IndexName === name);
  expect(index.KeySchema.map(({ AttributeName }: any) => AttributeName)).toEqual(keys);
  expect(index.Projection.ProjectionType).toBe(projection);
});

test('no index of rooms holds a field of the room, so that a new field changes no index', () => {
  const projected = tableWithKey('id').GlobalSecondaryIndexes.flatMap(({ Projection }: any) => Projection.NonKeyAttributes ?? []);
  expect(projected).toEqual(['listing']);
});

test('no table is named by hand: two deployments can live in one account', () => {
  for (const { properties } of tables) expect(properties.TableName).toBeUndefined();
});

test('link keys are generated at deployment, as key ids beside the current one', () => {
  const { GenerateSecretString: keys } = only(
    ofType('AWS::SecretsManager::Secret').filter(({ id }) => id.startsWith('MagicLinks')),
  ).properties;
  expect(JSON.parse(keys.SecretStringTemplate)).toEqual({ current: 'k1' });
  expect(keys).toMatchObject({ GenerateStringKey: 'k1', PasswordLength: 64, ExcludePunctuation: true });
});

test('raw mail is private, travels over TLS only, lies encrypted, and is gone after 30 days', () => {
  const bucket = only(ofType('AWS::S3::Bucket').filter(({ id }) => id.startsWith('Inbox')));
  expect(bucket.properties.PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  expect(JSON.stringify(bucket.properties.BucketEncryption)).toContain('AES256');
  expect(bucket.properties.LifecycleConfiguration.Rules).toEqual([
    expect.objectContaining({ ExpirationInDays: 30, Status: 'Enabled' }),
    // What comes to probes is read within minutes.
    { Prefix: 'probe/', ExpirationInDays: 1, Status: 'Enabled' },
  ]);
  const policies = ofType('AWS::S3::BucketPolicy').filter(({ properties }) => properties.Bucket.Ref === bucket.id);
  const denials = only(policies).properties.PolicyDocument.Statement.filter(({ Effect }: any) => Effect === 'Deny');
  expect(denials).toContainEqual(
    expect.objectContaining({ Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } }, Principal: { AWS: '*' } }),
  );
  expect(denials).toContainEqual(expect.objectContaining({ Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }));
});

test('the one custom resource publishes the pages: no code of ours runs with the rights of a deployment', () => {
  const custom = resources.filter(({ type }) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource');
  expect(custom.map(({ type }) => type)).toEqual(['Custom::Pages']);
});

test('the names of all indexes stand in one file', () => {
  const names = tables.flatMap(({ properties }) => (properties.GlobalSecondaryIndexes ?? []).map(({ IndexName }: any) => IndexName));
  const named = ['shared', 'functions', 'infra', 'local', 'scripts']
    .flatMap(sourceFilesIn)
    .filter(({ nodes }) => nodes.some(({ value }) => names.includes(value)))
    .map(({ path }) => path);
  expect(names).toHaveLength(10);
  expect(named).toEqual(['shared/words/table-names.ts']);
});
