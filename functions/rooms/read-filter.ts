import type * as z from 'zod/mini';
import type { openRoomsQuery } from '../../shared/api/queries.ts';
import type { RoomFilter } from '../../shared/room/filter-rooms.ts';
import { ANY, type PracticeChoices } from '../../shared/words/practice.ts';
import { invalid } from '../platform/http/http-error.ts';

type OpenRoomsQuery = z.output<typeof openRoomsQuery>;

/** What somebody looks for. Throws `HttpError` 400 for names that are not in the operator's lists, and for weekdays of no zone. */
export function readFilter(query: OpenRoomsQuery, { topics, exams }: PracticeChoices, ownZone: string | null): RoomFilter {
  const { topic = [], exam = [], durationMinutes = [], weekdays = [], partOfDay = [], timeZone = ownZone } = query;
  const errors = [
    { field: 'topic', chosen: topic, choices: [ANY, ...topics] },
    { field: 'exam', chosen: exam, choices: [ANY, ...exams] },
  ].flatMap(({ field, chosen, choices }) =>
    chosen.every((choice) => choices.includes(choice))
      ? []
      : [{ field, message: `Choose from ${choices.join(', ')}, with commas between` }],
  );
  if (weekdays.length + partOfDay.length > 0 && timeZone === null)
    errors.push({ field: 'timeZone', message: 'Give an IANA time zone, for example Asia/Kolkata' });
  if (errors.length > 0) throw invalid(...errors);
  return { topic, exam, durationMinutes, weekdays, partOfDay, timeZone: timeZone ?? 'UTC' };
}
