import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';

/** There is no such mail, or no more: it is kept for 30 days. */
export class MailNotFound extends Error {
  constructor(key: string, cause?: unknown) {
    super(`No mail is stored as ${key}. Raw mail is kept for 30 days.`, { cause });
  }
}

/** Mail as SES stored it. */
export interface Inbox {
  /** Undefined: larger than `maxBytes`; then the body is not fetched. Throws `MailNotFound`. */
  readonly read: (key: string, maxBytes: number) => Promise<Uint8Array | undefined>;
}

/** Deletes one mail, also one that is gone already. */
export type DeleteRawMail = (key: string) => Promise<void>;

export const createDeleteRawMail =
  (s3: S3Client, bucket: string): DeleteRawMail =>
  async (key) => {
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  };

export const createInbox = (s3: S3Client, bucket: string): Inbox => ({
  read: async (key, maxBytes) => {
    const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
      throw error instanceof NoSuchKey ? new MailNotFound(key, error) : error;
    });
    if (ContentLength > maxBytes) {
      if (Body && 'destroy' in Body) Body.destroy();
      return undefined;
    }
    return Body?.transformToByteArray();
  },
});
