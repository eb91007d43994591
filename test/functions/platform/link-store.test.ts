import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLinkStore, type LinkStore } from '../../../functions/platform/links/link-store.ts';
import { hashOf } from '../../../functions/platform/links/link-token.ts';
import { MagicLinks } from '../../../infra/links.ts';
import { linksIn } from '../../../shared/link/link.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { everyMail } from '../../support/decided-mail.ts';
import { memoryLinks } from '../../support/memory-links.ts';
import { monday, seed } from '../../support/rooms.ts';
import { testTable } from '../../support/tables.ts';

const grants = everyMail().flatMap(({ name, mail }) => linksIn(mail).map((grant) => ({ name: `${grant.purpose}, ${name}`, grant })));
const { grant } = grants[0]!;
let made = 0;
const freshHash = () => hashOf(`token ${++made}`);

interface Backend {
  readonly links: LinkStore;
  readonly close: () => Promise<void>;
}

interface DynamoBackend extends Backend {
  readonly db: DynamoDBDocumentClient;
  readonly table: string;
}

async function dynamoLinks(endpoint?: string): Promise<DynamoBackend> {
  const { db, name, drop } = await testTable((scope) => new MagicLinks(scope, 'MagicLinks'), endpoint);
  return { db, table: name, links: createLinkStore(db, name), close: drop };
}

const elsewhere = process.env['DYNAMODB_ENDPOINT'];
const dynamos: readonly (readonly [string, () => Promise<DynamoBackend>])[] = [
  ['dynalite', () => dynamoLinks()],
  ...(elsewhere ? [[elsewhere, () => dynamoLinks(elsewhere)] as const] : []),
];
const backends: readonly (readonly [string, () => Promise<Backend>])[] = [
  ['memory', async () => ({ links: memoryLinks(), close: async () => {} })],
  ...dynamos,
];

describe.each(backends)('links in %s', (_, open) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  test.each(grants)('a stored link comes back as it was given out: $name', async ({ grant: given }) => {
    const hash = freshHash();
    await backend.links.put(hash, given, seed(3));
    expect(await backend.links.get(hash)).toEqual({ ...given, seed: seed(3), usedAt: null });
  });

  test('a link that was never given out is not found', async () => {
    expect(await backend.links.get(freshHash())).toBeUndefined();
  });

  test('a link keeps when it was first used', async () => {
    const hash = freshHash();
    await backend.links.put(hash, grant, seed(3));
    await backend.links.markUsed(hash, monday);
    await backend.links.markUsed(hash, plusMinutes(monday, 5));
    expect(await backend.links.get(hash)).toMatchObject({ usedAt: monday });
  });

  test('a used link stays used when its mail is written once more', async () => {
    const hash = freshHash();
    await backend.links.put(hash, grant, seed(3));
    await backend.links.markUsed(hash, monday);
    await backend.links.put(hash, grant, seed(3));
    expect(await backend.links.get(hash)).toMatchObject({ usedAt: monday });
  });

  test('marking an unknown link as used does not create it', async () => {
    const hash = freshHash();
    await backend.links.markUsed(hash, monday);
    expect(await backend.links.get(hash)).toBeUndefined();
  });
});

describe.each(dynamos)('a row in %s', (_, open) => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  test('a row of magic_links knows the token by its hash alone, and goes a week after it expired', async () => {
    const hash = freshHash();
    await backend.links.put(hash, grant, seed(3));
    const { Item } = await backend.db.send(new GetCommand({ TableName: backend.table, Key: { token_hash: hash } }));
    expect(Item).toMatchObject({
      token_hash: hash,
      id: hash.slice(0, 32),
      purpose: grant.purpose,
      uid: grant.uid,
      room_id: grant.roomId,
      actor_email: grant.email,
      actor_role: grant.role,
      expires_at: grant.expiresAt,
      ttl: Date.parse(grant.expiresAt) / 1000 + 7 * 86_400,
    });
    expect(Item).not.toHaveProperty('used_at');
  });
});
