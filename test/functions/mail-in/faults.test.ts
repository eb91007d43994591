import { describe, expect, test } from 'vitest';
import { parseNotification } from '../../../functions/mail-in/notification.ts';
import { receiveMail } from '../../../functions/mail-in/receive-mail.ts';
import { eachRecord } from '../../../functions/platform/sqs-batch.ts';
import { gmail } from '../../../local/reply-as/gmail.ts';
import { guestOf } from '../../../shared/room/room.ts';
import { answerFor, proposal } from '../../fixtures/mail/mail-case.ts';
import { letter, reply } from '../../fixtures/mail/letter.ts';
import { inboundWorld, wordsOf, type InboundWorld } from '../../support/inbound.ts';

const said = gmail(answerFor('said', 'decline'));
const proposed = gmail(answerFor('proposed', proposal));

/** The world in which the nth call of one of its parts fails once, before it did anything or after it did. */
function failingOnce(inbound: InboundWorld, part: 'read' | 'find' | 'findByUid' | 'load' | 'save' | 'record', when: 'before' | 'after') {
  const { deps } = inbound;
  let hasFailed = false;
  const once =
    <Args extends unknown[], Result>(name: string, call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const fails = name === part && !hasFailed;
      if (fails) hasFailed = true;
      if (fails && when === 'before') throw new Error(`${name} failed`);
      const result = await call(...args);
      if (fails) throw new Error(`${name} answered, and the answer was lost`);
      return result;
    };
  return {
    ...deps,
    inbox: { read: once('read', deps.inbox.read) },
    index: { ...deps.index, findByUid: once('findByUid', deps.index.findByUid) },
    rooms: { load: once('load', deps.rooms.load), save: once('save', deps.rooms.save) },
    messages: { ...deps.messages, find: once('find', deps.messages.find), record: once('record', deps.messages.record) },
  };
}

const PARTS = ['read', 'find', 'findByUid', 'load', 'save', 'record'] as const;
const crashes = PARTS.flatMap((part) => (['before', 'after'] as const).map((when) => [part, when] as const));

describe('a crash between any two steps heals when the message comes again', () => {
  test.each(crashes)('a decline is applied once although the function dies at %s, %s it worked', async (part, when) => {
    const inbound = await inboundWorld();
    const received = inbound.stored(said);
    const deps = failingOnce(inbound, part, when);
    await expect(receiveMail(deps, received)).rejects.toThrow(part);
    await receiveMail(deps, received);
    expect((await inbound.room()).status).toBe('open');
    expect((await inbound.newMail()).map(({ kind }) => kind)).toEqual(['unbooked', 'guest-left']);
    expect(inbound.rows.size).toBe(1);
  });

  test.each(crashes)('a proposal is made once although the function dies at %s, %s it worked', async (part, when) => {
    const inbound = await inboundWorld();
    const received = inbound.stored(proposed);
    const deps = failingOnce(inbound, part, when);
    await expect(receiveMail(deps, received)).rejects.toThrow(part);
    await receiveMail(deps, received);
    expect((await inbound.room()).proposals).toHaveLength(1);
    expect(await inbound.newMail()).toHaveLength(2);
  });
});

describe('the queue', () => {
  const notification = (inbound: InboundWorld, raw: string, wrapped: boolean): string => {
    const { key, sesMessageId, receivedAt } = inbound.stored(raw);
    const message = JSON.stringify({
      notificationType: 'Received',
      receipt: {
        timestamp: receivedAt,
        spamVerdict: { status: 'PASS' },
        virusVerdict: { status: 'PASS' },
        spfVerdict: { status: 'PASS' },
        dkimVerdict: { status: 'PASS' },
        dmarcVerdict: { status: 'PASS' },
        action: { type: 'S3', topicArn: 'arn:aws:sns:eu-west-1:123456789012:Arrivals', bucketName: 'inbox', objectKey: key },
      },
      mail: { timestamp: receivedAt, messageId: sesMessageId, source: 'bounces@mail.example', destination: ['sessions@meet.example'] },
    });
    return wrapped ? JSON.stringify({ Type: 'Notification', MessageId: 'n', Message: message }) : message;
  };
  const work = (inbound: InboundWorld, bodies: readonly string[]) => {
    const Records = bodies.map((body, n) => ({ messageId: `m${n}`, body }) as Parameters<typeof eachRecord>[0]['Records'][number]);
    return eachRecord({ Records }, inbound.deps.log, async ({ body }) => {
      const received = parseNotification(body);
      if (received) await receiveMail(inbound.deps, received);
    });
  };

  test('a poisoned message goes back alone, while the others are applied', async () => {
    const inbound = await inboundWorld();
    const bodies = ['{', '{"notificationType":"Received"}', notification(inbound, said, false), 'null'];
    const { batchItemFailures } = await work(inbound, bodies);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['m0', 'm1', 'm3']);
    expect((await inbound.room()).status).toBe('open');
  });

  test.each([true, false])('a notification is read with and without what SNS puts around it (%s)', async (wrapped) => {
    const inbound = await inboundWorld();
    expect(await work(inbound, [notification(inbound, gmail(answerFor('yes', 'accept')), wrapped)])).toEqual({ batchItemFailures: [] });
    expect(guestOf(await inbound.room())?.partstat).toBe('ACCEPTED');
  });

  test('the greeting of a new topic is no mail', async () => {
    const inbound = await inboundWorld();
    expect(await work(inbound, ['{"notificationType":"AmazonSnsSubscriptionSucceeded"}'])).toEqual({ batchItemFailures: [] });
  });

  test('a mail that is gone from the inbox goes back, and to the dead letters at last', async () => {
    const inbound = await inboundWorld();
    await expect(receiveMail(inbound.deps, { ...inbound.stored(said), key: 'inbound/gone' })).rejects.toThrow(
      'No mail is stored as inbound/gone',
    );
    expect(inbound.rows.size).toBe(0);
  });

  test('a notification about another bucket is not ours to read', async () => {
    const inbound = await inboundWorld();
    await expect(receiveMail(inbound.deps, { ...inbound.stored(said), bucket: 'other' })).rejects.toThrow('bucket');
  });
});

test('a mail that is too large is recorded, and its body not even fetched', async () => {
  const inbound = await inboundWorld();
  expect(wordsOf(await inbound.arrives('x'.repeat(300_000)))).toBe('unreadable(too-large)');
});

test('a row keeps what SES said, where the raw mail is, and what was asked', async () => {
  const inbound = await inboundWorld();
  await inbound.arrives(proposed);
  const [row] = inbound.rows.values();
  expect(row).toMatchObject({
    message_id: expect.stringMatching(/^mail:[\da-f]{40}$/),
    outcome: 'applied',
    reason: null,
    uid: 'c0ffee00-0000-4000-8000-0000000000aa',
    method: 'COUNTER',
    sequence: 0,
    attendee_email: 'asha.raman@mail.example',
    partstat: 'TENTATIVE',
    dtstamp: '2030-01-07T11:00:00.000Z',
    raw_pointer: 'inbound/1',
    received_at: '2030-01-07T11:30:00.000Z',
  });
  expect(JSON.parse(row?.notification ?? '')).toMatchObject({ sesMessageId: 'ses1', verdicts: { dmarc: 'PASS' } });
});

test('a mail that was not proven at first and comes again proven is applied', async () => {
  const inbound = await inboundWorld();
  const raw = letter('late', reply());
  expect(wordsOf(await inbound.arrives(raw, 'GRAY'))).toBe('needs-confirmation');
  expect(wordsOf(await inbound.arrives(raw, 'PASS'))).toBe('applied');
  expect(wordsOf(await inbound.arrives(raw, 'PASS'))).toBe('unchanged(repeated)');
  expect(wordsOf(await inbound.arrives(raw, 'GRAY'))).toBe('unchanged');
});
