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
