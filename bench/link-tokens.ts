import { createHmac } from 'node:crypto';
import { Bench } from 'tinybench';
import { mintToken, verifyToken } from '../functions/platform/links/link-token.ts';
import type { LinkGrant } from '../shared/link/link.ts';
import { mutationsOf } from '../test/support/mutations.ts';
import { asha, bensRoom, monday, nextTuesday, seed } from '../test/support/rooms.ts';
import { twoKeys } from '../test/support/written-mail.ts';
import { ratio, type Section } from './report.ts';

const MUTATIONS = 100_000;
const MILLIS_EACH = 1_000;

const grant: LinkGrant = {
  purpose: 'approve',
  roomId: bensRoom.id,
  uid: bensRoom.uid,
  role: 'guest',
  email: asha.email,
  sequence: 0,
  expiresAt: nextTuesday,
  proposalId: null,
  reply: null,
};

/** How fast links are signed, checked and refused. None of it reads a database. */
export async function linkTokens(): Promise<Section> {
  const token = await mintToken(twoKeys, grant, seed(1));
  const [head = '', payload = ''] = token.split('.');
  const unsigned = `${head}.${payload}.${'A'.repeat(43)}`;
  const stranger = `${Buffer.from('{"alg":"HS256","kid":"k9"}').toString('base64url')}.${payload}.${'A'.repeat(43)}`;
  const verify = (text: string) => () => verifyToken(twoKeys, text, 'approve', monday);
  const parts: readonly (readonly [string, () => unknown])[] = [
    ['HMAC-SHA256 of the same bytes, for comparison', () => createHmac('sha256', 'b'.repeat(64)).update(`${head}.${payload}`).digest()],
    ['sign a link', () => mintToken(twoKeys, grant, seed(1))],
    ['check a good link', verify(token)],
    ['refuse a wrong signature', verify(unsigned)],
    ['refuse an unknown key', verify(stranger)],
    ['refuse 10,000 characters', verify(token.padEnd(10_000, 'A'))],
  ];
  const speeds = await perSecond(parts);
  const accepted = await acceptedOf(mutationsOf(token, MUTATIONS));
  return {
    title: 'Tokens of magic links',
    about: `Per second on one core, in the median. Of ${MUTATIONS.toLocaleString('en')} mutations of a good token ${accepted} were accepted.`,
    columns: ['what', 'per second', 'against the HMAC alone'],
    rows: parts.map(([name], n) => [name, Math.round(speeds[n] ?? 0).toLocaleString('en'), ratio(speeds[n] ?? 0, speeds[0] ?? 0)]),
  };
}

async function perSecond(parts: readonly (readonly [string, () => unknown])[]): Promise<readonly number[]> {
  const bench = new Bench({ time: MILLIS_EACH });
  for (const [name, work] of parts) bench.add(name, work);
  const tasks = await bench.run();
  return tasks.map(({ result }) => ('throughput' in result ? result.throughput.p50 : Number.NaN));
}

async function acceptedOf(mutations: Iterable<string>): Promise<number> {
  let accepted = 0;
  for (const text of mutations) accepted += verifyToken(twoKeys, text, 'approve', monday).kind === 'forged' ? 0 : 1;
  return accepted;
}
