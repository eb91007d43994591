import { NOTE_LIMIT } from '../../../shared/words/note-limit.ts';
import type { LinkPage } from './link-page.tsx';

const plain = (status: number, heading: string, ...sentences: readonly string[]): LinkPage => ({
  status,
  heading,
  isPlain: true,
  body: sentences.map((sentence) => <p>{sentence}</p>),
});

const COPY = 'Open the link from the newest mail about your session once more, or copy its whole address.';

/*
 * Pages that know nothing about anybody.
 */

/** A link that we never made. Always the same bytes, whatever is wrong with it. */
export const forgedPage = plain(404, 'This link does not work', 'Perhaps a part of it got lost on the way.', COPY);

export const malformedPage = plain(400, 'This link is not complete', COPY);

/** Ours once, but its holder is no longer in the session. */
export const endedPage = plain(
  410,
  'This link has ended',
  'You are no longer part of this session, so there is nothing left to decide here.',
  'The newest mail about it tells how it stands.',
);

/** Ours, but expired so long ago that nothing is kept of it. */
export const forgottenPage = plain(410, 'This link has expired', 'The newest mail about your session tells how it stands.');

export const elsewherePage = plain(
  403,
  'That came from another page',
  'Nothing has changed. Open the link from your mail, and press the button there.',
);
export const notFormPage = plain(
  415,
  'That is not our form',
  'Nothing has changed. Open the link from your mail, and press the button there.',
);
export const makeTooLargePage = (bytes: number): LinkPage =>
  plain(
    413,
    'That was too much text',
    `Nothing has changed. Go back, shorten your note to at most ${NOTE_LIMIT} characters and send it again: with it the form has ${bytes} bytes.`,
  );
export const methodPage = plain(405, 'That cannot be done here', 'Open the link from your mail in a browser.');
export const prefetchPage = plain(503, 'Not yet', 'This page is made when you open it.');
export const busyPage = plain(
  503,
  'Please try again in a few minutes',
  'Mail about this session is waiting to be sent. Nothing has changed.',
);
export const failedPage = plain(
  500,
  'Something went wrong on our side',
  'Go back and try again in a moment. If the link worked after all, its page says so.',
);

/** The answer to everyone who asked for a fresh link, whether one was sent or not. @param from our mail address */
export const makeFreshLinkPage = (from: string): LinkPage =>
  plain(
    200,
    'Look into your inbox',
    `If a fresh link can be of use, it is on its way to the address that was invited, from ${from}.`,
    'At most three are sent in an hour. Nothing there in a few minutes? Look into the spam folder.',
  );
