import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

const LEAST_LENGTH = 32;

/**
 * Reads a secret that never changes once; a failed reading is tried again at the next call.
 * @param what it is, for the error when it is too short
 */
export function createSecret(secrets: SecretsManagerClient, secretArn: string, what: string): () => Promise<Uint8Array> {
  let reading: Promise<Uint8Array> | undefined;
  const read = async (): Promise<Uint8Array> => {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }));
    if (SecretString.length < LEAST_LENGTH) throw new Error(`The secret of ${what} has fewer than ${LEAST_LENGTH} characters`);
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
