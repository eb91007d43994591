import { meaningfulUntil, type OwedMail } from '../../shared/room/owed-mail.ts';
import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import type { Busy, ClaimedTry, FailureReason, Ledger } from '../platform/mail/ledger.ts';
import type { LinkKeys } from '../platform/links/link-keys.ts';
import type { LinkStore } from '../platform/links/link-store.ts';
import type { Log } from '../platform/log.ts';
import { SES_LONGEST_SECONDS, type Mailer, type Sent } from '../platform/mail/mailer.ts';
import type { SendKey } from '../platform/mail/send-key.ts';
import type { SesChannel } from '../platform/mail/ses-channel-store.ts';
import type { World } from '../platform/world.ts';
import { writeMail, type Outgoing } from './write-mail.ts';

export interface DeliverDeps {
  readonly ledger: Ledger;
  readonly channel: SesChannel;
  readonly links: LinkStore;
  readonly linkKeys: () => Promise<LinkKeys>;
  readonly mailer: Mailer;
  readonly log: Log;
  readonly world: World;
  /** Between 0 and 1: where in its window a retry falls, so that many do not come at once. */
  readonly jitter: () => number;
  /** Waits for a turn that is near. */
  readonly pause: (millis: number) => Promise<void>;
  /** When false, mail is recorded as suppressed and nothing leaves. */
  readonly isEnabled: boolean;
  readonly outgoing: Outgoing;
}

export type Delivery =
  /** Nothing more is to be done for it. */
  | { readonly kind: 'done' }
  /** It ends unsent. */
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly attempts: number }
  /** To be looked at again then. */
  | Waiting;

export interface Waiting {
  readonly kind: 'waiting';
  readonly until: Instant;
}

/** Longer than one call to SES may take, so that no two tries overlap; short, because after a crash the mail waits for its end. */
export const LEASE_SECONDS = 20;
/** So often SES may refuse one mail for itself. Faults of the channel are not counted: they end no mail. */
export const REFUSALS = 6;
const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 900;
/** A turn so near is waited for here; later ones give the worker back. */
const NEAR_TURN_MILLIS = 2000;
/** So much earlier a mail is looked at again: a hint comes to the second only, and the turn is then waited for exactly. */
const TURN_LEAD_SECONDS = 1;
/** A turn that was missed for so long is not taken: many late ones at once would be above the rate. */
const TURN_KEEPS_MILLIS = 60_000;

/** One try to send one mail. Idempotent and safe to run concurrently: the mail is sent at most once. */
export async function deliverMail(deps: DeliverDeps, mail: OwedMail, key: SendKey): Promise<Delivery> {
  const { ledger, world } = deps;
  if (!deps.isEnabled) return suppress(deps, key);

  const now = world.now();
  const leaseUntil = secondsAfter(now, LEASE_SECONDS);
  const claim = await ledger.claim(key, now, leaseUntil);
  if (claim.kind === 'final') return { kind: 'done' };
  if (claim.kind !== 'claimed') return waitFor(claim, now);

  const tried = { ...claim, key, leaseUntil };
  const turn = await takeTurn(deps, tried);
  return turn.kind === 'waiting' ? turn : send(deps, mail, tried, turn.at);
}

interface Try extends ClaimedTry {
  readonly key: SendKey;
  readonly leaseUntil: Instant;
}

/** When the account's sending rate lets this mail leave; if that is not near, the mail is put off, which is no failed try. */
async function takeTurn(
  deps: DeliverDeps,
  { key, attempt, turnAt }: Try,
): Promise<{ readonly kind: 'near'; readonly at: Instant } | Waiting> {
  const { ledger, channel, world, jitter } = deps;
  const now = world.now();
  const isKept = turnAt !== null && millisOf(now) - millisOf(turnAt) < TURN_KEEPS_MILLIS;
  const turn = isKept ? turnAt : await channel.takeTurn(now);
  if (turn === null) {
    const until = secondsAfter(now, jittered(LONGEST_PAUSE_SECONDS, jitter));
    await ledger.postpone(key, attempt, { until, why: 'crowd' }, now);
    return { kind: 'waiting', until };
  }
  if (millisOf(turn) - millisOf(now) <= NEAR_TURN_MILLIS) return { kind: 'near', at: turn };
  const until = secondsAfter(turn, -TURN_LEAD_SECONDS);
  await ledger.postpone(key, attempt, { until, why: 'turn', turnAt: turn }, now);
  return { kind: 'waiting', until };
}

async function send(deps: DeliverDeps, mail: OwedMail, tried: Try, turn: Instant): Promise<Delivery> {
  const { channel, ledger, log, mailer, outgoing, world } = deps;
  const { key, attempt, leaseUntil } = tried;
  // After a long pause another mailer may hold the claim, and its mail, with the same links, may have left long ago.
  const isLate = () => secondsAfter(world.now(), SES_LONGEST_SECONDS) > leaseUntil;
  const bytes = await writeBytes(deps, mail, key, isLate).catch(async (error: unknown) => {
    await postpone(deps, tried, 'not-sent');
    throw error;
  });
  // Only now, so that the time that writing takes does not make the call late.
  const early = millisOf(turn) - millisOf(world.now());
  if (early > 0) await deps.pause(early);
  if (bytes === null || isLate()) {
    return { kind: 'waiting', until: secondsAfter(world.now(), LEASE_SECONDS) };
  }
  const sent = await mailer.send({ to: outgoing.redirectTo ?? mail.to.email, bytes, sendKeyId: key.id });
  const subject = { ...describeSend(key), kind: mail.kind, attempt };
  if (sent.kind === 'accepted') {
    await ledger.accept(key, sent.sesMessageId, world.now());
    log.info('mail.sent', { ...subject, sesMessageId: sent.sesMessageId });
    log.count('MailSent');
    await channel.recordSuccess();
    return { kind: 'done' };
  }
  log.error('mail.unsent', sent.error, { ...subject, outcome: sent.kind });
  log.count('MailRetried');
  if (sent.kind !== 'refused') await channel.recordFault(world.now());
  const reason = whyEnded(mail, sent, tried, world.now());
  return reason ? { kind: 'failed', reason, attempts: attempt } : postpone(deps, tried, sent.kind);
}

/** Only what SES has just not taken can end: time alone ends no mail. */
function whyEnded(mail: OwedMail, { kind }: Sent, { refusals }: Try, now: Instant): FailureReason | null {
  if (kind === 'refused' && refusals + 1 >= REFUSALS) return 'refused';
  return meaningfulUntil(mail) <= now ? 'session-over' : null;
}

/** What a log line may say of a mail. */
export const describeSend = ({ uid, sequence, role, id }: SendKey) => ({ uid, sequence, role, sendKey: id });

/** Notifications are switched off: recorded, and never sent later. */
async function suppress({ ledger, log, world }: DeliverDeps, key: SendKey): Promise<Delivery> {
  if (await ledger.suppress(key, world.now())) {
    log.info('mail.suppressed', describeSend(key));
    log.count('MailSuppressed');
  }
  return { kind: 'done' };
}

/**
 * Tried again after a growing, jittered pause of at most a quarter of an hour. When the answer of SES was lost the mail may be on its
 * way: then the pause leaves time for its Send event, which ends the waiting.
 */
async function postpone({ ledger, world, jitter }: DeliverDeps, tried: Try, outcome: Exclude<Sent['kind'], 'accepted'>): Promise<Waiting> {
  const { key, attempt, faults, refusals } = tried;
  const backoff = jittered(Math.min(FIRST_PAUSE_SECONDS * 2 ** Math.min(faults + refusals, 20), LONGEST_PAUSE_SECONDS), jitter);
  const now = world.now();
  const until = secondsAfter(now, Math.max(outcome === 'unknown' ? LEASE_SECONDS : 1, backoff));
  await ledger.postpone(key, attempt, { until, why: outcome === 'refused' ? 'refused' : 'channel' }, now);
  return { kind: 'waiting', until };
}

const jittered = (seconds: number, jitter: () => number): number => Math.round(seconds * (0.5 + jitter() / 2));

/** The links are known before the mail that holds them leaves. Null: it is too late for both. */
async function writeBytes(
  { links, linkKeys, outgoing }: DeliverDeps,
  mail: OwedMail,
  key: SendKey,
  isLate: () => boolean,
): Promise<Uint8Array | null> {
  const written = await writeMail(mail, key, linkKeys, outgoing);
  if (isLate()) return null;
  await Promise.all(written.links.map(({ hash, grant }) => links.put(hash, grant, mail.seed)));
  return written.bytes;
}

const secondsAfter = (instant: Instant, seconds: number): Instant => instantAt(millisOf(instant) + seconds * 1000);

/**
 * When to look at a mail again that cannot be sent now. One that another mailer is sending soon: that takes less than a second, and
 * its lease is there for a mailer that dies meanwhile.
 */
export const waitFor = ({ kind, until }: Busy, now: Instant): Waiting => ({
  kind: 'waiting',
  until: kind === 'being-sent' ? secondsAfter(now, 1) : until,
});
