import { expect, test } from 'vitest';
import { FUNCTIONS } from '../../infra/build-folders.ts';
import { actionsOf, asText, only, resourcesOf, type Statement, synthesize } from '../support/template.ts';

const names = Object.keys(FUNCTIONS);
const organizer = { NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org', PROBE_MINUTES: '15' };
const { allows, lambda, ofType } = await synthesize(organizer);
const verifiedBefore = await synthesize({ ...organizer, SENDING_IDENTITY: 'example.org' });
const statements = names.flatMap(allows);
const mayDo = (action: string) => names.filter((name) => allows(name).some((statement) => actionsOf(statement).includes(action)));

test('every function has a role of its own, and nobody else may use it', () => {
  const roles = names.map((name) => asText(lambda(name).properties.Role));
  expect(new Set(roles).size).toBe(names.length);
  const users = ofType('AWS::IAM::Role').map(({ properties }) => {
    expect(properties.ManagedPolicyArns).toBeUndefined();
    const statement = only<any>(properties.AssumeRolePolicyDocument.Statement);
    expect(statement).toMatchObject({ Action: 'sts:AssumeRole', Effect: 'Allow' });
    return statement.Principal.Service;
  });
  const others = users.filter((user) => user !== 'lambda.amazonaws.com');
  expect(users.length - others.length).toBe(names.length);
  expect(new Set(others)).toEqual(new Set(['events.amazonaws.com', 'states.amazonaws.com']));
  expect(others).toHaveLength(2);
});

test('the check of the receipt rule may ask SES which rule set is active, and nothing else', () => {
  const machine = only(ofType('AWS::StepFunctions::StateMachine'));
  const policy = only(
    ofType('AWS::IAM::Policy').filter(({ properties }) =>
      properties.Roles.some(({ Ref }: any) => asText(machine.properties.RoleArn).startsWith(`<${Ref}.`)),
    ),
  );
  expect(policy.properties.PolicyDocument.Statement).toEqual([
    { Action: 'ses:DescribeActiveReceiptRuleSet', Effect: 'Allow', Resource: '*' },
  ]);
});

test('the sweeper reads outboxes of rooms and nothing else of them', () => {
  const reads = allows('sweep-mail').filter((statement) => actionsOf(statement).includes('dynamodb:BatchGetItem'));
  expect(reads.map(({ Condition }) => Condition)).toEqual([
    {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['id', 'outbox'] },
      StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    },
  ]);
});

test('no function may do anything by a wildcard', () => {
  expect(statements.flatMap(actionsOf).filter((action) => action.includes('*'))).toEqual([]);
});

test('no function may touch anything by a wildcard, but all of the mail that arrives, all mail of probes, all files of the site, and the question how fast the account sends', () => {
  const wild = statements.flatMap(resourcesOf).filter((resource) => resource.includes('*'));
  expect(wild.sort()).toEqual([
    '*',
    expect.stringMatching(/^<InboxBucket\w+\.Arn>\/inbound\/\*$/),
    expect.stringMatching(/^<InboxBucket\w+\.Arn>\/inbound\/\*$/),
    expect.stringMatching(/^<InboxBucket\w+\.Arn>\/probe\/\*$/),
    expect.stringMatching(/^<SiteBucket\w+\.Arn>\/\*$/),
  ]);
});

test('a function writes its own log and no other', () => {
  for (const name of names) {
    const log = lambda(name).properties.LoggingConfig.LogGroup.Ref;
    const writes = allows(name).filter((statement) => actionsOf(statement).some((action) => action.startsWith('logs:')));
    expect(writes.flatMap(resourcesOf)).toEqual([`<${log}.Arn>`]);
  }
});

const ERASER = 'erase-people';

test('no function may change a table, or delete a row but of a wish, and only the one that erases people may read tables whole', () => {
  const doneBy = (functions: readonly string[]) =>
    new Set(
      functions
        .flatMap(allows)
        .flatMap(actionsOf)
        .filter((action) => action.startsWith('dynamodb:')),
    );
  const done = doneBy(names.filter((name) => name !== ERASER));
  expect([...doneBy([ERASER])].filter((action) => !done.has(action)).sort()).toEqual(['dynamodb:Scan']);
  expect([...done].sort()).toEqual([
    'dynamodb:BatchGetItem',
    'dynamodb:BatchWriteItem',
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
  ]);
  const deleted = names
    .filter((name) => name !== ERASER)
    .flatMap(allows)
    .filter((statement) => actionsOf(statement).some((action) => /:(DeleteItem|BatchWriteItem)$/.test(action)))
    .flatMap(resourcesOf);
  expect(deleted.filter((resource) => !/^<Wishes(Rows|Entries)/.test(resource))).toEqual([]);
});

test('the function that erases people deletes no room and no decision, and reads whole only the tables in which no index finds a person', () => {
  const on = (action: string) =>
    allows(ERASER)
      .filter((statement) => actionsOf(statement).includes(action))
      .flatMap(resourcesOf)
      .map((resource) => /^<([A-Za-z]+?)(Table)?[0-9A-F]{8}/.exec(resource)?.[1] ?? '')
      .sort();
  expect(on('dynamodb:DeleteItem')).toEqual(['Feed', 'MagicLinks', 'MailInMessages', 'People', 'WishesRows']);
  expect(on('dynamodb:Scan')).toEqual(['Feed', 'Ledger', 'MagicLinks', 'MailInMessages', 'People', 'Rooms']);
  expect(on('s3:DeleteObject')).toEqual(['InboxBucket']);
});

test('only the function that erases people may delete from the user pool, and nothing else there', async () => {
  const onPools = (all: typeof allows) =>
    names
      .flatMap((name) => all(name).map((statement) => ({ name, statement })))
      .filter(({ statement }) => actionsOf(statement).some((action) => action.startsWith('cognito-idp:')));
  const [found, ...others] = onPools(allows);
  expect(others).toEqual([]);
  expect([found!.name, actionsOf(found!.statement)]).toEqual([ERASER, ['cognito-idp:AdminDeleteUser']]);
  expect(resourcesOf(found!.statement)).toEqual([expect.stringMatching(/:userpool\/<SignInPeople\w+>$/)]);
  const elsewhere = { PROBE_MINUTES: '60', OIDC_ISSUER: 'https://login.example.org', OIDC_AUDIENCE: 'practice' };
  expect(onPools((await synthesize(elsewhere)).allows)).toEqual([]);
  const own = onPools((await synthesize({ ...elsewhere, OIDC_USER_POOL_ID: 'eu-west-1_a1B2c3D4e' })).allows);
  expect(own.flatMap(({ statement }) => resourcesOf(statement))).toEqual([expect.stringMatching(/:userpool\/eu-west-1_a1B2c3D4e$/)]);
});

test('a room, a profile and a row of the ledger are saved by an update on condition: nobody may put one', () => {
  const puts = statements.filter((statement) => actionsOf(statement).includes('dynamodb:PutItem')).flatMap(resourcesOf);
  expect(puts.filter((resource) => /^<(Rooms|Ledger|People|FeedTable)Table/.test(resource))).toEqual([]);
});

test('each function writes only the tables that it needs, and each of them in one way', () => {
  const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];
  const written = (name: string) =>
    WRITES.flatMap((write) =>
      allows(name)
        .filter((statement) => actionsOf(statement).includes(`dynamodb:${write}`))
        .flatMap(resourcesOf)
        .map((resource) => `${write} ${resource.replace(/^<(\w+?)(?:Table)?[0-9A-F]{8}\.Arn>$/, '$1')}`),
    ).sort();
  expect(Object.fromEntries(names.filter((name) => name !== ERASER).map((name) => [name, written(name)]))).toEqual({
    'rooms-api': [
      'BatchWriteItem WishesEntries',
      'DeleteItem WishesRows',
      'PutItem WishesRows',
      'UpdateItem Erasures',
      'UpdateItem Feed',
      'UpdateItem People',
      'UpdateItem Rooms',
    ],
    links: ['BatchWriteItem WishesEntries', 'DeleteItem WishesRows', 'UpdateItem MagicLinks', 'UpdateItem People', 'UpdateItem Rooms'],
    feeds: ['UpdateItem Feed'],
    'send-mail': [
      'PutItem AuditDecisions',
      'PutItem AuditProposals',
      'PutItem MagicLinks',
      'UpdateItem Ledger',
      'UpdateItem People',
      'UpdateItem Rooms',
    ],
    'sweep-mail': [],
    'receive-mail': ['PutItem MailInMessages', 'UpdateItem People', 'UpdateItem Rooms'],
    'record-status': ['UpdateItem Ledger', 'UpdateItem Rooms'],
    'run-probe': ['UpdateItem Ledger', 'UpdateItem Rooms'],
    'publish-site': [],
  });
});

test('each function queries only the indexes that it needs, and the API also the decisions and proposals of one room', () => {
  const queried = (name: string) =>
    allows(name)
      .filter((statement) => actionsOf(statement).includes('dynamodb:Query'))
      .flatMap(resourcesOf)
      .map((resource) => resource.replace(/^.*\/index\//, ''))
      .sort();
  expect(Object.fromEntries(names.map((name) => [name, queried(name)]))).toEqual({
    'rooms-api': [
      expect.stringMatching(/^<AuditDecisions\w+\.Arn>$/),
      expect.stringMatching(/^<AuditProposals\w+\.Arn>$/),
      'message_keys_by_uid',
      'open_listings_by_day',
      'room_keys_by_guest',
      'room_keys_by_host',
      'send_keys_by_room',
    ],
    links: ['open_listings_by_day', 'room_keys_by_guest', 'room_keys_by_host'],
    feeds: ['room_keys_by_guest', 'room_keys_by_host'],
    'send-mail': [expect.stringMatching(/^<WishesEntries\w+\.Arn>$/), 'room_keys_by_guest', 'room_keys_by_host'],
    'sweep-mail': ['rooms_owing_mail', 'unheard_mail'],
    'receive-mail': ['room_keys_by_guest', 'room_keys_by_host', 'rooms_by_uid'],
    'record-status': [],
    'erase-people': [
      expect.stringMatching(/^<AuditDecisions\w+\.Arn>$/),
      expect.stringMatching(/^<AuditProposals\w+\.Arn>$/),
      'erasures_asked',
      'send_keys_by_room',
    ],
    'run-probe': ['room_keys_by_host', 'send_keys_by_room'],
    'publish-site': [],
  });
});

test('the mailer can send only from the organizer identity, and only as the organizer', () => {
  const isSending = (statement: Statement) => actionsOf(statement).some((action) => action.startsWith('ses:Send'));
  const sending = allows('send-mail').filter(isSending);
  expect(sending).toHaveLength(1);
  expect(sending[0]!.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'practice@meet.example.org' } });
  expect(sending.flatMap(resourcesOf).sort()).toEqual([
    expect.stringMatching(/:configuration-set\/<SenderConfigurationSet\w+>$/),
    expect.stringMatching(/:identity\/<SenderIdentity\w+>$/),
  ]);
});

test('a probe sends only as its guest, reads only mail of probes, and writes one row of the ledger, which is about no mail', () => {
  const conditionOf = (action: string) =>
    allows('run-probe')
      .filter((statement) => actionsOf(statement).includes(action))
      .map(({ Condition }) => Condition);
  expect(conditionOf('ses:SendEmail')).toEqual([{ StringEquals: { 'ses:FromAddress': 'probe-guest@meet.example.org' } }]);
  expect(conditionOf('s3:ListBucket')).toEqual([{ StringEquals: { 's3:prefix': 'probe/' } }]);
  expect(conditionOf('dynamodb:UpdateItem')).toContainEqual({
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['last-probe'] },
  });
});

test('the mailer may ask how fast the account sends, and not where a setting says it', async () => {
  const asking = (allowed: typeof allows) => allowed('send-mail').filter((statement) => actionsOf(statement).includes('ses:GetAccount'));
  expect(asking(allows).map(actionsOf)).toEqual([['ses:GetAccount']]);
  expect(asking((await synthesize({ SES_MAX_SEND_RATE: '14' })).allows)).toEqual([]);
});

test('an identity that was verified before is named in the same way', () => {
  const sending = verifiedBefore.allows('send-mail').filter((statement) => actionsOf(statement).includes('ses:SendEmail'));
  expect(sending.flatMap(resourcesOf)).toContainEqual(expect.stringMatching(/:identity\/example\.org$/));
});

test.each([
  ['ses:SendEmail', ['send-mail', 'run-probe']],
  ['ses:SendRawEmail', ['send-mail', 'run-probe']],
  ['secretsmanager:GetSecretValue', ['rooms-api', 'links', 'feeds', 'send-mail', 'record-status']],
  ['s3:GetObject', ['receive-mail', 'run-probe']],
  ['s3:PutObject', ['publish-site']],
])('%s is for %s alone', (action, allowed) => {
  expect(mayDo(action)).toEqual(allowed);
});

test.each([
  ['MagicLinks', ['links', 'send-mail']],
  ['LedgerKey', ['send-mail']],
  ['VenueKey', ['rooms-api', 'feeds', 'send-mail']],
  ['OriginKey', ['rooms-api', 'links', 'feeds', 'record-status']],
])('the secret of %s is for %s alone', (secret, allowed) => {
  const readers = names.filter((name) =>
    allows(name).some(
      (statement) =>
        actionsOf(statement).includes('secretsmanager:GetSecretValue') &&
        resourcesOf(statement).some((arn) => arn.startsWith(`<${secret}`)),
    ),
  );
  expect(readers).toEqual(allowed);
});

test('each function that decides about rooms may hint that mail is owed, and so may the sweeper', () => {
  expect(mayDo('sqs:SendMessage')).toEqual(names.filter((name) => name !== 'publish-site' && name !== 'feeds'));
});
