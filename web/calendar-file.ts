import type { RoomView } from '../shared/api/contract.ts';
import { calendarTextEn } from '../shared/itip/calendar-text-en.ts';
import { writeCopy } from '../shared/itip/write-copy.ts';
import type { Instant } from '../shared/time/instant.ts';
import { calendarTitle } from './room-words.ts';

/** A session as a calendar file. @param page the address of the session's page */
export const calendarFile = (room: RoomView, brandName: string, page: string, now: Instant): string =>
  writeCopy(
    {
      id: room.id,
      sequence: room.icsSequence,
      startUtc: room.startUtc,
      endUtc: room.endUtc,
      title: calendarTitle(room, brandName),
      page,
      venue: room.meetingUrl ?? null,
    },
    now,
    calendarTextEn,
  );
