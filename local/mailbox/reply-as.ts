import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IncomingMail } from '../engines/incoming-mail.ts';
import { readBody, sendText } from '../http.ts';
import { type Html, html } from '../pages/html.ts';
import { type Answer, wordOf } from '../reply-as/answer.ts';
import { DISGUISES } from '../reply-as/disguises.ts';
import { invitationIn } from '../reply-as/invitation.ts';
import { PROGRAMS } from '../reply-as/programs.ts';
import { replyForm, scanForm } from '../reply-as/reply-form.ts';
import { readWantedReply, type WantedReply, writeNow } from '../reply-as/wanted-reply.ts';
import type { DecodedMail } from './decode-mail.ts';

const FORM_LIMIT_BYTES = 4_096;
const LINKS_OPENED = 30;

/**
 * The part of a message's page that does something with it. `done` in the address says what the last press of a button did.
 * @param cookie of the browser: which program each mailbox answered with last
 */
export function replySection(mailId: string, mail: DecodedMail, url: URL, cookie = ''): Html {
  const invitation = invitationIn(mail);
  const program = invitation && new RegExp(`(?:^|; )${programCookie(invitation.from.email)}=(\\w+)`).exec(cookie)?.[1];
  const status = html`<p role="status">${url.searchParams.get('done') ?? ''}</p>`;
  return html`${status}${invitation ? replyForm(mailId, invitation, program ?? undefined) : undefined}${scanForm(mailId)}`;
}

/** Sends the reply that the form asks for to the organizer, and leads back to the page. */
export async function sendReply(
  incoming: IncomingMail,
  mailId: string,
  mail: DecodedMail,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<true> {
  const wanted = readWantedReply(new URLSearchParams((await readBody(request, FORM_LIMIT_BYTES)).toString()));
  const invitation = invitationIn(mail);
  if (!wanted || !invitation) {
    sendText(response, 400, 'text/plain; charset=utf-8', 'That is not an answer to an invitation.');
    return true;
  }
  const answer: Answer = { ...invitation, says: wanted.says, at: writeNow(), id: randomBytes(10).toString('hex') };
  for (const { raw, verdict, sender } of DISGUISES[wanted.disguise].deliver(answer, PROGRAMS[wanted.program].write)) {
    await incoming.receive({ raw: Buffer.from(raw), verdict, sender, recipients: [invitation.organizer.email] });
  }
  const cookie = `${programCookie(invitation.from.email)}=${wanted.program}; Path=/mail; SameSite=Lax; HttpOnly`;
  return back(response, mailId, saidOf(wanted), { 'set-cookie': cookie });
}

const saidOf = ({ program, disguise, says }: WantedReply): string =>
  `Sent: ${wordOf(says)}, as ${PROGRAMS[program].name}, by ${DISGUISES[disguise].name}. What follows is in the mailboxes.`;

/** Opens every link of this site in a mail, as scanners do: first HEAD, then GET, all at once. */
export async function scanLinks(mailId: string, mail: DecodedMail, request: IncomingMessage, response: ServerResponse): Promise<true> {
  const site = `http://127.0.0.1:${request.socket.localPort ?? 80}`;
  const paths = [...new Set(`${mail.text} ${mail.html}`.match(/https?:\/\/(?:127\.0\.0\.1|localhost)[^\s"<>)]*/g) ?? [])]
    .slice(0, LINKS_OPENED)
    .map((link) => link.replaceAll('&amp;', '&').replace(/^https?:\/\/[^/]+/, site));
  const answers = await Promise.all(paths.flatMap((link) => ['HEAD', 'GET'].map((method) => opened(link, method))));
  return back(
    response,
    mailId,
    `A scanner opened ${paths.length} links; ${answers.filter((isAnswered) => isAnswered).length} requests were answered.`,
  );
}

async function opened(link: string, method: string): Promise<boolean> {
  try {
    await fetch(link, { method, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
    return true;
  } catch {
    return false;
  }
}

/** Each mailbox is read with a program of its own. */
const programCookie = (address: string): string => `program-${Buffer.from(address.toLowerCase()).toString('hex')}`;

function back(response: ServerResponse, mailId: string, done: string, headers: Readonly<Record<string, string>> = {}): true {
  response.writeHead(303, { ...headers, location: `/mail/messages/${mailId}?done=${encodeURIComponent(done)}` }).end();
  return true;
}
