import { isTimeZone } from '../shared/time/moment.ts';
import type { SignedInPerson } from './sign-in/signed-in-person.ts';

/*
 * The zone in which a person reads times, kept on this device. It is stored as it was given: an older name stays one.
 */

export interface ZoneMemory {
  readonly zone: string;
  /** The device's zone, when it has moved since the last visit and nobody has been asked about that yet; else null. */
  readonly movedTo: string | null;
}

const deviceZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The chosen zone, else the one that the account names, else the device's. */
export function recallZone(person: SignedInPerson | null): ZoneMemory {
  const [chosen, here, before] = [localStorage.getItem(chosenKey(person)), deviceZone(), localStorage.getItem(deviceKey(person))];
  const zone = chosen !== null && isTimeZone(chosen) ? chosen : (person?.timeZone ?? here);
  if (before === null) localStorage.setItem(deviceKey(person), here);
  return { zone, movedTo: before !== null && before !== here && here !== zone ? here : null };
}

export function keepZone(person: SignedInPerson | null, zone: string): void {
  localStorage.setItem(chosenKey(person), zone);
  settleMove(person);
}

/** The person has been asked about the device's move: not again until it moves once more. */
export const settleMove = (person: SignedInPerson | null): void => localStorage.setItem(deviceKey(person), deviceZone());

const chosenKey = (person: SignedInPerson | null): string => `zone:${person?.sub ?? ''}`;
const deviceKey = (person: SignedInPerson | null): string => `device-zone:${person?.sub ?? ''}`;
