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

/** The name that a zone had before its place was renamed. */
export const olderNameOf = (id: string): string | undefined => OLDER_NAMES.get(id);

/** `Kathmandu`, `Buenos Aires`: the place that a zone is named after, under its present name. */
export const placeOf = (id: string): string => ((RENAMED[id] ?? id).split('/').at(-1) ?? id).replaceAll('_', ' ');
