import type { OwedMail } from '../../shared/room/owed-mail.ts';
import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import type { Busy, Ledger } from '../platform/mail/ledger.ts';
import type { LinkKeys } from '../platform/links/link-keys.ts';
import type { LinkStore } from '../platform/links/link-store.ts';
import type { Log } from '../platform/log.ts';
import { SES_LONGEST_SECONDS, type Mailer, type Sent } from '../platform/mail/mailer.ts';
import { sendKeyOf, type SendKey } from '../platform/mail/send-key.ts';
import type { World } from '../platform/world.ts';
import { writeMail, type Outgoing } from './write-mail.ts';

export interface DeliverDeps {
  readonly ledger: Ledger;
  readonly links: LinkStore;
  readonly linkKeys: () => Promise<LinkKeys>;
  readonly mailer: Mailer;
  readonly log: Log;
  readonly world: World;
  /** Between 0 and 1: where in its window a retry falls, so that many do not come at once. */
  readonly jitter: () => number;
  /** When false, mail is recorded as suppressed and nothing leaves. */
  readonly isEnabled: boolean;
  readonly outgoing: Outgoing;
}

export type Delivery =
  /** Nothing more is to be done for it. */
  | { readonly kind: 'settled' }
  /** It was tried for long enough. */
  | { readonly kind: 'failed'; readonly key: SendKey; readonly attempts: number }
  /** To be looked at again in this many seconds. */
  | { readonly kind: 'waiting'; readonly seconds: number };

/** Longer than one call to SES may take, so that no two tries overlap; short, for a crash makes a mail wait for it. */
export const LEASE_SECONDS = 20;
/** Each pause is twice the one before: the last try comes about three hours after the first. */
export const ATTEMPTS = 12;
const FIRST_PAUSE_SECONDS = 5;
const GIVE_UP_AFTER_MILLIS = 24 * 3_600_000;

/** One try to send one mail. However often and by however many it is tried, the mail leaves once. */
export async function deliverMail(deps: DeliverDeps, mail: OwedMail): Promise<Delivery> {
  const { ledger, world } = deps;
  const key = sendKeyOf(mail);
  if (!deps.isEnabled) return suppressed(deps, key);

  const now = world.now();
  const leaseUntil = secondsAfter(now, LEASE_SECONDS);
  const claim = await ledger.claim(key, now, leaseUntil);
  if (claim.kind === 'settled') return { kind: 'settled' };
  if (claim.kind !== 'claimed') return putOff(claim, now);
  // Also when no try ever came to its end, because something breaks before SES is asked.
  if (isSpent(claim.attempt - 1, claim.firstTriedAt, now)) return { kind: 'failed', key, attempts: claim.attempt - 1 };
  return tried(deps, mail, { ...claim, key, leaseUntil });
}

interface Try {
  readonly key: SendKey;
  readonly attempt: number;
  readonly firstTriedAt: Instant;
  readonly leaseUntil: Instant;
}

async function tried(deps: DeliverDeps, mail: OwedMail, { key, attempt, firstTriedAt, leaseUntil }: Try): Promise<Delivery> {
  const { ledger, log, mailer, outgoing, world } = deps;
  const bytes = await bytesOf(deps, mail).catch(async (error: unknown) => {
    // A pause as after a refusal: a key or a table that is away for minutes must not use up every try.
    await postponed(deps, key, 'not-sent', attempt);
    throw error;
  });
  // After a long pause someone else may hold the claim before SES has answered this one.
  if (secondsAfter(world.now(), SES_LONGEST_SECONDS) > leaseUntil) return { kind: 'waiting', seconds: LEASE_SECONDS };
  const sent = await mailer.send({ to: outgoing.redirectTo ?? mail.to.email, bytes, sendKeyId: key.id });
  const subject = { ...described(key), kind: mail.kind, attempt };
  if (sent.kind === 'accepted') {
    await ledger.accept(key, sent.sesMessageId, world.now());
    log.info('mail.sent', { ...subject, sesMessageId: sent.sesMessageId });
    log.count('MailSent', mail.kind);
    return { kind: 'settled' };
  }
  log.error('mail.unsent', sent.error, { ...subject, outcome: sent.kind });
  return isSpent(attempt, firstTriedAt, world.now())
    ? { kind: 'failed', key, attempts: attempt }
    : postponed(deps, key, sent.kind, attempt);
}

/** What a log line may say of a mail. */
export const described = ({ uid, sequence, role, id }: SendKey) => ({ uid, sequence, role, sendKey: id });

/** Notifications are switched off: recorded, and never sent later. */
async function suppressed({ ledger, log, world }: DeliverDeps, key: SendKey): Promise<Delivery> {
  if (await ledger.close(key, 'suppressed', world.now())) {
    log.info('mail.suppressed', described(key));
    log.count('MailSuppressed');
  }
  return { kind: 'settled' };
}

/**
 * Tried again after a growing, jittered pause. When the answer of SES was lost the mail may be on its way: then the pause leaves
 * time for its Send event, which settles it.
 */
async function postponed(
  { ledger, log, world, jitter }: DeliverDeps,
  key: SendKey,
  outcome: Exclude<Sent['kind'], 'accepted'>,
  attempt: number,
): Promise<Delivery> {
  log.count('MailRetried', outcome);
  const backoff = Math.round(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1) * (0.5 + jitter() / 2));
  const seconds = Math.max(outcome === 'unknown' ? LEASE_SECONDS : 1, backoff);
  const now = world.now();
  await ledger.postpone(key, attempt, secondsAfter(now, seconds), now);
  return { kind: 'waiting', seconds };
}

/** The links are known before the mail that holds them leaves. */
async function bytesOf({ links, linkKeys, outgoing }: DeliverDeps, mail: OwedMail): Promise<Uint8Array> {
  const written = await writeMail(mail, linkKeys, outgoing);
  await Promise.all(written.links.map(({ hash, grant }) => links.put(hash, grant, mail.seed)));
  return written.bytes;
}

const isSpent = (tries: number, firstTriedAt: Instant, now: Instant): boolean =>
  tries >= ATTEMPTS || (tries > 0 && millisOf(now) - millisOf(firstTriedAt) >= GIVE_UP_AFTER_MILLIS);

const secondsAfter = (instant: Instant, seconds: number): Instant => instantAt(millisOf(instant) + seconds * 1000);

/**
 * When to look at a mail again that cannot be sent now. One that somebody else is sending soon: that takes less than a second,
 * and its lease is there for those who die meanwhile.
 */
export const putOff = ({ kind, until }: Busy, now: Instant): Delivery & { readonly kind: 'waiting' } => ({
  kind: 'waiting',
  seconds: kind === 'being-sent' ? 1 : secondsUntil(until, now),
});

/** Whole seconds until then, at least one. */
const secondsUntil = (until: Instant, now: Instant): number => Math.max(1, Math.ceil((millisOf(until) - millisOf(now)) / 1000));
