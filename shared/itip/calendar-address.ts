import { parseEmailAddress, type EmailAddress } from '../words/email-address.ts';
import type { Line } from './content-lines.ts';

/**
 * The mailbox of an ATTENDEE (RFC 5545 3.3.3), in any of the spellings that calendars use: `mailto:` in any
 * case or absent, `SMTP:`, percent-encoded, in quotes or angle brackets, or with the address in an EMAIL parameter (RFC 7986 6.2).
 */
export function calendarAddress(line: Line): EmailAddress | undefined {
  return addressIn(line.value) ?? addressIn(line.params.get('email') ?? '');
}

function addressIn(uri: string): EmailAddress | undefined {
  // Whatever stands before `mailto:` is a parameter that lacked its quotes.
  const [path = ''] = (uri.split(/mailto:/i).at(-1) ?? '').split('?');
  const bare = decoded(path).trim();
  return parseEmailAddress(bare.replace(/^[\s"</]*(?:smtp:)?[\s"</]*/i, '').replace(/[\s">]+$/, ''));
}

// A stray percent sign is part of the address, not an error.
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
