import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../functions/mail-in/notification.ts';
import { HOPS } from '../../../functions/probe/hop.ts';
import { runProbe, type ProbeDeps } from '../../../functions/probe/run-probe.ts';
import { millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { addressOfProbe, PROBE_TIMEOUT_SECONDS, subOfProbe } from '../../../shared/words/probe-names.ts';
import { letter } from '../../fixtures/mail/letter.ts';
import type { PostOffice } from '../../support/post-office.ts';
import { probeWorld } from '../../support/probe-world.ts';
import { asha, email, existing, monday } from '../../support/rooms.ts';
import { testRoomsApi } from '../../support/rooms-api.ts';
import { outgoing } from '../../support/written-mail.ts';

const { organizer } = outgoing;

const hopsOf = ({ hops }: Awaited<ReturnType<typeof runProbe>>) => hops.map(({ hop }) => hop);

describe('a probe', () => {
  test('a probe goes from the open room to the answer that the room shows, in seven hops, and leaves a cancelled room', async () => {
    const { office, deps, records, answers } = await probeWorld();
    const result = await runProbe(deps);
    expect([result.failure, hopsOf(result), result.leftovers]).toEqual([null, HOPS, 0]);
    expect(answers.map(({ to }) => to)).toEqual([organizer]);
    const room = existing((await office.stores.rooms.load(result.roomId)).room);
    expect(room).toMatchObject({ status: 'cancelled', guest: { partstat: 'ACCEPTED', email: addressOfProbe(organizer, 'guest') } });
    expect(records).toEqual([{ finishedAt: deps.world.now(), failedHop: null, seconds: expect.any(Number) }]);
    expect([office.log.counted('ProbesSucceeded'), office.log.counted('ProbesFailed')]).toEqual([1, 0]);
  });

  test('a probe counts as nothing that people do, and is charged to nobody', async () => {
    const { office, deps } = await probeWorld();
    await runProbe(deps);
    await office.untilQuiet();
    expect(['Decided', 'PersonLimited', 'RoomsCreated', 'RoomsBooked'].map(office.log.counted)).toEqual([0, 0, 0, 0]);
    expect(office.left.map(({ to }) => to).toSorted()).toEqual([
      ...[1, 2].map(() => addressOfProbe(organizer, 'guest')),
      ...[1, 2].map(() => addressOfProbe(organizer, 'host')),
    ]);
  });

  test('a probe passes over mail that somebody else sends to its address, whatever it holds', async () => {
    const { deps, foreign } = await probeWorld();
    const invitation = ['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:another', 'END:VEVENT', 'END:VCALENDAR', ''];
    const list = deps.mailbox.list;
    const strange = { ...deps.mailbox, list: async () => (foreign.size === 0 ? [] : list()) };
    const probing = runProbe({ ...deps, mailbox: strange });
    foreign.set('probe/a', new TextEncoder().encode(letter('strange', invitation.join('\r\n'))));
    foreign.set('probe/b', new Uint8Array([0, 255, 13, 10, 13, 10, 1]));
    expect((await probing).failure).toBe(null);
  });

  test('somebody who only writes the address of a probe into From does not answer for it', async () => {
    const { office, deps, arrives } = await probeWorld();
    const verdicts: Verdict[] = ['FAIL', 'GRAY'];
    const forging: ProbeDeps['mailer'] = {
      send: async ({ bytes }) => {
        for (const verdict of verdicts) await arrives(bytes, verdict);
        return { kind: 'accepted', sesMessageId: 'ses' };
      },
    };
    const { failure, roomId } = await runProbe({ ...deps, mailer: forging });
    expect(failure).toEqual({ hop: 'decide', why: expect.stringContaining(`npm run ops -- session ${roomId}`) });
    expect(existing((await office.stores.rooms.load(roomId)).room)).toMatchObject({
      status: 'cancelled',
      guest: { partstat: 'NEEDS-ACTION' },
    });
  });
});

const never = async () => [];
describe.each<[string, string, (deps: ProbeDeps, office: PostOffice) => Partial<ProbeDeps>, RegExp]>([
  [
    'SES takes nothing',
    'send',
    (_, office) => (office.decideFates(() => 'throttled'), {}),
    /host not tried, guest not tried.*mail-channel-down/,
  ],
  [
    'the invitations do not come in',
    'receive',
    ({ mailbox }) => ({ mailbox: { ...mailbox, list: never } }),
    /host and the guest did not come in.*receipt-rule-off/,
  ],
  [
    'an invitation ended unsent',
    'send',
    () => ({ readSends: async () => [{ role: 'guest', method: 'REQUEST', state: 'failed', reason: 'refused' }] }),
    /guest ended as failed \(refused\)/,
  ],
  [
    'mail is recorded and not sent',
    'send',
    () => ({ readSends: async () => [{ role: 'host', method: 'REQUEST', state: 'suppressed' }] }),
    /host ended as suppressed/,
  ],
  [
    'SES refuses the answer',
    'answer',
    () => ({ mailer: { send: async () => ({ kind: 'refused', error: new Error('MessageRejected') }) } }),
    /did not take the answer \(refused\): Error: MessageRejected/,
  ],
  [
    'the answer gets lost',
    'decide',
    () => ({ mailer: { send: async () => ({ kind: 'accepted', sesMessageId: 'ses' }) } }),
    /nothing within 150 seconds/,
  ],
  [
    'the bucket does not answer',
    'open',
    () => ({ mailbox: { list: () => Promise.reject(new Error('AccessDenied')), read: async () => new Uint8Array() } }),
    /Error: AccessDenied/,
  ],
])('where %s', (_, hop, broken, why) => {
  test(`the hop "${hop}" is named with the reason, and the room is cancelled all the same`, async () => {
    const { office, deps, records } = await probeWorld();
    const result = await runProbe({ ...deps, ...broken(deps, office) });
    expect(result.failure).toEqual({ hop, why: expect.stringMatching(why) });
    expect(records.map(({ failedHop }) => failedHop)).toEqual([hop]);
    expect([office.log.counted('ProbesSucceeded'), office.log.counted('ProbesFailed')]).toEqual([0, 1]);
    expect(office.stores.rooms.all().filter(({ room }) => room.status !== 'cancelled')).toEqual([]);
    // The function that runs probes is stopped after this long.
    expect(millisOf(deps.world.now()) - millisOf(monday)).toBeLessThan(PROBE_TIMEOUT_SECONDS * 1000);
  });
});

test('settings with which no probe could end well are named at once, and no room is opened', async () => {
  const { office, deps } = await probeWorld();
  const { failure } = await runProbe({ ...deps, obstacle: 'NOTIFICATIONS_REDIRECT_TO is set' });
  expect([failure, office.stores.rooms.all()]).toEqual([{ hop: 'send', why: 'NOTIFICATIONS_REDIRECT_TO is set' }, []]);
});

test('a probe that died is cleaned up by the next one after its time, and one that may still run is left alone', async () => {
  const { office, deps } = await probeWorld();
  const { rooms } = office.stores;
  let saves = 0;
  const dead = () => Promise.reject(new Error('killed'));
  await runProbe({ ...deps, pause: dead, rooms: { ...rooms, save: (...args) => (++saves > 2 ? dead() : rooms.save(...args)) } });
  expect(rooms.all().map(({ room }) => room.status)).toEqual(['booked']);
  const soon = await runProbe(deps);
  expect([soon.failure, soon.leftovers]).toEqual([null, 0]);
  office.world.turnTo(plusMinutes(deps.world.now(), PROBE_TIMEOUT_SECONDS / 60));
  const later = await runProbe(deps);
  expect([later.failure, later.leftovers]).toEqual([null, 1]);
  expect(rooms.all().map(({ room }) => room.status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
});

test('two probes at once both come to their end', async () => {
  const { deps } = await probeWorld();
  const results = await Promise.all([runProbe(deps), runProbe(deps)]);
  expect(results.map(({ failure }) => failure)).toEqual([null, null]);
});

test('nobody signs in as one of the two of a probe, neither by their name nor by their address', async () => {
  const api = testRoomsApi();
  const answers = [
    await api.askAs({ ...asha, sub: subOfProbe('host') }, 'GET /api/rooms/mine'),
    await api.askAs({ ...asha, email: email('probe-guest@sessions.example') }, 'GET /api/rooms/mine'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 403]);
});
