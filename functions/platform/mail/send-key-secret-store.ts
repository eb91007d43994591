import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SendKeySecret } from './send-key.ts';

const LEAST_LENGTH = 32;

/** Reads the secret of send keys once; a failed reading is tried again at the next call. */
export function createSendKeySecret(secrets: SecretsManagerClient, secretArn: string): () => Promise<SendKeySecret> {
  let reading: Promise<SendKeySecret> | undefined;
  const read = async (): Promise<SendKeySecret> => {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }));
    if (SecretString.length < LEAST_LENGTH) throw new Error(`The secret of send keys has fewer than ${LEAST_LENGTH} characters`);
    return new TextEncoder().encode(SecretString);
  };
  return async () => {
    reading ??= read();
    try {
      return await reading;
    } catch (error) {
      reading = undefined;
      throw error;
    }
  };
}
