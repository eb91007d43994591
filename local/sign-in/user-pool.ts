import { type Listening, readBody, sendJson, serve } from '../http.ts';
import { parseJson, textAt } from '../json.ts';
import type { SignIns } from './sign-ins.ts';

const INPUT_LIMIT_BYTES = 4096;

/** The part of Cognito that the service uses: AdminDeleteUser. Everybody who can sign in locally is in its one user pool. */
export const servePool = (signIns: Pick<SignIns, 'delete'>): Promise<Listening> =>
  serve((request, response) => {
    const answer = async (): Promise<void> => {
      const operation = String(request.headers['x-amz-target']).split('.').pop();
      if (operation !== 'AdminDeleteUser') return sendJson(response, 400, { __type: 'InvalidAction', message: `No ${operation} here.` });
      const sub = textAt(parseJson((await readBody(request, INPUT_LIMIT_BYTES)).toString()), 'Username') ?? '';
      if (await signIns.delete(sub)) return sendJson(response, 200, {});
      return sendJson(response, 400, { __type: 'UserNotFoundException', message: 'User does not exist.' });
    };
    answer().catch(() => sendJson(response, 500, { __type: 'InternalErrorException' }));
  });
