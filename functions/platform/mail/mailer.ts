import { GetAccountCommand, SendEmailCommand, SESv2ServiceException, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import type { Log } from '../log.ts';
import { SEND_KEY_TAG } from './send-key-tag.ts';
import type { SendRate } from './ses-channel-store.ts';

export interface RawMail {
  readonly to: EmailAddress;
  readonly bytes: Uint8Array;
  /** The ledger's id of the mail: comes back in every event about it. */
  readonly sendKeyId: string;
}

/**
 * What SES made of one call. Only `refused` is about this one mail: its address or its bytes. The other two are faults of the
 * channel, which would have met any mail: `not-sent` is certainly not on its way, `unknown` may be.
 */
export type Sent =
  | { readonly kind: 'accepted'; readonly sesMessageId: string }
  | { readonly kind: 'refused' | 'not-sent' | 'unknown'; readonly error: unknown };

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
      return { kind: readFault(error), error };
    }
  },
});

const REFUSALS_OF_ONE_MAIL = ['MessageRejected', 'BadRequestException', 'ValidationException', 'RequestEntityTooLarge'];
// SES also says MessageRejected when the sending identity has lost its proof, in the sandbox, and for a suspended account.
const IS_ABOUT_THE_ACCOUNT = /not verified|not authorized|suspended|paused|disabled|sandbox|quota|rate exceeded/i;

/** Whose fault it is. 4xx is SES refusing the request; after anything else the mail may have been taken. */
function readFault(error: unknown): 'refused' | 'not-sent' | 'unknown' {
  if (!(error instanceof SESv2ServiceException)) return 'unknown';
  const status = error.$metadata.httpStatusCode ?? 500;
  if (status < 400 || status >= 500) return 'unknown';
  return REFUSALS_OF_ONE_MAIL.includes(error.name) && !IS_ABOUT_THE_ACCOUNT.test(error.message) ? 'refused' : 'not-sent';
}

const RATE_KEPT_MILLIS = 15 * 60_000;
/** What an account in the sandbox has, and the least that SES grants. */
const LEAST_RATE = 1;

/**
 * The account's sending rate in mails per second: the setting where there is one, otherwise what SES grants, asked every quarter of an
 * hour. While SES does not say, the last known rate counts.
 */
export function createSendRate(ses: SESv2Client, setting: string, log: Log, nowMillis: () => number): SendRate {
  if (setting !== '') return async () => Number(setting);
  let known = LEAST_RATE;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    try {
      const { SendQuota } = await ses.send(new GetAccountCommand({}));
      known = Math.max(LEAST_RATE, SendQuota?.MaxSendRate ?? known);
    } catch (error) {
      log.error('rate.unknown', error, { rate: known });
    }
  };
  return async () => {
    if (nowMillis() - askedAt > RATE_KEPT_MILLIS) {
      askedAt = nowMillis();
      asking = ask();
    }
    await asking;
    return known;
  };
}
