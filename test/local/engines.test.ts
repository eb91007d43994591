import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf, type SesMail } from '../../local/engines/mail-events.ts';
import type { MailTopics } from '../../local/engines/mail-topics.ts';
import { type ObjectsEngine, startObjects } from '../../local/engines/objects.ts';
import type { ArrivingMail } from '../../local/engines/incoming-mail.ts';
import { type OutgoingMail, startOutgoingMail } from '../../local/engines/outgoing-mail.ts';
import { createSecrets, openSecrets, serveSecrets } from '../../local/engines/secrets.ts';
import { type MailStore, openMailStore } from '../../local/mailbox/mail-store.ts';
import { openTemplate, readResources } from '../../local/template/template.ts';
import { makeValues } from '../../local/template/values.ts';

const directory = mkdtempSync(join(tmpdir(), 'local-engines-'));
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = { region: 'eu-west-1', credentials, maxAttempts: 1 };
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(stops.map((stop) => stop()));
  rmSync(directory, { recursive: true });
});

describe('objects', () => {
  const path = join(directory, 'objects');
  const open = async (): Promise<[S3Client, ObjectsEngine]> => {
    const engine = await startObjects(path, new Set(['inbox']));
    stops.push(engine.stop);
    return [new S3Client({ ...client, endpoint: engine.url }), engine];
  };

  test('objects are given back as they were stored, also by another process', async () => {
    const [first] = await open();
    const contents = Buffer.from([0, 13, 10, 255, 0xc3]);
    await first.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'inbound/a b+c/é', Body: contents }));
    const [second] = await open();
    const found = await second.send(new GetObjectCommand({ Bucket: 'inbox', Key: 'inbound/a b+c/é' }));
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? [])).toEqual(contents);
    expect((await second.send(new HeadObjectCommand({ Bucket: 'inbox', Key: 'inbound/a b+c/é' }))).ContentLength).toBe(5);
  });

  test('objects that are missing, or in no bucket of the template, are said to be', async () => {
    const [s3] = await open();
    await expect(s3.send(new GetObjectCommand({ Bucket: 'inbox', Key: 'none' }))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'other', Key: 'none' }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('objects cannot leave their bucket by their key', async () => {
    const [s3, engine] = await open();
    await engine.put('inbox', '../../escaped', Buffer.from('x'));
    expect((await s3.send(new ListObjectsV2Command({ Bucket: 'inbox', Prefix: '../' }))).Contents?.[0]?.Key).toBe('../../escaped');
  });

  test('objects are listed in order and in pages', async () => {
    const [s3, engine] = await open();
    for (const key of ['list/c', 'list/a', 'list/b']) await engine.put('inbox', key, Buffer.from(key));
    const first = await s3.send(new ListObjectsV2Command({ Bucket: 'inbox', Prefix: 'list/', MaxKeys: 2 }));
    const second = await s3.send(
      new ListObjectsV2Command({ Bucket: 'inbox', Prefix: 'list/', ContinuationToken: first.NextContinuationToken }),
    );
    expect([first, second].map(({ Contents = [] }) => Contents.map(({ Key }) => Key))).toEqual([['list/a', 'list/b'], ['list/c']]);
  });
});

describe('secrets', () => {
  const raw = readResources({
    Resources: {
      KeysAAAAAAAA: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { GenerateSecretString: { SecretStringTemplate: '{"current":"k1"}', GenerateStringKey: 'k1', PasswordLength: 64 } },
      },
    },
  });
  const template = openTemplate(raw, makeValues(raw, { queues: '', site: '' }));
  const file = join(directory, 'secrets.json');
  const read = async (arn: string) => {
    const secrets = openSecrets(file);
    await createSecrets(template, secrets);
    const engine = await serveSecrets(secrets);
    stops.push(engine.stop);
    const manager = new SecretsManagerClient({ ...client, endpoint: engine.url });
    return { manager, value: () => manager.send(new GetSecretValueCommand({ SecretId: arn })) };
  };
  const arn = template.ofType('AWS::SecretsManager::Secret').map(({ id }) => template.arn(id))[0]!;

  test('secrets are generated as the template says, once', async () => {
    const first = (await (await read(arn)).value()).SecretString ?? '';
    expect(JSON.parse(first)).toEqual({ current: 'k1', k1: expect.stringMatching(/^[A-Za-z0-9]{64}$/) });
    expect((await (await read(arn)).value()).SecretString).toBe(first);
  });

  test('secrets can be replaced, as a rotation does', async () => {
    await (await read(arn)).manager.send(new PutSecretValueCommand({ SecretId: arn, SecretString: '{"current":"k2"}' }));
    expect((await (await read(arn)).value()).SecretString).toBe('{"current":"k2"}');
  });

  test('secrets that do not exist are said not to', async () => {
    await expect((await read(`${arn}x`)).value()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('secrets in a damaged file stop the start with the way out', () => {
    writeFileSync(join(directory, 'damaged.json'), '{"a":1}');
    expect(() => openSecrets(join(directory, 'damaged.json'))).toThrow(/damaged.json is damaged: start once with --fresh/);
  });
});

describe('outgoing mail', () => {
  const raw = Buffer.from('From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?B?w6k=?=\r\n\r\nHi\r\n');
  const events: { type: string; event: any }[] = [];
  let store: MailStore;
  let engine: OutgoingMail;
  let ses: SESv2Client;
  const sendOne = (to = 'b@example.org', set = 'ours') =>
    new SendEmailCommand({
      FromEmailAddress: 'a@example.org',
      Destination: { ToAddresses: [to] },
      Content: { Raw: { Data: raw } },
      ConfigurationSetName: set,
      EmailTags: [{ Name: 'send_key', Value: 'k' }],
    });
  const come: ArrivingMail[] = [];
  const incoming = {
    accepts: (recipient: string) => recipient.endsWith('@meet.example'),
    receive: async (mail: ArrivingMail) => (come.push(mail), 'id'),
  };
  const send = (to?: string, set?: string) => ses.send(sendOne(to, set));

  beforeAll(async () => {
    store = openMailStore(join(directory, 'mail'));
    const topics = {
      has: (set: string) => set === 'ours',
      write: (mail: SesMail) => async () => void events.push(...eventsOf(mail)),
    };
    engine = await startOutgoingMail({ store, topics, incoming });
    stops.push(engine.stop);
    ses = new SESv2Client({ ...client, endpoint: engine.url });
  });

  test('mail to an address that SES receives mail for comes in again, from the sender of its envelope and proven', async () => {
    await send('probe@meet.example');
    await expect.poll(() => come).toEqual([{ raw, sender: 'a@example.org', recipients: ['probe@meet.example'], verdict: 'pass' }]);
  });

  test('outgoing mail is kept byte for byte, and found again by another process', async () => {
    const { MessageId } = await send();
    const again = openMailStore(join(directory, 'mail'));
    expect(await again.raw(MessageId!)).toEqual(raw);
    expect(again.list('B@example.org')).toEqual([
      {
        id: MessageId,
        to: 'b@example.org',
        from: 'a@example.org',
        subject: 'é',
        method: null,
        uid: null,
        sequence: null,
        at: expect.any(String),
      },
    ]);
    expect(store.list()).toEqual(again.list());
    expect(again.list('nobody@example.org')).toEqual([]);
  });

  test('events about outgoing mail come as from SES: Send, then Delivery, with the tags', async () => {
    events.length = 0;
    const { MessageId } = await send();
    await expect.poll(() => events.map(({ type }) => type)).toEqual(['SEND', 'DELIVERY']);
    expect(events[1]?.event).toMatchObject({
      eventType: 'Delivery',
      mail: {
        messageId: MessageId,
        destination: ['b@example.org'],
        tags: { send_key: ['k'], 'ses:configuration-set': ['ours'] },
        commonHeaders: { to: ['b@example.org'] },
      },
      delivery: { recipients: ['b@example.org'] },
    });
  });

  test('outgoing mail has its events written down before it is stored, so that a kill in between loses none', async () => {
    const order: string[] = [];
    const topics: MailTopics = { has: () => true, write: () => (order.push('written'), async () => void order.push('published')) };
    const watched: MailStore = { ...store, add: (mail) => (order.push('stored'), store.add(mail)) };
    const other = await startOutgoingMail({ store: watched, topics, incoming });
    stops.push(other.stop);
    await new SESv2Client({ ...client, endpoint: other.url }).send(sendOne());
    await expect.poll(() => order).toEqual(['written', 'stored', 'published']);
  });

  test.each([
    ['bounce@simulator.amazonses.com', ['SEND', 'BOUNCE']],
    ['complaint+label@simulator.amazonses.com', ['SEND', 'DELIVERY', 'COMPLAINT']],
  ])('a mail to %s fares as it does at SES', async (address, types) => {
    events.length = 0;
    await send(address);
    await expect.poll(() => events.map(({ type }) => type)).toEqual(types);
  });

  test('outgoing mail of an unknown configuration set is refused', async () => {
    await expect(send('b@example.org', 'theirs')).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('outgoing mail can be made to fail before it is taken', async () => {
    const before = store.list().length;
    engine.failNext('throttle', 1);
    engine.failNext('server-error', 1);
    await expect(send()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(send()).rejects.toMatchObject({ name: 'InternalServiceErrorException' });
    expect(store.list()).toHaveLength(before);
    await send();
    expect(store.list()).toHaveLength(before + 1);
  });

  test('outgoing mail can be taken although the caller never gets an answer', async () => {
    const before = store.list().length;
    engine.failNext('drop-after-accepting', 1);
    await expect(send()).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(store.list()).toHaveLength(before + 1);
  });

  test('outgoing mail that was only half written does not exist', () => {
    const half = mkdtempSync(join(directory, 'half-'));
    writeFileSync(join(half, 'summaries.jsonl'), '{"id":"1","to":"b@exam');
    expect(openMailStore(half).list()).toEqual([]);
  });

  test('outgoing mail in a damaged directory stops the start with the way out', () => {
    const damaged = mkdtempSync(join(directory, 'damaged-'));
    writeFileSync(join(damaged, 'summaries.jsonl'), 'no json\n');
    expect(() => openMailStore(damaged)).toThrow(/summaries.jsonl is damaged: start once with --fresh/);
  });
});
