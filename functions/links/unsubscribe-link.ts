import { unsubscribeUrl } from '../../shared/link/wish-link.ts';
import type { Wish } from '../../shared/wish/wish.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { kidOf } from '../platform/links/link-token.ts';
import { isTokenOfWish, verifyWishToken } from '../platform/links/wish-token.ts';
import type { LinkRequest } from './link-request.ts';
import type { LinksDeps } from './links-deps.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import { makeUnsubscribePage, unsubscribedPage } from './pages/wish-pages.tsx';
import { refuse } from './refuse.ts';

/*
 * The link that ends a wish, without a login: by the button of its page, or by the POST of a mail program (RFC 8058).
 */

/** The page of the link. Opening it changes nothing. */
export async function showUnsubscribe(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const wish = await findWish(deps, token);
  if (wish === 'forged') return refuse(deps, 'forged');
  return pageAnswer(deps.pages, wish === 'ended' ? unsubscribedPage : makeUnsubscribePage(wish, token));
}

/** The button was pressed. */
export async function unsubscribe(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  return (await endWish(deps, token)) ? seeOther(unsubscribeUrl('', token)) : refuse(deps, 'forged');
}

/** A mail program asks in its reader's name. It reads only the status. */
export async function unsubscribeByMailProgram(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  return (await endWish(deps, token)) ? pageAnswer(deps.pages, unsubscribedPage) : refuse(deps, 'forged');
}

/** False for a token that is not ours. A wish that has ended already has ended. */
async function endWish(deps: LinksDeps, token: string): Promise<boolean> {
  const wish = await findWish(deps, token);
  if (wish === 'forged') return false;
  if (wish !== 'ended') {
    await deps.wishes.remove(wish);
    deps.log.count('WishesEnded');
  }
  return true;
}

async function findWish(deps: LinksDeps, token: string): Promise<Wish | 'ended' | 'forged'> {
  const keys = await deps.linkKeys(kidOf(token));
  const signed = verifyWishToken(keys, token);
  if (signed === undefined) return 'forged';
  const wish = await deps.wishes.load(signed.wishId);
  const isMeant = wish && isTokenOfWish(keys, signed, { wishId: wish.id, wishedAt: wish.createdAt, email: wish.person.email });
  return wish && isMeant === true ? wish : 'ended';
}

/** What RFC 8058 has a mail program send, in either form that it allows. */
export function isOneClick({ headers, body }: LinkRequest): boolean {
  const type = (headers['content-type'] ?? '').toLowerCase();
  const text = body.toString('utf8');
  if (type.startsWith('application/x-www-form-urlencoded')) return new URLSearchParams(text).get('List-Unsubscribe') === 'One-Click';
  return type.startsWith('multipart/form-data') && /name="?List-Unsubscribe"?[^]*?\r?\n\r?\nOne-Click\r?\n/i.test(text);
}
