import { CALENDAR_TEXTS } from '../../shared/itip/calendar-texts.ts';
import { writeCopy } from '../../shared/itip/write-copy.ts';
import { endOf } from '../../shared/time/time-slot.ts';
import { DEFAULT_LANGUAGE } from '../../shared/words/languages.ts';
import { firstNameOf } from '../../shared/words/names.ts';
import { nameToShow } from '../../shared/words/name-to-show.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { LinksDeps } from './links-deps.ts';
import { openBookingLink } from './open-booking-link.ts';
import { emptyAnswer, pageAnswer } from './page-answer.ts';
import { findOverPage, refuseBookingLink } from './refuse-booking-link.ts';

/** The session as a calendar file, for a calendar that no invitation reaches. Nothing changes by it, however it is asked for. */
export async function sendCalendarFile(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openBookingLink(deps, token, 'calendar-file', now);
  if (opened.kind !== 'known') return refuseBookingLink(deps, opened, now);
  const over = findOverPage(deps, opened, now);
  if (over) return pageAnswer(deps.pages, over);
  const { room, holder } = opened;
  const words = CALENDAR_TEXTS[holder.person.language ?? DEFAULT_LANGUAGE];
  const ics = writeCopy(
    {
      id: room.id,
      sequence: room.sequence,
      startUtc: room.startUtc,
      endUtc: endOf(room),
      title: words.title(deps.pages.brand.name, holder.other && nameToShow(firstNameOf(holder.other))),
      page: `${deps.pages.publicOrigin}/sessions/${room.id}`,
      venue: room.venueUrl,
    },
    now,
    words,
  );
  const headers = { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'attachment; filename="session.ics"' };
  return { ...emptyAnswer(200, headers), body: ics };
}
