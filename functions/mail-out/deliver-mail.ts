import type { OwedMail } from '../../shared/mail/owed-mail.ts';
import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import type { Ledger } from '../platform/ledger.ts';
import type { LinkKeys } from '../platform/link-keys.ts';
import type { LinkStore } from '../platform/link-store.ts';
import type { Log } from '../platform/log.ts';
import type { Mailer, Sent } from '../platform/mailer.ts';
import { sendKeyOf, type SendKey } from '../platform/send-key.ts';
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
  | { readonly kind: 'failed'; readonly key: SendKey; readonly attempts: number }
  /** To be looked at again in this many seconds. */
  | { readonly kind: 'waiting'; readonly seconds: number };

/** Longer than one call to SES may take, so that no two tries overlap; short, for a crash makes a mail wait for it. */
export const LEASE_SECONDS = 20;
export const ATTEMPTS = 12;
const GIVE_UP_AFTER_MILLIS = 24 * 3_600_000;
const BACKOFF_FIRST_SECONDS = 4;
const BACKOFF_LONGEST_SECONDS = 900;

/** One try to send one mail. However often and by however many it is tried, the mail leaves once. */
export async function deliverMail(deps: DeliverDeps, mail: OwedMail): Promise<Delivery> {
  const { ledger, log, world, outgoing } = deps;
  const key = sendKeyOf(mail);
  const now = world.now();
  const subject = { uid: mail.uid, sequence: mail.sequence, kind: mail.kind, role: mail.to.role, sendKey: key.id };
  if (!deps.isEnabled) return suppressed(deps, key);

  const claim = await ledger.claim(key, now, instantAt(millisOf(now) + LEASE_SECONDS * 1000));
  if (claim.kind === 'settled') return { kind: 'settled' };
  if (claim.kind === 'waiting') return { kind: 'waiting', seconds: secondsUntil(claim.until, now) };

  const sent = await deps.mailer.send({
    to: outgoing.redirectTo ?? mail.to.email,
    bytes: await bytesOf(deps, mail),
    sendKeyId: key.id,
    uid: mail.uid,
  });
  if (sent.kind === 'accepted') {
    await ledger.accept(key, sent.sesMessageId, world.now());
    log.info('mail.sent', { ...subject, attempt: claim.attempt, sesMessageId: sent.sesMessageId });
    log.count('MailSent', mail.kind);
    return { kind: 'settled' };
  }
  log.error('mail.unsent', sent.error, { ...subject, attempt: claim.attempt, outcome: sent.kind });
  if (isGivenUp(claim.attempt, claim.firstTriedAt, now)) return { kind: 'failed', key, attempts: claim.attempt };
  return retried(deps, key, sent, claim.attempt);
}

/** Notifications are switched off: recorded, and never sent later. */
async function suppressed({ ledger, log, world }: DeliverDeps, key: SendKey): Promise<Delivery> {
  await ledger.close(key, 'suppressed', world.now());
  log.info('mail.suppressed', { uid: key.uid, sequence: key.sequence, sendKey: key.id, role: key.role });
  log.count('MailSuppressed');
  return { kind: 'settled' };
}

/**
 * What SES refused is tried again after a growing, jittered pause. When its answer was lost the mail may be on its way: then the
 * lease runs out first, and the Send event of a mail that did leave settles it meanwhile.
 */
async function retried({ ledger, log, world, jitter }: DeliverDeps, key: SendKey, sent: Sent, attempt: number): Promise<Delivery> {
  log.count('MailRetried', sent.kind);
  if (sent.kind === 'unknown') return { kind: 'waiting', seconds: LEASE_SECONDS + 1 };
  const window = Math.min(BACKOFF_LONGEST_SECONDS, BACKOFF_FIRST_SECONDS * 2 ** (attempt - 1));
  const seconds = Math.max(1, Math.round(window * (0.5 + jitter() / 2)));
  const now = world.now();
  await ledger.postpone(key, instantAt(millisOf(now) + seconds * 1000), now);
  return { kind: 'waiting', seconds };
}

/** The links are known before the mail that holds them leaves. */
async function bytesOf({ links, linkKeys, outgoing }: DeliverDeps, mail: OwedMail): Promise<Uint8Array> {
  const written = await writeMail(mail, linkKeys, outgoing);
  await Promise.all(written.links.map(({ hash, grant }) => links.put(hash, grant, mail.seed)));
  return written.bytes;
}

const isGivenUp = (attempt: number, firstTriedAt: Instant, now: Instant): boolean =>
  attempt >= ATTEMPTS || millisOf(now) - millisOf(firstTriedAt) >= GIVE_UP_AFTER_MILLIS;

/** Whole seconds until then, at least one. */
export const secondsUntil = (until: Instant, now: Instant): number => Math.max(1, Math.ceil((millisOf(until) - millisOf(now)) / 1000));
