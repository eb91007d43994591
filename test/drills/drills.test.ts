import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProbe } from '../../functions/probe/run-probe.ts';
import { eachRecord } from '../../functions/platform/sqs-batch.ts';
import { ACCOUNT_CHECKS } from '../../ops/doctor/account-checks.ts';
import { runChecks } from '../../ops/doctor/finding.ts';
import { MAIL_CHECKS } from '../../ops/doctor/mail-checks.ts';
import { runReceiveOn } from '../../ops/switch-receipt-rules.ts';
import { instantAt, millisOf, plusMinutes } from '../../shared/time/instant.ts';
import { counter, letter, reply } from '../fixtures/mail/letter.ts';
import { findAlarm } from '../support/alarms.ts';
import { booked, owed, told } from '../support/booked-office.ts';
import { inboundWorld } from '../support/inbound.ts';
import type { Datapoint } from '../support/memory-log.ts';
import { postOffice, type PostOffice } from '../support/post-office.ts';
import { receiptAccount } from '../support/receipt-account.ts';
import { probeWorld } from '../support/probe-world.ts';
import { asha, bensRoom } from '../support/rooms.ts';

/*
 * Each page of docs/operations as a drill: its failure happens, the alarm of the template rings, what the page says is done, and the
 * alarm goes. Everything runs on a clock of its own. What only AWS can show is named at the end, with the reason.
 */

const folder = join(import.meta.dirname, '../../docs/operations');
const textOf = (page: string): string => readFileSync(join(folder, `${page}.md`), 'utf8');
const drilled = new Set<string>();

/** An alarm that this drill is about, with the page that it leads to. */
function alarmOf(name: string, page: string) {
  const alarm = findAlarm(name);
  expect(alarm.page).toBe(page);
  drilled.add(page);
  return alarm;
}

interface Drill {
  readonly office: PostOffice;
  /** What AWS measures itself. */
  readonly measured: Datapoint[];
  /** Lets minutes pass: mailers work and the sweeper runs in each, or neither where no hint is left and the sweeper is off. */
  readonly pass: (minutes: number, sweeps?: boolean) => Promise<void>;
  readonly rings: (alarm: ReturnType<typeof findAlarm>) => boolean;
}

/** A booking whose mail is about to leave. */
async function begin(settings: Parameters<typeof postOffice>[0] = {}): Promise<Drill> {
  const office = postOffice(settings);
  const measured: Datapoint[] = [];
  const measure = (metric: string, value: number) => void measured.push({ metric, value, at: office.world.now() });
  let [failures, letters] = [0, 0];
  const pass = async (minutes: number, sweeps = true) => {
    for (let n = 0; n < minutes; n++) {
      const next = instantAt(millisOf(office.world.now()) + 60_000);
      if (sweeps) {
        await office.workUntil(next);
        await office.sweep();
        measure('Invocations', 1);
      }
      office.world.turnTo(next);
      measure('Errors', office.failures.length - failures);
      failures = office.failures.length;
      letters = office.deadLetters.length;
      measure('ApproximateNumberOfMessagesVisible', letters);
    }
  };
  const rings: Drill['rings'] = (alarm) => alarm.rings([...office.log.datapoints, ...measured], office.world.now());
  await booked(office);
  return { office, measured, pass, rings };
}

const everybodyIsTold = (office: PostOffice) => expect(office.left.map(told).sort()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);

test('SES throttles: tries and the channel ring, nothing is lost, and mail leaves by itself when SES takes it again', async () => {
  const [retries, channel] = [alarmOf('MailOutRetries', 'mail-retried'), alarmOf('MailOutChannel', 'mail-channel-down')];
  const { office, pass, rings } = await begin();
  office.decideFates(() => 'throttled');
  const rung = new Set<unknown>();
  for (let minute = 1; minute <= 6; minute++) {
    await pass(1);
    for (const alarm of [retries, channel].filter(rings)) rung.add(alarm.page);
  }
  expect(rung).toEqual(new Set(['mail-retried', 'mail-channel-down']));
  expect(textOf('mail-channel-down')).toContain('Mail leaves by itself');
  office.decideFates(() => 'accepted');
  await pass(22);
  everybodyIsTold(office);
  expect([rings(retries), rings(channel), office.deadLetters]).toEqual([false, false, []]);
});

test('sending is paused: the age of owed mail rings after a quarter of an hour, and goes after sending is switched on', async () => {
  const oldest = alarmOf('MailOutOldestOwed', 'mail-owed-for-long');
  const { office, pass, rings } = await begin();
  // What SES answers for a configuration set that may not send.
  office.decideFates(() => 'throttled');
  await pass(12);
  expect(rings(oldest)).toBe(false);
  await pass(6);
  expect(rings(oldest)).toBe(true);
  expect(textOf('mail-owed-for-long')).toContain('npm run ops -- mail resume');
  office.decideFates(() => 'accepted');
  await pass(22);
  everybodyIsTold(office);
  expect(rings(oldest)).toBe(false);
});

test('SES refuses one address: that mail alone ends as a dead letter, and leaves once it is put back', async () => {
  const letters = alarmOf('MailDeadLetters', 'mail-dead-letters');
  const { office, pass, rings } = await begin();
  office.decideFates(({ to }) => (to.startsWith('asha') ? 'refused' : 'accepted'));
  await pass(40);
  expect(office.left.map(told)).toEqual(['ben REQUEST 0']);
  expect([rings(letters), office.deadLetters]).toEqual([true, [expect.objectContaining({ reason: 'refused', role: 'guest' })]]);
  expect(textOf('mail-dead-letters')).toContain('npm run ops -- mail redrive mail');
  office.decideFates(() => 'accepted');
  for (const letter of office.deadLetters.splice(0)) await office.receive(JSON.stringify(letter), 'redriven');
  await pass(6);
  everybodyIsTold(office);
  expect(rings(letters)).toBe(false);
});

test('a message that nobody can read is set aside alone, and the good ones of its batch are worked on', async () => {
  const { office } = await begin();
  const batch = ['this is no hint', JSON.stringify({ roomId: bensRoom.id })].map((body, n) => ({ messageId: `m${n}`, body }));
  const receive = () => eachRecord({ Records: batch } as never, office.log, async ({ body, messageId }) => office.receive(body, messageId));
  for (let receives = 0; receives < 5; receives++) {
    expect(await receive()).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  }
  everybodyIsTold(office);
  expect(office.log.lines.filter(({ event }) => event === 'message.failed')).toHaveLength(5);
});

test('the sweeper is off and a hint is lost: silence rings, the mail stays, and it leaves when the sweeper runs again', async () => {
  const silence = alarmOf('MailOutSilence', 'sweeper-silent');
  const { office, pass, rings } = await begin();
  await pass(1);
  office.left.splice(0);
  await office.decide({ type: 'cancel', by: { sub: bensRoom.host.sub }, at: office.world.now(), seed: 'a'.repeat(32) });
  office.queue.splice(0);
  await pass(6, false);
  expect([rings(silence), office.left.map(told), (await owed(office)).length]).toEqual([true, [], 2]);
  await pass(3);
  expect(office.left.map(told).sort()).toEqual(['asha CANCEL 1', 'ben CANCEL 1']);
  expect(rings(silence)).toBe(false);
});

test.each([
  ['the keys of links are lost', { linkKeys: () => Promise.reject(new Error('ResourceNotFoundException')) }],
  ['the secret of send keys is lost', { sendKeySecret: () => Promise.reject(new Error('ResourceNotFoundException')) }],
])('%s: the mailer keeps failing and rings, and mail leaves when it is back', async (_, lost) => {
  const errors = alarmOf('MailOutSendMailErrors', 'function-errors');
  const { office, pass, rings } = await begin();
  const whole = Object.fromEntries(Object.keys(lost).map((name) => [name, Reflect.get(office.deps, name)]));
  Object.assign(office.deps, lost);
  await pass(11);
  expect([rings(errors), office.left]).toEqual([true, []]);
  Object.assign(office.deps, whole);
  await pass(20);
  everybodyIsTold(office);
  expect(rings(errors)).toBe(false);
});

test('the table of rooms is throttled: the mailer keeps failing and rings, and mail leaves when the table answers', async () => {
  const errors = alarmOf('MailOutSendMailErrors', 'function-errors');
  const { office, pass, rings } = await begin();
  const { rooms } = office.deps;
  const throttled = async () => {
    throw new Error('ProvisionedThroughputExceededException');
  };
  Object.assign(office.deps, { rooms: { ...office.stores.rooms, load: throttled } });
  await pass(11);
  expect([rings(errors), office.left]).toEqual([true, []]);
  Object.assign(office.deps, { rooms });
  await pass(20);
  everybodyIsTold(office);
  expect(rings(errors)).toBe(false);
});

test('the audit trail cannot be written: it rings after a quarter of an hour, mail leaves all the same, and it is written later', async () => {
  const audit = alarmOf('MailOutAudit', 'audit-unwritten');
  const { office, pass, rings } = await begin();
  const whole = office.deps.audit;
  const broken = async () => {
    throw new Error('ProvisionedThroughputExceededException');
  };
  Object.assign(office.deps, { audit: Object.fromEntries(Object.keys(office.stores.audit).map((name) => [name, broken])) });
  await pass(17);
  everybodyIsTold(office);
  expect(rings(audit)).toBe(true);
  Object.assign(office.deps, { audit: whole });
  await pass(18);
  expect([rings(audit), (await office.room()).audits.size]).toEqual([false, 0]);
});

test('wishes cannot be read: it rings after a quarter of an hour, mail leaves all the same, and people are found later', async () => {
  const looks = alarmOf('MailOutWishLooks', 'wish-looks-failed');
  let isBroken = true;
  const { office, pass, rings } = await begin({
    findWishers: async () => {
      if (isBroken) throw new Error('ProvisionedThroughputExceededException');
      return { wishers: [], next: null };
    },
  });
  await office.decide({ type: 'leave', by: { sub: asha.sub }, at: office.world.now(), seed: '9'.repeat(32) });
  await pass(18);
  expect(office.left.map(told).sort()).toEqual(['asha CANCEL 1', 'ben REQUEST 1']);
  expect(rings(looks)).toBe(true);
  isBroken = false;
  await pass(18);
  expect([rings(looks), (await office.room()).looks.size]).toEqual([false, 0]);
});

test('SES takes mail and tells nothing of it: it rings after an hour, and goes when the events have come', async () => {
  const unheard = alarmOf('MailStatusSilence', 'mail-without-events');
  const { office, pass, rings } = await begin({ losesEvents: true });
  await pass(59);
  everybodyIsTold(office);
  expect(rings(unheard)).toBe(false);
  await pass(8);
  expect(rings(unheard)).toBe(true);
  for (const { sendKeyId } of office.left) await office.stores.ledger.note(sendKeyId, 'Delivery', 'ses-late', office.world.now());
  await pass(6);
  expect(rings(unheard)).toBe(false);
});

/** A mailbox to which mail arrives within one minute, and what was counted of it. */
async function mailArrives(mails: readonly (readonly [raw: string, dmarc: 'PASS' | 'GRAY' | 'FAIL'])[]) {
  const inbound = await inboundWorld();
  for (const [raw, dmarc] of mails) await inbound.arrives(raw, dmarc);
  const at = inbound.world.now();
  const datapoints = inbound.counted.map((counted): Datapoint => {
    const [, metric = '', kind] = /^(\w+)(?:\((.*)\))?$/.exec(counted) ?? [];
    return { metric, value: 1, at, ...(kind !== undefined && { kind }) };
  });
  const rings = (alarm: ReturnType<typeof findAlarm>, minutesLater = 0) =>
    alarm.rings(datapoints, instantAt(millisOf(at) + minutesLater * 60_000));
  return { ...inbound, rings };
}

const times = (count: number, make: (n: number) => string, dmarc: 'PASS' | 'GRAY' | 'FAIL') =>
  Array.from({ length: count }, (_, n) => [make(n), dmarc] as const);
const answerOf = (email: string, n: number) =>
  letter(`answer ${email} ${n}`, reply({ attendee: `ATTENDEE;PARTSTAT=DECLINED:mailto:${email}` }));
const newTime = (n: number) =>
  letter(
    `time ${n}`,
    counter([
      `DTSTART:203001${16 + (n % 10)}T${10 + Math.floor(n / 10)}0000Z`,
      `DTEND:203001${16 + (n % 10)}T${11 + Math.floor(n / 10)}0000Z`,
    ]),
  );

test('a burst of forged answers rings, changes nothing, and the alarm goes by itself; late answers and robots ring nothing', async () => {
  const refused = alarmOf('MailInRefused', 'replies-refused');
  const forged = await mailArrives(times(21, (n) => answerOf(asha.email, n), 'FAIL'));
  expect([forged.rings(refused), forged.rings(refused, 6)]).toEqual([true, false]);
  expect(await forged.room()).toMatchObject({ status: 'booked' });
  const few = await mailArrives(times(20, (n) => answerOf(asha.email, n), 'FAIL'));
  expect(few.rings(refused)).toBe(false);
  const stranger = await mailArrives(times(30, (n) => answerOf('stranger@else.example', n), 'PASS'));
  expect(stranger.rings(refused)).toBe(false);
});

test('a burst of answers without proof rings, and the people of the session are asked', async () => {
  const unproven = alarmOf('MailInUnproven', 'replies-needing-confirmation');
  const burst = await mailArrives(times(21, (n) => answerOf(asha.email, n), 'GRAY'));
  expect([burst.rings(unproven), burst.rings(unproven, 6)]).toEqual([true, false]);
  expect((await burst.newMail()).map(({ kind }) => kind)).toContain('confirm-reply');
});

test('new times without proof above the limit of questions ring, and a real answer is still asked about', async () => {
  const notAsked = alarmOf('MailInNotAsked', 'replies-not-asked');
  const flooded = await mailArrives(times(9, newTime, 'GRAY'));
  expect([flooded.rings(notAsked), flooded.rings(notAsked, 6)]).toEqual([true, false]);
  expect(textOf('replies-not-asked')).toContain('npm run ops -- replies replay');
  await flooded.newMail();
  await flooded.arrives(answerOf(asha.email, 1), 'GRAY');
  expect((await flooded.newMail()).map(({ kind }) => kind)).toEqual(['confirm-reply']);
});

test('probes come through no more: silence rings after four of them, also where none runs, and goes with the next that comes through', async () => {
  const silence = alarmOf('ProbeSilence', 'no-probe');
  const { office, rings } = await begin();
  const { deps } = await probeWorld(office);
  const probe = async () => {
    const { failure } = await runProbe(deps);
    office.world.turnTo(instantAt(millisOf(office.world.now()) + 15 * 60_000 - (millisOf(office.world.now()) % (15 * 60_000))));
    return failure?.hop ?? null;
  };
  expect([await probe(), rings(silence)]).toEqual([null, false]);
  office.decideFates(() => 'throttled');
  const failed = [await probe(), await probe(), await probe()];
  expect([failed, rings(silence)]).toEqual([['send', 'send', 'send'], false]);
  expect([await probe(), rings(silence)]).toEqual(['send', true]);
  expect(textOf('no-probe')).toContain('npm run ops -- probe');
  expect(textOf('no-probe')).toContain('npm run ops -- mail resume');
  office.decideFates(() => 'accepted');
  await office.untilQuiet();
  expect([await probe(), rings(silence)]).toEqual([null, false]);
  office.world.turnTo(instantAt(millisOf(office.world.now()) + 61 * 60_000));
  expect(rings(silence)).toBe(true);
});

test('a clock is ahead: a decision dated ahead rings, its mail leaves all the same, and the alarm goes once the clock is set', async () => {
  const clock = alarmOf('MailOutClock', 'clock-skewed');
  const { office, pass, rings } = await begin();
  await pass(2);
  expect(rings(clock)).toBe(false);
  office.left.splice(0);
  const ahead = plusMinutes(office.world.now(), 90);
  await office.decide({ type: 'cancel', by: { sub: bensRoom.host.sub }, at: ahead, seed: 'b'.repeat(32) });
  await pass(1);
  expect([rings(clock), office.left.map(told).sort()]).toEqual([true, ['asha CANCEL 1', 'ben CANCEL 1']]);
  expect(textOf('clock-skewed')).toContain('npm run ops -- doctor');
  const examine = async (offsetMinutes: number) => {
    const now = millisOf(office.world.now());
    const answer = async () => new Response('{}', { headers: { date: new Date(now).toUTCString() } });
    const place = { ...(await receiptAccount().place()), fetch: answer, now: () => now + offsetMinutes * 60_000 };
    const stack = { ...place.stack, output: () => 'curl https://d1.cloudfront.net/api/health' };
    const findings = await runChecks({ clock: ACCOUNT_CHECKS['site and clock']! }, { ...place, stack });
    return findings.find(({ check }) => check === 'clock')?.state;
  };
  expect([await examine(90), await examine(0)]).toEqual(['wrong', 'ok']);
  await pass(6);
  expect(rings(clock)).toBe(false);
});

test.each<[string, (account: ReturnType<typeof receiptAccount>) => void, string, string]>([
  ['somebody switched our rule set off', ({ switchTo }) => switchTo(null), 'npm run ops -- receive on', 'activated'],
  ['somebody activated another rule set', ({ switchTo }) => switchTo('theirs'), 'RECEIPT_RULE_SET', 'another-is-active'],
  [
    'somebody switched our rule off, and not that of probes',
    ({ ruleTo, organizer }) => void (ruleTo(organizer).Enabled = false),
    'Switch it on in the SES console',
    'already-active',
  ],
])(
  '%s: half an hour later silence rings, doctor and the page name the way back, and with it the alarm goes',
  async (_, breakRules, mend, outcome) => {
    const silence = alarmOf('ReceiptRuleCheckSilence', 'receipt-rule-off');
    const { measured, office, pass, rings } = await begin();
    const account = receiptAccount();
    const check = async () => {
      await pass(10);
      if (account.isCheckOk()) measured.push({ metric: 'ExecutionsSucceeded', value: 1, at: office.world.now() });
    };
    const doctor = async () => runChecks({ rules: MAIL_CHECKS['receipt rules']! }, await account.place());
    for (let run = 0; run < 4; run += 1) await check();
    expect([rings(silence), (await doctor()).map(({ state }) => state)]).toEqual([false, ['ok']]);
    breakRules(account);
    await check();
    await check();
    expect(rings(silence)).toBe(false);
    await check();
    expect(rings(silence)).toBe(true);
    const [found] = await doctor();
    expect([found?.state, found?.mend.includes(mend), textOf('receipt-rule-off').replace(/\n */g, ' ').includes(mend)]).toEqual([
      'wrong',
      true,
      true,
    ]);
    const { json } = await runReceiveOn({ args: [], stage: 'prod', local: undefined, json: false, aws: account.aws });
    expect(json).toMatchObject({ kind: outcome });
    // What the command leaves to a person.
    if (outcome === 'another-is-active') account.switchTo('ours');
    account.ruleTo(account.organizer).Enabled = true;
    await check();
    expect([rings(silence), (await doctor()).map(({ state }) => state)]).toEqual([false, ['ok']]);
  },
);

/** Pages whose failure only AWS can produce, or that another test produces whole. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'api-errors': 'a count of API Gateway; test/functions/platform/http.test.ts makes each 500',
  bounces: 'a rate of SES over its whole account',
  complaints: 'a rate of SES over its whole account',
  'erasures-late': 'test/functions/erase/run-erasures.test.ts',
  'mail-delayed': 'the age of a message in SQS',
  'mail-status-dead-letters': 'a queue of SQS; test/local/queues.test.ts',
  'mail-status-delayed': 'the age of a message in SQS',
  'replies-dead-letters': 'a queue of SQS; test/ops/replies.test.ts replays',
  'replies-delayed': 'the age of a message in SQS',
  'rooms-unreadable': 'test/functions/platform/room-rows.test.ts',
};

test('every page is drilled here, or is named with the place where its failure is produced', () => {
  const pages = readdirSync(folder)
    .map((name) => name.replace(/\.md$/, ''))
    .filter((name) => name !== 'README');
  expect([...drilled, ...Object.keys(ELSEWHERE)].sort()).toEqual(pages.sort());
});
