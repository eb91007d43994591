/** So long somebody may take back in the app that they cancelled or left. Its mail waits as long. */
export const DEFAULT_UNDO_SECONDS = 60;
/** A delayed hint brings the mail to the second up to here. */
export const MOST_UNDO_SECONDS = 300;

/** Reads the setting; 0: nothing can be taken back. Undefined for text that is no whole number from 0 to the most. */
export function parseUndoSeconds(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) && Number(text) <= MOST_UNDO_SECONDS ? Number(text) : undefined;
}
