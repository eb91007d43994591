import type { RoomView } from '../shared/api/contract.ts';
import type { Instant } from '../shared/time/instant.ts';
import { otherName } from './room-words.ts';

/**
 * A session as a calendar file (RFC 5545), for whoever keeps a calendar that no invitation reaches. Its UID is the room's id
 * and not the invitation's: importing it must not overwrite an event that can still be answered.
 * @param page the address of the session's page
 */
export function calendarFile(room: RoomView, brandName: string, page: string, now: Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Ophthalmo Practice//App//EN',
    'BEGIN:VEVENT',
    `UID:${room.id}`,
    `DTSTAMP:${stamp(now)}`,
    `SEQUENCE:${room.icsSequence}`,
    `DTSTART:${stamp(room.startUtc)}`,
    `DTEND:${stamp(room.endUtc)}`,
    `SUMMARY:${escaped(room.status === 'booked' ? `${brandName} Session with ${otherName(room)}` : `${brandName} Session (open)`)}`,
    `DESCRIPTION:${escaped(page)}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

const stamp = (at: string): string => at.replace(/\.\d+/, '').replaceAll(/[-:]/g, '');

const escaped = (text: string): string => text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n?|\n/g, '\\n');

// Lines of at most 75 octets, never cut inside a character (RFC 5545 3.1).
function folded(line: string): string {
  const encoder = new TextEncoder();
  let [text, octets] = ['', 0];
  for (const character of line) {
    const size = encoder.encode(character).length;
    const isFull = octets + size > 75;
    text += isFull ? `\r\n ${character}` : character;
    octets = isFull ? 1 + size : octets + size;
  }
  return text;
}
