import type { Uid } from '../words/ids.ts';

const LONGEST = 255;

/** The UID that an event names; null if it names none. */
export function parseUid(text: string): Uid | null {
  const uid = (unwrapped(text.trim()) ?? text.trim()).slice(0, LONGEST);
  return uid === '' ? null : (uid as Uid);
}

const UUID = /(?<![\da-f])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\da-f])/gi;

/**
 * The UIDs of ours that are meant: the one that is written, and the one UUID in it, in lower case. Programs write UIDs in
 * capitals, in quotes or braces, as `urn:uuid:`, or add a domain.
 */
export function meantUids(uid: Uid): readonly Uid[] {
  const [inside, ...others] = new Set(uid.match(UUID)?.map((found) => found.toLowerCase() as Uid));
  return inside === undefined || others.length > 0 ? [uid] : [...new Set([uid, inside])];
}

// MS-OXOCAL 2.2.1.27: an object id of 40 bytes, "vCal-Uid", version 1, then the UID of the program that made the event.
const WRAPPED = /^040000008200E00074C5B7101A82E008(?:..){24}7643616C2D55696401000000((?:[2-7][\dA-F]){1,255})(?:00)*$/i;

/** Phones that speak ActiveSync answer with Exchange's object id in hex, which has the event's own UID inside. */
const unwrapped = (text: string): string | undefined =>
  WRAPPED.exec(text)?.[1]?.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
