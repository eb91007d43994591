import { SendEmailCommand, SESv2ServiceException, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import { SEND_KEY_TAG } from './send-key-tag.ts';

export interface RawMail {
  readonly to: EmailAddress;
  readonly bytes: Uint8Array;
  /** The ledger's id of the mail: comes back in every event about it. */
  readonly sendKeyId: string;
}

/** `unknown`: the answer was lost, or SES failed half-way; the mail may or may not be on its way. */
export type Sent =
  | { readonly kind: 'accepted'; readonly sesMessageId: string }
  | { readonly kind: 'not-sent'; readonly error: unknown }
  | { readonly kind: 'unknown'; readonly error: unknown };

export interface Mailer {
  readonly send: (mail: RawMail) => Promise<Sent>;
}

const CONNECTION_SECONDS = 2;
const REQUEST_SECONDS = 10;
/** After this long there is an answer, or there will be none. */
export const SES_LONGEST_SECONDS = CONNECTION_SECONDS + REQUEST_SECONDS;

/**
 * How the SES client is to be made. No retries of its own: a silent second try would hide an ambiguous first one. And an answer
 * well within the ledger's lease, so that no other try begins meanwhile.
 */
export const SES_CLIENT = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: CONNECTION_SECONDS * 1000,
    requestTimeout: REQUEST_SECONDS * 1000,
    throwOnRequestTimeout: true,
  },
};

export const createMailer = (ses: SESv2Client, organizer: EmailAddress, configurationSet: string): Mailer => ({
  send: async ({ to, bytes, sendKeyId }) => {
    try {
      const { MessageId } = await ses.send(
        new SendEmailCommand({
          FromEmailAddress: organizer,
          Destination: { ToAddresses: [to] },
          Content: { Raw: { Data: bytes } },
          ConfigurationSetName: configurationSet,
          EmailTags: [{ Name: SEND_KEY_TAG, Value: sendKeyId }],
        }),
      );
      return { kind: 'accepted', sesMessageId: MessageId ?? '' };
    } catch (error) {
      return { kind: isCertainlyNotSent(error) ? 'not-sent' : 'unknown', error };
    }
  },
});

// 4xx is SES refusing the request: throttled, paused, not valid. Anything else may have happened after it was taken.
function isCertainlyNotSent(error: unknown): boolean {
  if (!(error instanceof SESv2ServiceException)) return false;
  const status = error.$metadata.httpStatusCode ?? 500;
  return status >= 400 && status < 500;
}
