import { silentLog } from '../../../functions/platform/log.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sendMail } from '../../../functions/mail-out/send-mail.ts';
import { parseOwedMail } from '../../../functions/platform/mail/owed-mail-item.ts';
import { parseRoomRow } from '../../../functions/platform/rooms/read-room-row.ts';
import { roomAttributes } from '../../../functions/platform/rooms/write-room-row.ts';
import { CALENDAR_MAIL_KINDS } from '../../../shared/words/mail-kinds.ts';
import { NO_PRACTICE } from '../../../shared/words/practice.ts';
import { everyMail } from '../../support/decided-mail.ts';
import { postOffice } from '../../support/post-office.ts';
import { bookedRoom, bensRoom, existing } from '../../support/rooms.ts';
import { written } from '../../support/written-mail.ts';

const released: readonly { readonly name: string; readonly mail: any }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/owed-mail/version-1.json'), 'utf8'),
);
const isCalendar = ({ kind }: { readonly kind: string }): boolean => CALENDAR_MAIL_KINDS.some((known) => known === kind);
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test.each(everyMail())('$name is read as it was stored', ({ mail }) => {
  expect(parseOwedMail(stored(mail))).toEqual(mail);
});

test.each(released)('$name, decided by an older version, is read and written', async ({ mail }) => {
  const read = parseOwedMail(mail);
  expect(read).toEqual({
    ...(isCalendar(mail) && { cancelledBy: null, movedBy: null, restoredBy: null, restorableUntil: null }),
    note: '',
    isBusy: false,
    notBefore: null,
    practice: NO_PRACTICE,
    venue: null,
    ...mail,
    to: { ...mail.to, language: 'en' },
    // A reason was an English sentence; today it is a name, which each language words. The mail says less then.
    ...('notice' in mail && 'why' in (mail.notice ?? {}) && { notice: { ...mail.notice, why: null } }),
    version: 1,
  });
  expect((await written(read!)).bytes.length).toBeGreaterThan(500);
});

test('what an older version left out of a mail has a default', () => {
  const optional = new Set(['previous', 'partstat', 'createdAt', 'cause', 'other']);
  const sparse: any = Object.fromEntries(Object.entries(released[0]!.mail).filter(([name]) => !optional.has(name)));
  expect(parseOwedMail(sparse)).toMatchObject({
    previous: null,
    partstat: 'NEEDS-ACTION',
    createdAt: sparse.stamp,
    cause: null,
    other: null,
  });
});

test('what a newer version added to a mail does not keep it from being read', () => {
  const { mail } = everyMail()[0]!;
  expect(parseOwedMail({ ...mail, version: 3, weather: 'fine' })).toEqual({ ...mail, version: 3 });
});

describe('mail that this version cannot read', () => {
  const { mail } = everyMail()[0]!;
  test.each([
    ['of a kind that is yet to come', { ...mail, kind: 'horoscope' }],
    ['without an address', { ...mail, to: { ...mail.to, email: 'nobody' } }],
    ['that is no mail at all', 'mail'],
  ])('%s is undefined', (_, raw) => expect(parseOwedMail(raw)).toBeUndefined());

  test('mail that this version cannot read stays in its outbox, beside mail that is read', () => {
    const item = {
      id: bensRoom.id,
      version: 2,
      ...roomAttributes(bookedRoom()),
      outbox: { '2-0': mail, '2-1': { ...mail, kind: 'horoscope' } },
    };
    const { outbox, unreadableMail } = parseRoomRow(item, silentLog);
    expect([...outbox!.keys()]).toEqual(['2-0']);
    expect(unreadableMail).toEqual(['2-1']);
  });

  test('mail that this version cannot read is counted, keeps no other mail back, and is looked at again in a quarter of an hour', async () => {
    const office = postOffice();
    await office.decide(bensRoom);
    const room = existing((await office.room()).room);
    const load = async (id: typeof bensRoom.id) => ({ ...(await office.stores.rooms.load(id)), unreadableMail: ['2-9'] });
    const dues: unknown[] = [];
    const removeMail: typeof office.deps.rooms.removeMail = async (_read, _names, next) => void dues.push(next);
    await office.stores.rooms.save(await office.room(), room, [mail]);
    await sendMail({ ...office.deps, rooms: { ...office.stores.rooms, load, removeMail } }, bensRoom.id);
    expect(office.left).toHaveLength(1);
    expect(office.log.counted('MailUnreadable')).toBe(1);
    expect(dues).toEqual([expect.stringMatching(/T09:15:00/)]);
  });
});
