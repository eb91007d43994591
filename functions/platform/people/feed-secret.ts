import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const FILE = /^([\w-]{43})\.ics$/;

/** The secret in the address of a calendar feed: 256 random bits. */
export const createFeedSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** What is stored in place of the secret: nobody who reads the table can read a feed. */
export const digestOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const feedUrlOf = (publicUrl: string, secret: string): string => `${publicUrl}/feeds/${secret}.ics`;

/** The secret in the last part of a feed's path; undefined where it cannot be one. */
export const secretInFile = (file: string | undefined): string | undefined => FILE.exec(file ?? '')?.[1];
