import type { ServerResponse } from 'node:http';
import { html } from './html.ts';
import { sendPage, table } from './layout.ts';

export interface Whereabouts {
  readonly site: string;
  readonly smtpPort: number;
  readonly directory: string;
  readonly clockOffsetMs: number;
  readonly routes: readonly string[];
}

/** The page that says where everything is. */
export function sendStartPage(response: ServerResponse, { site, smtpPort, directory, clockOffsetMs, routes }: Whereabouts): void {
  const curl = `TOKEN=$(curl -s ${site}/oidc/dev-token -H 'content-type: application/json' \\
  -d '{"email":"asha@example.org","name":"Asha Rao","timeZone":"Asia/Kolkata"}' | sed 's/.*:"//;s/".*//')
curl -s ${site}/api/rooms/mine -H "authorization: Bearer $TOKEN"`;
  const body = html`
<p>The whole service runs on this machine: the functions, tables and queues of the template that would be deployed.</p>
<dl>
<dt>Sessions</dt><dd><a href="/">/</a>: the app itself; sign in as one of four people, or as anybody</dd>
<dt>Mail</dt><dd><a href="/mail">/mail</a>: every mail that was sent, as its recipient sees it</dd>
<dt>Sign-in</dt><dd><a href="/oidc/.well-known/openid-configuration">/oidc</a>: an OpenID Connect issuer; scripts ask <code>POST /oidc/dev-token</code></dd>
<dt>Mail programs</dt><dd>send their replies by SMTP to <code>localhost:${smtpPort}</code>, without a password</dd>
<dt>Data</dt><dd><code>${directory}</code></dd>
<dt>Clock</dt><dd>${clockOffsetMs === 0 ? 'as it is' : `shifted by ${Math.round(clockOffsetMs / 60_000)} minutes`}</dd>
</dl>
<h2>Try it from a shell</h2>
<pre tabindex="0">${curl}</pre>
<h2>Routes of the API</h2>
${table(
  'Routes',
  ['Method', 'Path'],
  routes.map((route) => route.split(' ')),
)}
`;
  sendPage(response, 200, { title: 'Where everything is', body });
}
