import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Mail as SES stored it. */
export interface Inbox {
  /** Undefined: larger than `maxBytes`; then the body is not fetched. Throws when there is no such mail. */
  readonly read: (key: string, maxBytes: number) => Promise<Uint8Array | undefined>;
}

export const createInbox = (s3: S3Client, bucket: string): Inbox => ({
  read: async (key, maxBytes) => {
    const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (ContentLength > maxBytes) {
      if (Body && 'destroy' in Body) Body.destroy();
      return undefined;
    }
    return Body?.transformToByteArray();
  },
});
