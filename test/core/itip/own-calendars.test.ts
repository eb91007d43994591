import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMail } from '../../../functions/mail-in/read-mail.ts';
import { readReply } from '../../../functions/mail-in/read-reply.ts';
import { readItip } from '../../../shared/itip/read-itip.ts';
import { isCalendarMail } from '../../../shared/room/owed-mail.ts';
import { calendarMail } from '../../../shared/room/compose-owed-mail.ts';
import { DURATIONS } from '../../../shared/words/durations.ts';
import { instantAt } from '../../../shared/time/instant.ts';
import { everyMail } from '../../support/decided-mail.ts';
import { asha, ben, bensRoom, bookedRoom, instant, seed } from '../../support/rooms.ts';
import { written } from '../../support/written-mail.ts';
import '../../support/repeatable-properties.ts';

const textOf = async (bytes: Uint8Array) => {
  const mail = await readMail(bytes);
  if (typeof mail === 'string') throw new Error(mail);
  return mail.calendars;
};

describe('our own calendar that comes back is understood, and not applied', () => {
  test.each(everyMail().filter(({ mail }) => isCalendarMail(mail)))('$name', async ({ mail }) => {
    const { bytes } = await written(mail);
    const parts = await textOf(bytes);
    expect(parts).toHaveLength(1);
    expect(readReply(parts)).toMatchObject({ kind: 'not-handled', uid: bensRoom.uid });
  });
});

test('each calendar that we write is read back with its time, SEQUENCE, DTSTAMP and its one attendee', async () => {
  const minutes = fc.integer({ min: 0, max: 600_000 });
  const property = fc.asyncProperty(
    minutes,
    fc.constantFrom(...DURATIONS),
    fc.nat({ max: 5_000 }),
    async (later, durationMinutes, sequence) => {
      const startUtc = instantAt(Date.parse('2030-01-15T18:00Z') + later * 60_000);
      const room = { ...bookedRoom(), stamp: instant('2030-01-07T09:01Z'), startUtc, durationMinutes, sequence };
      const { bytes } = await written(calendarMail('invitation', room, 'guest', seed(2)));
      const [part] = await textOf(bytes);
      const read = readItip((part?.text ?? '').replace('METHOD:REQUEST', 'METHOD:COUNTER'));
      expect(read).toMatchObject({
        kind: 'itip',
        itip: {
          method: 'COUNTER',
          uid: room.uid,
          sequence,
          dtstamp: '2030-01-07T09:01:00.000Z',
          attendees: [{ email: asha.email, partstat: null, isIndirect: false }],
          proposed: { startUtc, durationMinutes },
        },
      });
      expect(JSON.stringify(read)).not.toContain(ben.email);
    },
  );
  await fc.assert(property, { numRuns: 50 });
});
