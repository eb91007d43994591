import ical, { ICalEventBusyStatus, ICalEventStatus, ICalEventTransparency, type ICalEventData } from 'ical-generator';
import { DEFAULT_LANGUAGE, type Language } from '../words/languages.ts';
import { firstNameOf } from '../words/names.ts';
import { nameToShow } from '../words/name-to-show.ts';
import { guestOf, type ExistingRoom } from '../room/room.ts';
import { millisOf, type Instant } from '../time/instant.ts';
import { endOf } from '../time/time-slot.ts';
import type { RoomId } from '../words/ids.ts';
import { practiceInWords } from '../words/practice.ts';
import { nameTopic } from '../words/topics.ts';
import type { CalendarText } from './calendar-text-en.ts';
import { CALENDAR_TEXTS } from './calendar-texts.ts';
import { withConferences } from './conference.ts';

export interface FeedText {
  readonly brandName: string;
  /** Where people reach the service, without a trailing slash. */
  readonly publicUrl: string;
}

/** How often calendar programs are asked to come back. */
const REFRESH_SECONDS = 3600;

/**
 * The sessions of one person as a calendar to subscribe to (RFC 5545, RFC 7986). Nobody answers it, so it has no METHOD, no ORGANIZER
 * and no ATTENDEE: there is no address in it. The same rooms give the same bytes.
 * @param sub whose sessions they are
 * @param now an open session is in the feed until it begins, because nobody can book it afterwards
 * @param venues where the two of a room meet, in ASCII; no entry where nobody has said
 */
export function writeFeed(
  sub: string,
  rooms: readonly ExistingRoom[],
  now: Instant,
  text: FeedText,
  venues: ReadonlyMap<RoomId, string> = new Map(),
): string {
  const calendar = ical({
    name: CALENDAR_TEXTS[languageIn(sub, rooms)].feedName(text.brandName),
    prodId: { company: text.brandName, product: 'Calendar feed', language: 'EN' },
    ttl: REFRESH_SECONDS,
    url: `${text.publicUrl}/mine`,
  });
  const isIn = (room: ExistingRoom): boolean => room.host.sub === sub || guestOf(room)?.sub === sub;
  const shown = rooms.filter((room) => isIn(room) && (room.status === 'booked' || (room.status === 'open' && room.startUtc > now)));
  for (const room of shown) calendar.createEvent(eventOf(sub, room, text, venues.get(room.id)));
  const conferences = shown.map(({ id }) => venues.get(id));
  return withConferences(`${calendar.toString()}\r\n`, conferences);
}

function eventOf(sub: string, room: ExistingRoom, { brandName, publicUrl }: FeedText, venue: string | undefined): ICalEventData {
  const other = room.host.sub === sub ? guestOf(room) : room.host;
  const words = CALENDAR_TEXTS[languageIn(sub, [room])];
  const page = `${publicUrl}/sessions/${room.id}`;
  return {
    id: room.uid,
    sequence: room.sequence,
    stamp: dateOf(room.updatedAt),
    lastModified: dateOf(room.updatedAt),
    created: dateOf(room.createdAt),
    start: dateOf(room.startUtc),
    end: dateOf(endOf(room)),
    summary: other === null ? words.openTitle(brandName) : words.title(brandName, nameToShow(firstNameOf(other))),
    description: [
      ...(venue === undefined ? [] : [words.join(venue)]),
      ...(other === null ? [words.notBooked] : []),
      ...practiceLines(sub, room, words),
      words.feedFollows(page),
    ].join('\n'),
    url: page,
    ...(venue !== undefined && { location: venue }),
    status: other === null ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.OPAQUE,
    busystatus: other === null ? ICalEventBusyStatus.TENTATIVE : ICalEventBusyStatus.BUSY,
  };
}

/** What is practised, and the host's line to the guest, as the invitation has them. */
function practiceLines(sub: string, { practice, host }: ExistingRoom, words: CalendarText): readonly string[] {
  const what = practiceInWords(nameTopic(practice, words.topics));
  const { line } = practice;
  const written = host.sub === sub ? words.writtenByYou(line) : words.writtenByOther(nameToShow(firstNameOf(host)), line);
  return [...(what === '' ? [] : [words.practised(what)]), ...(line === '' ? [] : [written])];
}

/** The language of a person, as the newest of these rooms knows it. */
function languageIn(sub: string, rooms: readonly ExistingRoom[]): Language {
  const [newest] = rooms.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  const own = newest && [newest.host, guestOf(newest)].find((person) => person?.sub === sub);
  return own?.language ?? DEFAULT_LANGUAGE;
}

const dateOf = (instant: Instant): Date => new Date(millisOf(instant));
