import type { SQSClient } from '@aws-sdk/client-sqs';

/** Deletes who people are to the sign-in. Gives how many there were; null where people sign in elsewhere. */
export type DeleteSignIns = (subs: readonly string[]) => Promise<number | null>;

/** The part of a client of the SDK that signs requests: any client's, because each service is signed for by its name. */
type Signing = Pick<SQSClient['config'], 'signer' | 'region'>;

/**
 * Deletes people from a Cognito user pool, whose only call this is: its client would be half of the bundle. A pool in which people sign
 * up by their address takes the `sub` for a user name.
 * @param poolId '' where people sign in elsewhere
 * @param endpoint where Cognito is; undefined: in the region of the client
 */
export function createDeleteSignIns(signing: Signing, poolId: string, endpoint: string | undefined): DeleteSignIns {
  return async (subs) => {
    if (poolId === '') return null;
    let count = 0;
    for (const sub of subs) if (await deleteUser(signing, endpoint, { UserPoolId: poolId, Username: sub })) count++;
    return count;
  };
}

const ACTION = 'AWSCognitoIdentityProviderService.AdminDeleteUser';
const TIMEOUT_MILLIS = 10_000;

async function deleteUser({ signer, region }: Signing, endpoint: string | undefined, input: object): Promise<boolean> {
  const signingRegion = await region();
  const url = new URL(endpoint ?? `https://cognito-idp.${signingRegion}.amazonaws.com`);
  const body = JSON.stringify(input);
  const cognito = await signer({ name: 'sigv4', signingName: 'cognito-idp', signingRegion, properties: {} });
  const { headers } = await cognito.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port !== '' && { port: Number(url.port) }),
    path: '/',
    query: {},
    headers: { host: url.host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': ACTION },
    body,
  });
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
  if (response.ok) return true;
  const answer = await response.text();
  // Nobody is there any more: an earlier try came so far.
  if (/"__type"\s*:\s*"[^"]*UserNotFoundException"/.test(answer)) return false;
  throw new Error(`Cognito answered ${response.status} to AdminDeleteUser`);
}
