import { HttpError } from '../platform/http/http-error.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { Endpoint } from '../platform/http/http-handler.ts';
import { recordStatus, type RecordStatusDeps } from './record-status.ts';
import { readSnsMessage, snsAddress, type FetchText } from './sns-message.ts';
import { parseStatusEvent } from './status-event.ts';

export interface StatusHookDeps extends RecordStatusDeps {
  /** The only topic whose messages we accept. */
  readonly topicArn: string;
  readonly fetchText: FetchText;
}

// What SNS itself never exceeds.
const LIMIT_BYTES = 256 * 1024;

/** `POST /api/hooks/email-status`: SNS delivers here what it otherwise puts into the queue. Only its signature counts. */
export const createStatusHook =
  (deps: StatusHookDeps): Endpoint =>
  async ({ body = '', isBase64Encoded }): Promise<HttpAnswer> => {
    const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
    const message = text.length > LIMIT_BYTES ? null : await readSnsMessage(text, deps.topicArn, deps.fetchText);
    if (!message) throw new HttpError('sender-unproven');
    if (message.Type === 'Notification') {
      const event = parseStatusEvent(message.Message);
      if (event) await recordStatus(deps, event);
    }
    if (message.Type === 'SubscriptionConfirmation') await confirm(deps, message.SubscribeURL);
    return { status: 204 };
  };

/** Answers SNS that its messages are wanted here. */
async function confirm({ topicArn, fetchText, log }: StatusHookDeps, subscribeUrl: string): Promise<void> {
  const address = snsAddress(subscribeUrl, topicArn);
  if (address === null || (await fetchText(address)) === null) throw new HttpError('sender-unproven');
  log.info('subscription.confirmed', { topicArn });
}
