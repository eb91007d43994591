import { createHash } from 'node:crypto';
import type { ProviderContext } from 'oidc-provider';
import { html, Html } from '../pages/html.ts';
import { renderPage } from '../pages/layout.ts';
import type { IssuerParts } from './issuer.ts';
import { claimsOf, readPerson } from './local-person.ts';
import { createAdapter, type Sessions } from './sessions.ts';

const HOUR_SECONDS = 3600;
const MONTH_SECONDS = 30 * 24 * HOUR_SECONDS;

/** What the user pool in AWS is configured to, said to another provider: infra/sign-in.ts. */
export function configureProvider({ issuer, audience, key }: IssuerParts, sessions: Sessions): object {
  const site = new URL(issuer).origin;
  return {
    clients: [
      {
        client_id: audience,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [`${site}/signed-in`],
        post_logout_redirect_uris: [`${site}/`],
      },
    ],
    adapter: (model: string) => createAdapter(sessions, model),
    jwks: { keys: [key.privateJwk] },
    // A secret that outlives the process, so that nobody is signed out by a restart.
    cookies: { keys: [createHash('sha256').update(JSON.stringify(key.privateJwk)).digest('hex')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'zoneinfo'] },
    conformIdTokenClaims: false,
    findAccount: (_: ProviderContext, sub: string) => findAccount(sessions, sub),
    loadExistingGrant: grantEverything,
    issueRefreshToken: async () => true,
    clientBasedCORS: () => true,
    pkce: { required: () => true },
    interactions: { url: (_: ProviderContext, { uid }: { readonly uid: string }) => `/oidc/interaction/${uid}` },
    ttl: {
      AccessToken: HOUR_SECONDS,
      IdToken: HOUR_SECONDS,
      Interaction: HOUR_SECONDS,
      Grant: MONTH_SECONDS,
      RefreshToken: MONTH_SECONDS,
      Session: MONTH_SECONDS,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: askBeforeSignOut, postLogoutSuccessSource: saySignedOut },
    },
    renderError: sayProblem,
  };
}

function findAccount(sessions: Sessions, sub: string) {
  const person = readPerson(sessions.find(`Person:${sub}`));
  return typeof person === 'string' ? undefined : { accountId: sub, claims: async () => claimsOf(person) };
}

// Nobody has to agree to tell their own application who they are.
async function grantEverything({ oidc }: ProviderContext) {
  const [clientId, accountId] = [oidc.client?.clientId, oidc.session?.accountId];
  if (clientId === undefined || accountId === undefined) return undefined;
  const grant = new oidc.provider.Grant({ clientId, accountId });
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
  await grant.save();
  return grant;
}

async function askBeforeSignOut(context: ProviderContext, form: string): Promise<void> {
  // The provider's own form, to which the button belongs by its id.
  const body = html`${new Html(form)}<p>You stay signed in until you say so.</p><button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
  show(context, 'Sign out?', body);
}

async function saySignedOut(context: ProviderContext): Promise<void> {
  show(context, 'You are signed out', html`<p><a href="/">Back to the start</a></p>`);
}

async function sayProblem(
  context: ProviderContext,
  problem: { readonly error: string; readonly error_description?: string },
): Promise<void> {
  show(context, 'That did not work', html`<p>${problem.error_description ?? problem.error}</p><p><a href="/">Back to the start</a></p>`);
}

function show(context: ProviderContext, title: string, body: Html): void {
  context.type = 'html';
  context.body = renderPage({ title, body });
}
