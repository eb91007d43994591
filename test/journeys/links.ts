import type { Answer, LocalStack } from '../support/local-stack.ts';
import { newestLetter, type Letter } from './letter.ts';

/*
 * Links as people and scanners follow them: the page as text, forms sent as a browser sends them.
 */

/** Path and query of the link to this page in a mail, from its text. */
export function linkIn({ parsed }: Letter, page: string): string {
  const found = new RegExp(`^https?://[^/\\s]+(/${page}\\?\\S+)$`, 'm').exec(parsed.text ?? '')?.[1];
  if (found === undefined) throw new Error(`No link to ${page} in a mail with the subject ${parsed.subject ?? ''}`);
  return found;
}

/** The link to suggest another time, as it stands in the calendar entry of somebody's newest invitation. */
export async function rescheduleLinkOf(stack: LocalStack, { email }: { readonly email: string }): Promise<string> {
  const { event } = await newestLetter(stack, email, ({ method }) => method === 'REQUEST');
  const found = /https?:\/\/[^/\s]+(\/reschedule\?r=\S+)/.exec(event?.description ?? '')?.[1];
  if (found === undefined) throw new Error('No link in the DESCRIPTION');
  return found;
}

/**
 * Opens a link and presses the button of its own form, with these fields filled in; follows where that leads. A page that only tells
 * an outcome has none: it is given as it is, and its form for a fresh link is not pressed.
 */
export async function press(stack: LocalStack, path: string, filledIn: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const [own = path] = path.split('?');
  return pressForm(stack, path, own, filledIn);
}

/** Opens a link that leads no further, and asks for a fresh one there. */
export const pressFreshLink = (stack: LocalStack, path: string): Promise<Answer> => pressForm(stack, path, '/fresh-link');

async function pressForm(
  stack: LocalStack,
  path: string,
  action: string,
  filledIn: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const page = await stack.request('GET', path);
  const form = new RegExp(`<form method="post" action="(${action}[^"]*)"[\\s\\S]*?</form>`).exec(String(page.body));
  if (form === null) return page;
  const hidden = [...form[0].matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const fields = new URLSearchParams({ ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])), ...filledIn });
  const answer = await stack.request('POST', form[1] ?? '', String(fields), { 'content-type': 'application/x-www-form-urlencoded' });
  const location = answer.headers.get('location');
  return location === null ? answer : stack.request('GET', location);
}

/** The fields of the form that suggests a time, as somebody in this zone fills them in. */
export function suggesting(startUtc: string, zone: string, minutes = 60, note = ''): Readonly<Record<string, string>> {
  const [date = '', time = ''] = new Date(startUtc).toLocaleString('sv-SE', { timeZone: zone }).split(' ');
  return { date, time: time.slice(0, 5), length: String(minutes), zone, note };
}
