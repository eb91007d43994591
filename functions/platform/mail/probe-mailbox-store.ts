import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { PROBE_MAIL } from '../../../shared/words/probe-names.ts';

/** What came by mail to the two people of probes, of the last day. */
export interface ProbeMailbox {
  /** The keys of all mail in it. Throws when somebody has filled it. */
  readonly list: () => Promise<readonly string[]>;
  readonly read: (key: string) => Promise<Uint8Array>;
}

/** Probes of a day leave a few hundred mails. More were sent by somebody else, and reading them all would cost more than a probe is worth. */
const MOST_MAILS = 5000;

export const createProbeMailbox = (s3: S3Client, bucket: string): ProbeMailbox => ({
  list: async () => {
    const keys: string[] = [];
    let after: string | undefined;
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: PROBE_MAIL, ContinuationToken: after }));
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      after = page.NextContinuationToken;
      if (keys.length > MOST_MAILS)
        throw new Error(`More than ${MOST_MAILS} mails lie under ${PROBE_MAIL}: somebody else writes to the addresses of probes`);
    } while (after !== undefined);
    return keys;
  },
  read: async (key) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  },
});
