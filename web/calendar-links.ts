import type { RoomView } from '../shared/api/contract.ts';
import { calendarTextEn } from '../shared/itip/calendar-text-en.ts';
import { stampOf } from '../shared/itip/write-copy.ts';
import { calendarTitle } from './room-words.ts';

/**
 * Addresses that open a new event, filled in, in a calendar on the web. Like the file they are copies.
 * @param page the address of the session's page
 */
export function calendarLinks(room: RoomView, brandName: string, page: string): readonly { readonly name: string; readonly url: string }[] {
  const title = calendarTitle(room, brandName);
  const details = `${calendarTextEn.copyWarning} ${calendarTextEn.asItIsNow(page)}`;
  const google = { action: 'TEMPLATE', text: title, dates: `${stampOf(room.startUtc)}/${stampOf(room.endUtc)}`, details };
  const outlook = {
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: title,
    startdt: room.startUtc,
    enddt: room.endUtc,
    body: details,
  };
  return [
    { name: 'Google Calendar', url: `https://calendar.google.com/calendar/render?${queryOf(google)}` },
    { name: 'Outlook.com', url: `https://outlook.live.com/calendar/0/deeplink/compose?${queryOf(outlook)}` },
    { name: 'Microsoft 365', url: `https://outlook.office.com/calendar/0/deeplink/compose?${queryOf(outlook)}` },
  ];
}

// Outlook shows a plus sign as it is, so a space is %20.
const queryOf = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
