import { beforeEach, describe, expect, test } from 'vitest';
import { testRoomsApi } from '../../support/rooms-api.ts';
import { asha, ben, dina } from '../../support/rooms.ts';
import { DURATIONS } from '../../../shared/words/durations.ts';

let api: ReturnType<typeof testRoomsApi>;
beforeEach(async () => {
  api = testRoomsApi();
  await api.open(ben, { startUtc: '2030-01-08T18:30:00Z', durationMinutes: 60, topic: 'Glaucoma', exam: 'ICO' });
  await api.open(ben, { startUtc: '2030-01-09T08:00:00Z', durationMinutes: 30, topic: 'Retina' });
  await api.open(dina, { startUtc: '2030-01-10T08:00:00Z', durationMinutes: 30 });
});

const list = async (query: Record<string, string>) => api.askAs(asha, 'GET /api/rooms', { query });
const daysOf = ({ body }: { readonly body: { readonly rooms: readonly { readonly startUtc: string }[] } }) =>
  body.rooms.map(({ startUtc }) => startUtc.slice(8, 10));

describe('the list of open sessions', () => {
  test.each<[string, Record<string, string>, readonly string[]]>([
    ['topic', { topic: 'Glaucoma' }, ['08']],
    ['several topics', { topic: 'Glaucoma,Any' }, ['08', '10']],
    ['exam', { exam: 'ICO' }, ['08']],
    ['length', { durationMinutes: '30' }, ['09', '10']],
    ['weekday in a zone', { weekdays: 'wed', timeZone: 'Asia/Kolkata' }, ['08', '09']],
    ['part of the day in the zone of the account', { partOfDay: 'night' }, ['08']],
    [
      'all of them at once',
      { durationMinutes: '30,60', weekdays: 'wed,thu', partOfDay: 'afternoon', timeZone: 'Asia/Kolkata' },
      ['09', '10'],
    ],
  ])('the list of open sessions is filtered by %s', async (_, query, days) => {
    expect(daysOf(await list(query))).toEqual(days);
  });

  test.each([
    ['topic', 'Surfing', 'Choose from Any, Glaucoma, Retina, with commas between'],
    ['exam', 'ICO,', 'Choose from Any, FRCOphth Part 2, ICO, with commas between'],
    ['durationMinutes', '7', `Choose from ${DURATIONS.join(', ')}, with commas between`],
    ['weekdays', 'Mon', 'Choose from mon, tue, wed, thu, fri, sat, sun, with commas between'],
    ['partOfDay', 'noon', 'Choose from morning, afternoon, evening, night, with commas between'],
    ['timeZone', 'Mars/Olympus', 'Give an IANA time zone, for example Asia/Kolkata'],
    ['counts', 'yes', 'Write counts as true or false'],
  ])('a filter whose %s is %s is refused with the rule', async (field, value, message) => {
    const { status, body } = await list({ [field]: value });
    expect([status, body.errors]).toEqual([400, [{ field, message }]]);
  });

  test('a filter counts beside each choice what it would show', async () => {
    const { body } = await list({ topic: 'Glaucoma', counts: 'true' });
    expect(body.counts.topic).toEqual({ Glaucoma: 1, Retina: 1, Any: 1 });
    expect(body.counts.durationMinutes).toEqual({ 60: 1 });
  });

  test('the list has no counts where nobody asked for them', async () => {
    expect((await list({})).body).not.toHaveProperty('counts');
  });
});
