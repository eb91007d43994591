import type { OwedMail } from '../../../shared/room/owed-mail.ts';

/**
 * Mail that one room may owe at once. So much is only ever owed while mail does not go out; then the room waits, before
 * its item outgrows the 400 KB of DynamoDB and could not be changed at all.
 */
export const OUTBOX_LIMIT = 100;

/** Thrown instead of saving a decision whose mail the room's outbox has no room for. Later it may have. */
export class OutboxFull extends Error {
  constructor(roomId: string) {
    super(`Room ${roomId} owes too much mail to owe more`);
    this.name = 'OutboxFull';
  }
}

/**
 * Records that one room may owe to the audit trail at once. They are small, and a decision without mail owes one too: so many are only
 * owed while the trail cannot be written for days.
 */
export const AUDITS_LIMIT = 500;

/** Throws `OutboxFull` where the room owes too much to owe more. */
export function requireSpace(
  {
    id,
    outbox,
    audits,
  }: { readonly id: string; readonly outbox: ReadonlyMap<string, OwedMail> | null; readonly audits: { readonly size: number } },
  mail: readonly OwedMail[],
): void {
  const isFull = mail.length > 0 && (outbox?.size ?? 0) + mail.length > OUTBOX_LIMIT;
  if (isFull || audits.size >= AUDITS_LIMIT) throw new OutboxFull(id);
}
