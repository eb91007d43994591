import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** One file of the site, as browsers get it. */
export interface SiteFile {
  /** Its path without the leading slash. */
  readonly path: string;
  readonly contents: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** Puts a file where the site is served from, in place of an older one. */
export type StoreSiteFile = (file: SiteFile) => Promise<void>;

export const createSiteStore =
  (s3: S3Client, bucket: string): StoreSiteFile =>
  async ({ path, contents, contentType, cacheControl }) => {
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: path, Body: contents, ContentType: contentType, CacheControl: cacheControl }),
    );
  };
