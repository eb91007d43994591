import { MailNotFound } from '../../functions/platform/mail/inbox.ts';
import type { HttpAnswer } from '../../functions/platform/http/http-answer.ts';
import type { Verdict } from '../../functions/mail-in/notification.ts';
import type { MailOutcome } from '../../functions/mail-in/outcome.ts';
import { receiveMail, type ReceiveMailDeps } from '../../functions/mail-in/receive-mail.ts';
import { createScannerWatch } from '../../functions/links/scanner-watch.ts';
import { stylesheet } from '../../functions/links/pages/stylesheet.ts';
import { createLinkPages } from '../../functions/links/serve-links.ts';
import { chrome } from '../functions/links/visit.ts';
import { httpRequest } from './http-events.ts';
import { memoryMessages } from './memory-messages.ts';
import { createFindWishers } from '../../functions/mail-out/find-wishers.ts';
import { DEFAULT_PERSON_LIMITS } from '../../shared/words/person-limits.ts';
import { memoryPeople } from './memory-people.ts';
import { memoryWishes } from './memory-wishes.ts';
import { postOffice, type Left } from './post-office.ts';
import { AMPLE_LIMITS } from './rooms-api.ts';
import { email } from './rooms.ts';
import { outgoing, twoKeys } from './written-mail.ts';

/*
 * The whole way in one process: mail that comes in, rooms, mail that leaves, and the pages behind its links, all over the same
 * stores. It is the production code from the bytes that SES received to the bytes that SES takes.
 */

const ORGANIZER = email('sessions@meet.example');

/** Only what is limited here is what these tests are about. */
const { wishMailsPerDay, missedSessions } = DEFAULT_PERSON_LIMITS;
const WISH_LIMITS = { ...AMPLE_LIMITS, wishMailsPerDay, missedSessions };

export type Mailroom = ReturnType<typeof mailroom>;

export function mailroom() {
  const wishes = memoryWishes();
  const people = memoryPeople();
  const office = postOffice({
    outgoing: { ...outgoing, organizer: ORGANIZER },
    findWishers: (...asked) => createFindWishers({ wishes, people, personLimits: WISH_LIMITS, index: rooms })(...asked),
  });
  const { rooms, links } = office.stores;
  const { log, world, deps } = office;
  const objects = new Map<string, Uint8Array>();
  const shared = { rooms, index: rooms, people, wishes, personLimits: AMPLE_LIMITS, hints: deps.hints, log, world };
  const inbound: ReceiveMailDeps = {
    ...shared,
    messages: memoryMessages().messages,
    bucket: 'inbox',
    organizer: ORGANIZER,
    readCpuMillis: () => 0,
    inbox: {
      read: async (key, maxBytes) => {
        const bytes = objects.get(key);
        if (!bytes) throw new MailNotFound(key);
        return bytes.length > maxBytes ? undefined : bytes;
      },
    },
  };
  const { publicUrl, brand } = outgoing;
  const pages = new Map(
    createLinkPages({
      ...shared,
      links,
      linkKeys: async () => twoKeys,
      scanners: createScannerWatch(),
      pages: { brand, stylesheet: stylesheet(brand.color), publicOrigin: publicUrl, organizerEmail: ORGANIZER, decidesOnOpening: false },
    }),
  );

  /** A mail arrives at the organizer's mailbox. Gives what became of it. */
  const receive = (raw: Uint8Array, dmarc: Verdict): Promise<MailOutcome> => {
    const key = `inbound/${objects.size + 1}`;
    objects.set(key, raw);
    const verdicts = { spam: 'PASS', virus: 'PASS', spf: 'GRAY', dkim: 'GRAY', dmarc } as const;
    const received = { sesMessageId: `ses${objects.size}`, bucket: 'inbox', key, receivedAt: world.now(), verdicts };
    return receiveMail(inbound, { ...received, returnPath: 'bounces@mail.example' });
  };

  const ask = async (method: 'GET' | 'POST', url: URL, form?: URLSearchParams): Promise<HttpAnswer> => {
    const page = pages.get(`ANY ${url.pathname}`);
    if (!page) throw new Error(`There is no page ${url.pathname}`);
    const asked = { route: `${method} ${url.pathname}`, query: Object.fromEntries(url.searchParams) };
    const posted = form && { body: form.toString(), headers: { ...chrome, 'content-type': 'application/x-www-form-urlencoded' } };
    return page(httpRequest({ ...asked, ...posted }));
  };

  /** Opens a link in a browser and presses the first button of its form. */
  const press = async (url: URL): Promise<void> => {
    const { status, body } = await ask('GET', url);
    const form = new RegExp(`<form [^>]*action="${url.pathname}".*?</form>`, 's').exec(String(body))?.[0];
    if (form === undefined)
      throw new Error(`The page of ${url.pathname} (${status}) has no button: ${String(body).replaceAll(/<[^>]*>/g, ' ')}`);
    const fields = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const posted = await ask(
      'POST',
      new URL(url.pathname, url),
      new URLSearchParams(fields.map(([, name = '', value = '']) => [name, value])),
    );
    if (posted.status >= 400) throw new Error(`The button of ${url.pathname} was answered ${posted.status}`);
  };

  return { office, world, wishes, people, pages, left: office.left as readonly Left[], receive, press };
}
