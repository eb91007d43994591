import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { readBody, sendJson } from '../http.ts';
import type { IssuerParts } from './issuer.ts';
import { claimsOf, readPerson } from './local-person.ts';
import { configureProvider } from './provider-configuration.ts';
import { rememberPerson, type Sessions } from './sessions.ts';
import { sendSignInPage } from './sign-in-page.ts';

const FORM_LIMIT_BYTES = 4096;

/** Answers the pages and endpoints of the authorization code flow, under /oidc. */
export type AnswerSignIn = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

/** An OpenID Connect provider that believes everybody: authorization code with PKCE, refresh tokens, sign-out. */
export function createProvider(parts: IssuerParts, sessions: Sessions): AnswerSignIn {
  const provider = new Provider(parts.issuer, configureProvider(parts, sessions));
  const answer = provider.callback();
  return async (request, response, path) => {
    if (path.startsWith('/oidc/interaction/')) return interact(provider, sessions, request, response);
    // The provider finds its routes without the prefix, and makes addresses with it.
    Object.assign(request, { originalUrl: request.url, url: (request.url ?? '').slice('/oidc'.length) });
    answer(request, response);
  };
}

async function interact(provider: Provider, sessions: Sessions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const details = await provider.interactionDetails(request, response).catch(() => undefined);
  if (details === undefined)
    return sendJson(response, 400, { message: 'This sign-in is over. Go back to the application and start again.' });
  const redirectUri = URL.parse(String(details.params['redirect_uri']))?.origin ?? '';
  const page = { action: `/oidc/interaction/${details.uid}`, returnsTo: redirectUri, sessions };
  if (request.method !== 'POST') return sendSignInPage(response, 200, page);
  const form = new URLSearchParams((await readBody(request, FORM_LIMIT_BYTES)).toString());
  if (form.has('cancel'))
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'Sign-in was cancelled' });
  const person = readPerson(Object.fromEntries(form));
  if (typeof person === 'string') return sendSignInPage(response, 422, { ...page, problem: person });
  const { sub } = claimsOf(person);
  await rememberPerson(sessions, sub, person);
  return provider.interactionFinished(request, response, { login: { accountId: sub } });
}
