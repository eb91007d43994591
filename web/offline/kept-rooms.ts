import type { RoomView } from '../../shared/api/contract.ts';

/*
 * The last state of a person's own sessions, on this device, for when there is no network. It holds no address, no link to a call,
 * no note and no token, and it ends with the sign-in.
 */

const KEY = 'own-sessions';
/** So many are kept, the latest starts first: nobody reads hundreds of past ones without a network. */
const KEPT_AT_MOST = 60;

export interface KeptRooms {
  /** Whose they are. */
  readonly sub: string;
  /** When the service was last asked, by its clock: ISO 8601. */
  readonly at: string;
  /** When, with whom, what is practised: neither history nor suggestions. */
  readonly rooms: readonly RoomView[];
}

export function keepRooms({ sub, at, rooms }: KeptRooms): void {
  const latest = rooms.toSorted((a, b) => (a.startUtc < b.startUtc ? 1 : -1)).slice(0, KEPT_AT_MOST);
  const kept: KeptRooms = { sub, at, rooms: latest.map(chooseFields) };
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A full store is no reason to fail: what was kept before is older, and says so.
  }
}

function chooseFields({ id, status, startUtc, endUtc, durationMinutes, icsSequence, topic, exam, line, ...people }: RoomView): RoomView {
  const { role, host, guest, otherTimeZone } = people;
  const zone = otherTimeZone === undefined ? {} : { otherTimeZone };
  return { id, status, startUtc, endUtc, durationMinutes, icsSequence, topic, exam, line, role, host, guest, ...zone };
}

/** Keeps one session of the person beside the others. */
export function keepRoom(sub: string, at: string, room: RoomView): void {
  const before = recallRooms();
  const others = before?.sub === sub ? before.rooms.filter(({ id }) => id !== room.id) : [];
  keepRooms({ sub, at: others.length === 0 ? at : (before?.at ?? at), rooms: [...others, room] });
}

/** Null where nothing is kept, or something that this version cannot read. */
export function recallRooms(): KeptRooms | null {
  try {
    const kept: KeptRooms | null = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return kept !== null && typeof kept.sub === 'string' && Array.isArray(kept.rooms) ? kept : null;
  } catch {
    return null;
  }
}

export const forgetRooms = (): void => localStorage.removeItem(KEY);

/** What one person's sessions were is not for the next one who signs in on this device. */
export function forgetRoomsOfOthers(sub: string): void {
  if (recallRooms()?.sub !== sub) forgetRooms();
}
