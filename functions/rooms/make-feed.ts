import { createFeedSecret, digestOfSecret, feedUrlOf } from '../platform/people/feed-secret.ts';
import { changeProfile } from '../platform/people/change-profile.ts';
import type { SignedInEndpoint } from './deps.ts';

/**
 * `POST /api/me/feed`: a new address for the calendar feed of the person who asks; the one before ends. The old feed is closed before
 * the new one is named, so a crash in between leaves a person without a feed, and never with an old address that still works.
 */
export const makeFeed: SignedInEndpoint = async ({ people, feeds, world, publicUrl, log }, _request, { sub }) => {
  const secret = createFeedSecret();
  const feedDigest = digestOfSecret(secret);
  const { profile } = await people.load(sub);
  if (profile.feedDigest !== null) await feeds.close(profile.feedDigest, world.now());
  let replaced = profile.feedDigest;
  await changeProfile(people, sub, (current) => {
    replaced = current.feedDigest;
    return { ...current, feedDigest };
  });
  // Somebody else made an address for the same person in the meantime.
  if (replaced !== null && replaced !== profile.feedDigest) await feeds.close(replaced, world.now());
  await feeds.open(feedDigest, sub);
  log.count('FeedsOpened');
  return { status: 201, body: { url: feedUrlOf(publicUrl, secret) } };
};
