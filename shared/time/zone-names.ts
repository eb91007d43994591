import type { Instant } from './instant.ts';
import { utcOffset, zoneLabel } from './moment.ts';

/** A zone that a person may choose. */
export interface ZoneChoice {
  /** Its present IANA name, which every engine understands. */
  readonly id: string;
  /** Kathmandu */
  readonly place: string;
  /** Nepal Time (UTC+05:45) */
  readonly label: string;
}

/*
 * Places that were renamed, under the newer name. Engines list most of them under the older one only; people look for
 * either.
 */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

const OLDER_NAMES = new Map(Object.entries(RENAMED).map(([older, newer]) => [newer, older]));

/** Every zone that the engine knows, under its present name, and UTC: sorted by name. */
export function zoneIds(): readonly string[] {
  const listed = Intl.supportedValuesOf('timeZone').map((id) => RENAMED[id] ?? id);
  return [...new Set([...listed, ...OLDER_NAMES.keys(), 'UTC'])].sort();
}

/**
 * The zones that every word of the query fits: by place, by region, by an older name ("calcutta"), by the zone's own name
 * ("india standard time") or by its offset ("+05:30"). Names that begin with the query come first.
 */
export function findZones(query: string, at: Instant): readonly ZoneChoice[] {
  const words = plainWords(query);
  const fitting = zoneIds()
    .map((id) => ({
      choice: zoneChoice(id, at),
      text: plain(`${id} ${OLDER_NAMES.get(id) ?? ''} ${zoneLabel(at, id)} ${utcOffset(at, id)}`),
    }))
    .filter(({ text }) => words.every((word) => text.includes(word)));
  const begins = (place: string) => Number(!plain(place).startsWith(words.join(' ')));
  return fitting.map(({ choice }) => choice).sort((a, b) => begins(a.place) - begins(b.place));
}

export const zoneChoice = (id: string, at: Instant): ZoneChoice => ({ id, place: placeOf(id), label: zoneLabel(at, id) });

/** `Kathmandu`, `Buenos Aires`: the place that a zone is named after, under its present name. */
export const placeOf = (id: string): string => ((RENAMED[id] ?? id).split('/').at(-1) ?? id).replaceAll('_', ' ');

/** What is compared: without case, accents and punctuation. */
export const plainWords = (text: string): readonly string[] => plain(text).split(' ').filter(Boolean);

// Case, accents and underscores are nothing that anyone should have to get right.
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[_/()]+/g, ' ')
    .toLowerCase();
