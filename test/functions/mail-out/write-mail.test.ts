import { simpleParser, type AddressObject } from 'mailparser';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { methodOf } from '../../../shared/itip/write-itip.ts';
import { appLinks } from '../../../shared/mail/compose.ts';
import { isCalendarMail } from '../../../shared/room/owed-mail.ts';
import { CALENDAR_MAIL_KINDS, NOTICE_KINDS } from '../../../shared/words/mail-kinds.ts';
import { everyMail, type DecidedMail } from '../../support/decided-mail.ts';
import { headerOf, leavesOf, mimeTree, only, outlineOf } from '../../support/mime-tree.ts';
import { email } from '../../support/rooms.ts';
import { outgoing, written } from '../../support/written-mail.ts';

const mails = everyMail();
const calendarMails = mails.flatMap(({ mail, ...rest }) => (isCalendarMail(mail) ? [{ ...rest, mail }] : []));
const notices = mails.filter(({ mail }) => !isCalendarMail(mail));

test('every kind of mail is among the mails of these tests', () => {
  const kinds = new Set(mails.map(({ mail }) => mail.kind));
  expect([...kinds].toSorted()).toEqual([...CALENDAR_MAIL_KINDS, ...NOTICE_KINDS].toSorted());
});

describe.each(calendarMails)('$name', ({ mail }) => {
  const method = methodOf(mail.kind);

  test('a REQUEST leads to its session and to “I can’t come”, as text and as HTML, and no other calendar mail does', async () => {
    const { bytes, bookingLinks } = await written(mail);
    const [text, html] = leavesOf(mimeTree(bytes)).map(({ content }) => content.toString());
    const session = `https://sessions.example/sessions/${mail.roomId}`;
    const cantCome = bookingLinks.find(({ purpose }) => purpose === 'cant-come')?.url;
    const inText = [`See the session:\r\n${session}\r\n`, `I can't come:\r\n${cantCome}\r\n`].map((words) => text!.includes(words));
    const inHtml = [session, cantCome].map((url) => html!.includes(`href="${url}"`));
    expect([...inText, ...inHtml].every(Boolean)).toBe(method === 'REQUEST');
  });

  test('each mail is text, HTML and calendar as alternatives, and the calendar once more as an attachment', async () => {
    const tree = mimeTree((await written(mail)).bytes);
    expect(outlineOf(tree)).toBe(
      [
        'multipart/mixed',
        '  multipart/alternative',
        '    text/plain; charset=utf-8',
        '    text/html; charset=utf-8',
        `    text/calendar; charset=utf-8; method=${method}`,
        '  application/ics; name=invite.ics',
      ].join('\n'),
    );
    const [, , calendar, attachment] = leavesOf(tree);
    expect(headerOf(calendar!, 'content-disposition')).toBeUndefined();
    expect(headerOf(attachment!, 'content-disposition')).toBe('attachment; filename=invite.ics');
  });

  test('each mail holds the same calendar twice, byte for byte, with the method of the header in its second line', async () => {
    const [, , calendar, attachment] = leavesOf(mimeTree((await written(mail)).bytes));
    expect(calendar!.content.equals(attachment!.content)).toBe(true);
    expect(calendar!.content.toString().split('\r\n', 2)).toEqual(['BEGIN:VCALENDAR', `METHOD:${method}`]);
  });

  test('each mail is read alike by programs that share no code with us', async () => {
    const { bytes } = await written(mail);
    const ours = leavesOf(mimeTree(bytes))[2]!.content.toString();
    const postal = await PostalMime.parse(bytes, { attachmentEncoding: 'utf8' });
    const parsed = await simpleParser(Buffer.from(bytes));
    expect(postal.attachments.map(({ content }) => linesOf(content as string))).toEqual([linesOf(ours), linesOf(ours)]);
    expect(parsed.attachments.map(({ contentType, content }) => [contentType, content.toString()])).toEqual([
      ['text/calendar', ours],
      ['application/ics', ours],
    ]);
  });
});

test.each(notices)('$name: without a calendar part there is no attachment either', async ({ mail }) => {
  const tree = mimeTree((await written(mail)).bytes);
  expect(outlineOf(tree)).toBe('multipart/alternative\n  text/plain; charset=utf-8\n  text/html; charset=utf-8');
});

describe.each(mails)('$name', ({ mail, stranger }: DecidedMail) => {
  test('each mail goes to one person, from the organizer, who also takes the answer', async () => {
    const parsed = await simpleParser(Buffer.from((await written(mail)).bytes));
    const addresses = (field: AddressObject | AddressObject[] | undefined) => [field ?? []].flat().flatMap(({ value }) => value);
    expect(addresses(parsed.to)).toEqual([{ name: mail.to.name, address: mail.to.email }]);
    expect(addresses(parsed.from)).toEqual([{ name: 'Ophthalmo Practice', address: outgoing.organizer }]);
    expect(addresses(parsed.replyTo)).toEqual([{ name: 'Ophthalmo Practice', address: outgoing.organizer }]);
    expect([parsed.cc, parsed.bcc]).toEqual([undefined, undefined]);
  });

  test('each mail says that a program wrote it, and which session it belongs to', async () => {
    const { headers } = mimeTree((await written(mail)).bytes);
    expect(only(headers, 'auto-submitted')).toBe('auto-generated');
    expect(only(headers, 'references')).toBe(`<${mail.uid}@sessions.example>`);
    const names = headers.map(([name]) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(names).not.toContain('precedence');
    expect(names).not.toContain('x-mailer');
  });

  test('each mail has no address of the other party in any byte, as it is sent or decoded', async () => {
    const { bytes } = await written(mail);
    const everything = [Buffer.from(bytes), ...leavesOf(mimeTree(bytes)).map(({ content }) => content)];
    const parsed = await simpleParser(Buffer.from(bytes));
    const texts = [...everything.map((part) => unfoldLines(part.toString())), parsed.subject ?? '', parsed.html || '', parsed.text ?? ''];
    for (const text of stranger === null ? [] : texts)
      expect(decodeURIComponent(text.replaceAll('%', '%25')).toLowerCase()).not.toContain(stranger);
  });

  test('each mail has the same bytes each time it is written', async () => {
    const [first, second] = [await written(mail), await written(mail)];
    expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(true);
    expect(first.links).toEqual(second.links);
  });

  test('each mail ends the lines of its texts with CRLF, as MIME wants', async () => {
    for (const { content } of leavesOf(mimeTree((await written(mail)).bytes))) expect(content.toString()).not.toMatch(/[^\r]\n/);
  });

  test('each mail holds each link that was minted for it as text and as HTML', async () => {
    const { bytes, ...minted } = await written(mail);
    const links = [...minted.links, ...minted.bookingLinks];
    const [text, html] = leavesOf(mimeTree(bytes)).map(({ content }) => content.toString());
    for (const { url } of links) {
      expect(text).toContain(`\r\n${url}\r\n`);
      expect(html).toContain(`href="${url.replaceAll('&', '&amp;')}"`);
    }
    const others = (text!.match(/https:\/\/\S+/g) ?? []).filter((url) => !links.some((link) => link.url === url));
    const venue = mail.venue && (await outgoing.findVenue(mail.roomId, mail.venue));
    const { sessions, host, session, timer, again, wishes } = appLinks('https://sessions.example', mail);
    const known = new Set([
      venue,
      sessions,
      host,
      session,
      timer,
      again,
      ...(mail.kind === 'wish-fits' ? [wishes, minted.unsubscribe] : []),
    ]);
    expect(others.filter((url) => !known.has(url))).toEqual([]);
  });

  test('each mail has at most one filled button where it asks something, and the first button of a REQUEST is filled', async () => {
    const html = leavesOf(mimeTree((await written(mail)).bytes))[1]!.content.toString();
    const buttons = [...html.matchAll(/<td class="(fill|line)"/g)].map(([, look]) => look);
    expect(buttons.filter((look) => look === 'fill').length).toBeLessThanOrEqual(1);
    const isRequest = isCalendarMail(mail) && methodOf(mail.kind) === 'REQUEST';
    expect(isRequest ? buttons[0] : 'fill').toBe('fill');
  });

  test('each mail shows each address once, in its text and in its HTML', async () => {
    const [text, html] = leavesOf(mimeTree((await written(mail)).bytes)).map(({ content }) => content.toString());
    const shown = [text!, html!.replaceAll(/<[^>]*>/g, ' ')].map((part) => part.match(/https:\/\/\S+/g) ?? []);
    for (const urls of shown) expect(new Set(urls).size).toBe(urls.length);
  });
});

// postal-mime gives the lines of text parts with LF.
const linesOf = (text: string): string[] => text.trimEnd().split(/\r?\n/);

const unfoldLines = (text: string): string => text.replace(/\r\n[ \t]/g, '');

describe('redirected to one mailbox', () => {
  const { mail } = mails[0]!;
  const redirected = () => written(mail, { redirectTo: email('inbox@staging.example') });

  test('mail that is redirected to one mailbox goes there alone, with the intended recipient in a header and in the subject', async () => {
    const { headers } = mimeTree((await redirected()).bytes);
    expect(only(headers, 'to')).toBe('inbox@staging.example');
    expect(only(headers, 'x-intended-recipient')).toBe(mail.to.email);
    expect(only(headers, 'subject')).toBe(`[for ${mail.to.email}] Ophthalmo Practice Session with Asha`);
  });

  test('mail that is redirected to one mailbox keeps the calendar as it was, above all its ATTENDEE', async () => {
    const calendarIn = (bytes: Uint8Array) => leavesOf(mimeTree(bytes))[2]!.content.toString();
    expect(calendarIn((await redirected()).bytes)).toBe(calendarIn((await written(mail)).bytes));
  });
});
