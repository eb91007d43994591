import { HtmlValidate } from 'html-validate';
import { ServerResponse, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { MailSummary } from '../../local/mailbox/mail-store.ts';
import { sendMailboxes, sendMailboxPage, sendMessagePage } from '../../local/mailbox/pages.ts';
import { html } from '../../local/pages/html.ts';
import { sendStartPage } from '../../local/pages/start-page.ts';
import { sendSignInPage } from '../../local/sign-in/sign-in-page.ts';

const mail: MailSummary = {
  id: 'm1',
  to: 'asha@example.org',
  from: 'o@example.org',
  subject: 'A & "B" <c>',
  method: 'REQUEST',
  uid: 'u',
  sequence: 0,
  at: '2030-01-08T19:00:00.000Z',
};
const calendar = 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u\r\nSUMMARY:<b>&amp;\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
const decoded = {
  text: 'See https://a.example/?x=1&y=2\n<b>',
  html: '<p style="color:red">"Hi" & bye</p>',
  calendar,
  headers: { subject: '<b>', from: 'o@example.org' },
};
const sessions = { find: () => undefined, search: () => [], set: async () => undefined, delete: async () => undefined };

/** What a page sends. */
function rendered(send: (response: ServerResponse) => unknown): string {
  let text = '';
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.end = (chunk: any) => {
    text = String(chunk);
    return response;
  };
  send(response);
  return text;
}

const pages: [string, (response: ServerResponse) => unknown][] = [
  [
    'start',
    (response) =>
      sendStartPage(response, {
        site: 'http://localhost:3000',
        smtpPort: 2525,
        directory: '/tmp/<x>',
        clockOffsetMs: 3_600_000,
        routes: ['GET /api/rooms', '$default'],
      }),
  ],
  ['no mail', (response) => sendMailboxes(response, [])],
  ['mailboxes', (response) => sendMailboxes(response, [mail, { ...mail, id: 'm2', to: 'ben@example.org', method: null }])],
  ['an empty mailbox', (response) => sendMailboxPage(response, 'nobody@example.org', [], [])],
  ['a mailbox', (response) => sendMailboxPage(response, mail.to, [mail, { ...mail, subject: '' }], ['ben@example.org', '<x>@example.org'])],
  ['a mail', (response) => sendMessagePage(response, mail, decoded, ['ben@example.org'])],
  ['a plain mail', (response) => sendMessagePage(response, { ...mail, subject: '' }, { ...decoded, html: '', calendar: null }, [])],
  ['a mail with a broken calendar', (response) => sendMessagePage(response, mail, { ...decoded, calendar: 'no calendar' }, [])],
  ['sign-in', (response) => sendSignInPage(response, 200, { action: '/oidc/interaction/x', returnsTo: 'http://localhost:3000', sessions })],
  [
    'sign-in with a problem',
    (response) =>
      sendSignInPage(response, 422, {
        action: '/oidc/interaction/x',
        returnsTo: 'http://localhost:3000',
        sessions,
        problem: 'name is missing.',
      }),
  ],
];

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: { 'void-style': 'off', 'no-trailing-whitespace': 'off' },
});

test.each(pages)('%s is valid HTML', async (_, send) => {
  const report = await validator.validateString(rendered(send));
  expect(report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId} ${message}`))).toEqual([]);
});

describe('what is put into a page is text', () => {
  test('what is put into a page is text in the body and in attributes', () =>
    expect(html`<a title="${'"<&\''}">${'<b>'}</a>`.text).toBe('<a title="&quot;&lt;&amp;&#39;">&lt;b&gt;</a>'));
  test('a piece of a page, or a list of them, is put into a page as it is', () =>
    expect(html`<ul>${['a<', html`<li>`, 3, undefined]}</ul>`.text).toBe('<ul>a&lt;<li>3</ul>'));
});
