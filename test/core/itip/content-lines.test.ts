import ICAL from 'ical.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf, readComponents, type Line } from '../../../shared/itip/content-lines.ts';
import '../../support/repeatable-properties.ts';

/** The one ATTENDEE that an event with this line has; undefined if the line is malformed. */
function attendee(line: string): Line | undefined {
  const calendar = readComponents(`BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n${line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`);
  if (typeof calendar === 'string') throw new Error(calendar);
  const [event] = calendar.components;
  return event && linesOf(event, 'ATTENDEE')[0];
}

const paramsOf = (line: string) => Object.fromEntries(attendee(line)?.params ?? []);

describe('a property is its name, its parameters and its value', () => {
  test.each([
    ['ATTENDEE:mailto:a@b.example', {}],
    ['attendee;partstat=ACCEPTED:mailto:a@b.example', { partstat: 'ACCEPTED' }],
    ['ATTENDEE;CN="a;b:c,d";RSVP=TRUE:mailto:a@b.example', { cn: 'a;b:c,d', rsvp: 'TRUE' }],
    ['ATTENDEE;MEMBER="mailto:a@b.example","mailto:c@d.example":mailto:a@b.example', { member: 'mailto:a@b.example,mailto:c@d.example' }],
    ["ATTENDEE;CN=^'Asha^' ^^ Raman:mailto:a@b.example", { cn: '"Asha" ^ Raman' }],
    ['ATTENDEE;CN=Raman, Asha;PARTSTAT=ACCEPTED:mailto:a@b.example', { cn: 'Raman, Asha', partstat: 'ACCEPTED' }],
    ['ATTENDEE;CN=;RSVP:mailto:a@b.example', { cn: '', rsvp: '' }],
    ['ATTENDEE ; PARTSTAT = ACCEPTED:mailto:a@b.example', { partstat: ' ACCEPTED' }],
    ['ATTENDEE;CN=O"Hara:mailto:a@b.example', { cn: 'OHara' }],
    ['ATTENDEE;CN=", ";CN=b:mailto:a@b.example', { cn: 'b' }],
    ['ATTENDEE;CN="a"b;RSVP=TRUE:mailto:a@b.example', { cn: 'ab', rsvp: 'TRUE' }],
    ['ATTENDEE;CN=Dr: Asha;RSVP=TRUE:mailto:a@b.example', { cn: 'Dr', rsvp: 'TRUE' }],
    ['ATTENDEE;=a:mailto:a@b.example', {}],
  ])('%s', (line, params) => {
    expect(paramsOf(line)).toEqual(params);
    expect(attendee(line)?.value).toBe('mailto:a@b.example');
  });

  test.each(['ATTENDEE;=a:x', 'ATTENDEE;CN="a"b:x', 'ATTENDEE;CN=a', 'ATTENDEE;', 'ATTENDEE;;:x'])('%s is none', (line) => {
    expect(attendee(line)).toBeUndefined();
  });
});

test('well-formed parameters are read as ical.js reads them', () => {
  const name = fc.constantFrom('CN', 'PARTSTAT', 'X-A', 'EMAIL', 'ROLE');
  const word = fc.string({ unit: fc.constantFrom(...'abcXYZ 019-_.@/<>!'.split('')), minLength: 1, maxLength: 12 });
  const value = fc.oneof(
    word,
    fc.string({ unit: fc.constantFrom(...'ab;:,= '.split('')), minLength: 1, maxLength: 12 }).map((text) => `"${text}"`),
  );
  const params = fc.uniqueArray(fc.tuple(name, value), { maxLength: 5, selector: ([key]) => key });
  const property = fc.property(params, (pairs) => {
    const line = `ATTENDEE${pairs.map(([key, text]) => `;${key}=${text}`).join('')}:mailto:a@b.example`;
    const [, theirs, , address] = ICAL.parse.property(line);
    expect(paramsOf(line)).toEqual(theirs);
    expect(attendee(line)?.value).toBe(address);
  });
  fc.assert(property, { numRuns: 500 });
});
