import type { ServerResponse } from 'node:http';
import { escapeHtml, Html, html } from '../pages/html.ts';
import { sendPage, table } from '../pages/layout.ts';
import type { MailSummary } from './mail-store.ts';
import { type DecodedMail, readCalendarLines } from './decode-mail.ts';

/** All mailboxes, the one with the newest mail first. */
export function sendMailboxes(response: ServerResponse, mails: readonly MailSummary[]): true {
  const newestFirst = mails.toReversed();
  const addresses = [...new Set(newestFirst.map(({ to }) => to))];
  const rows = addresses.map((address) => {
    const [newest] = newestFirst.filter(({ to }) => to === address);
    const count = mails.filter(({ to }) => to === address).length;
    return [mailboxLink(address), count, newest?.subject, timeOf(newest?.at ?? '')];
  });
  const empty = html`<p>Nothing has been mailed yet. Book a session, and two invitations arrive here.</p>`;
  const body = rows.length === 0 ? empty : table('Mailboxes', ['Mailbox', 'Mails', 'Newest', 'Arrived'], rows);
  sendPage(response, 200, { title: 'Mail', body });
  return true;
}

/** One mailbox, newest first. */
export function sendMailboxPage(response: ServerResponse, address: string, mails: readonly MailSummary[], others: readonly string[]): true {
  const rows = mails
    .toReversed()
    .map((mail) => [
      html`<a href="/mail/messages/${mail.id}">${mail.subject === '' ? '(no subject)' : mail.subject}</a>`,
      calendarOf(mail),
      timeOf(mail.at),
    ]);
  const body = rows.length === 0 ? html`<p>No mail to this address.</p>` : table('Mails', ['Subject', 'Calendar', 'Arrived'], rows);
  sendPage(response, 200, { title: address, body: html`${mailboxLinks(others)}${body}` });
  return true;
}

/** The way to the other mailboxes. */
const mailboxLinks = (others: readonly string[]): Html =>
  html`<nav aria-label="Mailboxes"><p><a href="/mail">All mailboxes</a>${others.map((address) => html` · ${mailboxLink(address)}`)}</p></nav>`;

const mailboxLink = (address: string): Html => html`<a href="/mail/to/${encodeURIComponent(address)}">${address}</a>`;

/** One mail: the form that answers it, as HTML, as text, its calendar part, its headers. */
export function sendMessagePage(
  response: ServerResponse,
  mail: MailSummary,
  { text, html: content, calendar, headers }: DecodedMail,
  others: readonly string[],
  reply?: Html,
): void {
  const api = `/mail/api/messages/${mail.id}`;
  const body = html`
${mailboxLinks(others)}
<p><a href="/mail/to/${encodeURIComponent(mail.to)}">All mail to ${mail.to}</a></p>
<dl><dt>From</dt><dd>${headers['from'] ?? mail.from}</dd><dt>To</dt><dd>${mail.to}</dd><dt>Arrived</dt><dd>${timeOf(mail.at)}</dd><dt>Calendar</dt><dd>${calendarOf(mail)}</dd></dl>
<p><a href="/mail/messages/${mail.id}/raw">Raw message</a> · <a href="${api}">As JSON</a></p>
${reply}
${content === '' ? undefined : html`<h2>HTML</h2><iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${`<base target="_blank">${content}`}"></iframe>`}
<h2>Text</h2>
<pre tabindex="0">${linkify(text)}</pre>
${calendar === null ? undefined : calendarSection(calendar)}
<h2>Headers</h2>
${table('Headers', ['Name', 'Value'], Object.entries(headers))}
`;
  sendPage(response, 200, { title: mail.subject === '' ? '(no subject)' : mail.subject, body, showsMail: true });
}

function calendarSection(calendar: string): Html {
  const rows = readCalendarLines(calendar).map(({ name, parameters, value }) => [name, linkify(value), parameters]);
  return html`<h2>Calendar part</h2>
${table('Calendar part', ['Property', 'Value', 'Parameters'], rows)}
<details><summary>As it was sent</summary><pre tabindex="0">${calendar}</pre></details>`;
}

/** Text with its web addresses as links; punctuation after an address is not part of it. */
export function linkify(text: string): Html {
  const pieces = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/);
  return new Html(
    pieces.map((piece, index) => (index % 2 === 0 ? escapeHtml(piece) : html`<a href="${piece}">${piece}</a>`.text)).join(''),
  );
}

function calendarOf({ method, sequence }: MailSummary): string {
  return method === null ? 'none' : `${method}, sequence ${sequence ?? 0}`;
}

function timeOf(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`;
}
