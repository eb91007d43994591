import { createWishRequest, type WishView } from '../../shared/api/contract.ts';
import { bucketsOf } from '../../shared/wish/wish-buckets.ts';
import { latestUntil, usualUntil } from '../../shared/wish/read-until.ts';
import type { WishTerms, Wish } from '../../shared/wish/wish.ts';
import type { Instant } from '../../shared/time/instant.ts';
import type { WishId } from '../../shared/words/ids.ts';
import { WISH_WEEKS } from '../../shared/words/wish-limits.ts';
import { readJson } from '../platform/http/http-body.ts';
import { HttpError, invalid } from '../platform/http/http-error.ts';
import { placesOf } from '../platform/wishes/wish-places.ts';
import { describeCaller } from './caller.ts';
import type { SignedInEndpoint } from './deps.ts';
import { readPractice } from './read-practice.ts';

/** `POST /api/wishes`. The same wish again is the one that is there. */
export const createWish: SignedInEndpoint = async (deps, request, caller) => {
  const { topic, exam, durations, windows, timeZone, until } = readJson(request, createWishRequest);
  const practice = readPractice({ topic, exam }, deps.practiceChoices);
  const now = deps.world.now();
  const person = describeCaller(caller, (await deps.people.load(caller.sub)).profile, timeZone);
  const zone = timeZone ?? person.timeZone;
  const wanted: WishTerms = {
    topic: practice.topic,
    exam: practice.exam,
    durations,
    windows,
    timeZone: zone,
    until: readUntil(until?.(zone), now),
  };
  if (bucketsOf(wanted, now).length === 0)
    throw invalid({ field: 'windows', message: `Give a time of at least ${Math.min(...durations)} minutes, in which a session fits` });
  const wish = await deps.wishes.add(person, wanted, now);
  if (wish === 'full') throw new HttpError('too-many-wishes');
  const isNew = wish.createdAt === now;
  if (isNew) deps.log.count('WishesMade');
  return { status: isNew ? 201 : 200, body: viewOfWish(wish) };
};

/** `GET /api/wishes` */
export const listWishes: SignedInEndpoint = async ({ wishes, world }, _request, { sub }) => ({
  status: 200,
  body: { wishes: (await wishes.list(sub, world.now())).map(viewOfWish) },
});

/** `DELETE /api/wishes/{id}`. One that has ended already has ended. */
export const endWish: SignedInEndpoint = async ({ wishes, log }, { pathParameters }, { sub }) => {
  const id = (pathParameters?.['id'] ?? '').toLowerCase() as WishId;
  if (!placesOf(sub).includes(id)) throw new HttpError('wish-not-found');
  const wish = await wishes.load(id);
  if (wish !== undefined) {
    await wishes.remove(wish);
    log.count('WishesEnded');
  }
  return { status: 204 };
};

function readUntil(until: Instant | undefined, now: Instant): Instant {
  if (until === undefined) return usualUntil(now);
  if (until <= now) throw invalid({ field: 'until', message: 'Give a day that is not over' });
  if (until > latestUntil(now)) throw invalid({ field: 'until', message: `Give a day within ${WISH_WEEKS.most} weeks` });
  return until;
}

export const viewOfWish = ({ id, topic, exam, durations, windows, timeZone, until, createdAt }: Wish): WishView => ({
  id,
  topic,
  exam,
  durations: [...durations],
  windows: windows.map(({ weekday, from, to }) => ({ weekday, from, to })),
  timeZone,
  until,
  createdAt,
});
