import { randomBytes, randomUUID } from 'node:crypto';
import { instantAt, type Instant } from '../../shared/time/instant.ts';

/** Time and chance, handed to whatever needs them, so that tests can hold both still. */
export interface World {
  readonly now: () => Instant;
  readonly uuid: () => string;
  /** 128 random bits in hex. */
  readonly seed: () => string;
}

export const realWorld: World = {
  now: () => instantAt(Date.now()),
  uuid: () => randomUUID(),
  seed: () => randomBytes(16).toString('hex'),
};
