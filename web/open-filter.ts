import type { RoomList } from '../shared/api/contract.ts';
import { DURATIONS } from '../shared/words/durations.ts';
import { PARTS_OF_DAY, WEEKDAYS } from '../shared/words/times-of-week.ts';
import { ANY } from '../shared/words/practice.ts';
import type { SignedInPerson } from './sign-in/signed-in-person.ts';

/*
 * What somebody looks for in the list of open sessions. It is in the address of the page, so that it can be sent to others and Back
 * works, and this device remembers it.
 */

export const SIDES = ['durationMinutes', 'weekdays', 'partOfDay', 'topic', 'exam'] as const;
export type Side = (typeof SIDES)[number];

/** The choices of each side, as the API names them; a side without choices is open. */
export type OpenFilter = Readonly<Record<Side, readonly string[]>>;
export type FilterCounts = NonNullable<RoomList['counts']>;

export const NO_FILTER: OpenFilter = { durationMinutes: [], weekdays: [], partOfDay: [], topic: [], exam: [] };

/** Every choice that there is, in its order. */
export const choicesOf = (lists: { readonly topics: readonly string[]; readonly exams: readonly string[] }): OpenFilter => ({
  durationMinutes: DURATIONS.map(String),
  weekdays: WEEKDAYS,
  partOfDay: PARTS_OF_DAY,
  topic: [ANY, ...lists.topics],
  exam: [ANY, ...lists.exams],
});

/** Reads the filter of an address. What is no choice of this service is left out. */
export function readFilter(query: Readonly<Record<string, string | undefined>>, choices: OpenFilter): OpenFilter {
  const read = (side: Side): readonly string[] => {
    const named = (query[side] ?? '').split(',').map((name) => name.trim());
    return choices[side].filter((choice) => named.includes(choice));
  };
  return {
    durationMinutes: read('durationMinutes'),
    weekdays: read('weekdays'),
    partOfDay: read('partOfDay'),
    topic: read('topic'),
    exam: read('exam'),
  };
}

/** The filter as the API and the address of the page take it; empty without choices. */
export const writeFilter = (filter: OpenFilter): Readonly<Partial<Record<Side, string>>> =>
  Object.fromEntries(SIDES.filter((side) => filter[side].length > 0).map((side) => [side, filter[side].join(',')]));

export const countSides = (filter: OpenFilter): number => SIDES.filter((side) => filter[side].length > 0).length;

/** The filter with a choice more, or less where it was chosen. Choices stay in their order, so that one filter has one address. */
export function toggleChoice(filter: OpenFilter, side: Side, choice: string, choices: OpenFilter): OpenFilter {
  const isChosen = filter[side].includes(choice);
  return { ...filter, [side]: choices[side].filter((one) => (one === choice ? !isChosen : filter[side].includes(one))) };
}

export const filterAddress = (filter: OpenFilter): string => {
  const query = new URLSearchParams(writeFilter(filter)).toString();
  return query === '' ? '/' : `/?${query}`;
};

/** The address of the form to host a session that somebody with this filter would find. */
export const hostAddress = (filter: OpenFilter): string => filterAddress(filter).replace('/', '/host');

/** The address of the form that asks to be told when such a session opens. */
export const wishesAddress = (filter: OpenFilter): string => filterAddress(filter).replace('/', '/wishes');

/** The address of the list as this person last looked at it on this device. */
export const recallFilter = (person: SignedInPerson | null): string => localStorage.getItem(keyOf(person)) ?? '/';
export const keepFilter = (person: SignedInPerson | null, filter: OpenFilter): void =>
  localStorage.setItem(keyOf(person), filterAddress(filter));

const keyOf = (person: SignedInPerson | null): string => `filter:${person?.sub ?? ''}`;
