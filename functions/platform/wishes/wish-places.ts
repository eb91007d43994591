import { createHash } from 'node:crypto';
import type { WishId } from '../../../shared/words/ids.ts';
import { WISHES_PER_PERSON } from '../../../shared/words/wish-limits.ts';
import { uuidOf } from '../uuid-of.ts';

/** The ids that the wishes of a person have: a few places, so that a write on condition keeps their number. */
export const placesOf = (sub: string): readonly WishId[] =>
  Array.from({ length: WISHES_PER_PERSON }, (_, n) => uuidOf(createHash('sha256').update(`wish ${n} ${sub}`).digest()) as WishId);
