import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { typed } from './states.ts';
import { ashaBooked, benSuggests, inDays, pathOf } from './story.ts';
import { posted, scriptedChrome, visit } from './visit.ts';

/*
 * What an operator sees of the links: numbers by reason, and no names.
 */

let stage: Stage;
let server: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.open();
});
afterAll(() => stage.close());

test('what is refused, suggested and decided is counted once each', async () => {
  const at = (path: string) => `${server.origin}${path}`;
  const [first, second] = [await benSuggests(stage), await benSuggests(stage)];
  const approve = await first.link('approve', 'guest');
  for (let n = 0; n < 2; n++) await visit(at('/approve'), posted({ t: approve }));
  await visit(at('/decline'), posted({ t: await second.link('decline', 'guest') }));
  const booked = await ashaBooked(stage);
  const r = await booked.link('reschedule', 'guest');
  for (let n = 0; n < 2; n++) await visit(at('/reschedule'), posted({ r, ...typed() }));
  await visit(at('/reschedule'), posted({ r, ...typed({ time: '19:15' }) }));

  await visit(at('/approve'), posted({ t: approve }, scriptedChrome));
  const third = await benSuggests(stage);
  for (const purpose of ['approve', 'decline'] as const) await visit(at(pathOf(purpose, await third.link(purpose, 'guest'))));
  await visit(at('/approve?t=made-up'));
  await visit(at('/approve'));
  await visit(at(pathOf('reschedule', await booked.link('reschedule', 'guest', { expiresAt: inDays(-1, '00:00') }))));
  await visit(at(pathOf('reschedule', await booked.link('reschedule', 'guest', { sequence: -1 }))));
  await visit(at('/approve?t=x'), { headers: { 'sec-purpose': 'prefetch' } });
  await visit(at('/approve'), posted({ t: 'x' }, { 'sec-fetch-site': 'cross-site' }));

  const expected = {
    ProposalsApproved: 1,
    ProposalsDeclined: 1,
    ProposalsCreated: 1,
    ScriptedPosts: 1,
    ScannersSeen: 1,
    'LinksRefused forged': 1,
    'LinksRefused bad-token': 1,
    'LinksRefused expired': 1,
    'LinksRefused outdated': 1,
    'LinksRefused used': 1,
    'LinksRefused prefetch': 1,
    'LinksRefused elsewhere': 1,
  };
  const counted = () =>
    Object.fromEntries(
      Object.keys(expected).map((name) => {
        const [metric = '', kind] = name.split(' ');
        return [name, server.counted(metric, kind)];
      }),
    );
  // What a function writes arrives a moment after its answer.
  await expect.poll(counted).toEqual(expected);
});
