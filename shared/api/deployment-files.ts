import { DURATIONS_IN_WORDS } from '../words/durations.ts';
/*
 * What a deployment tells about itself in files of its site: its pages, browsers that install it, and programs that read it.
 */

export interface DeploymentFile {
  readonly path: string;
  readonly contentType: string;
  readonly text: string;
}

/** @param config what the pages are told: the name and colour of the service among it */
export function writeDeploymentFiles(config: Readonly<Record<string, unknown>>): readonly DeploymentFile[] {
  return [
    { path: 'config.json', contentType: 'application/json', text: JSON.stringify(config) },
    { path: 'manifest.webmanifest', contentType: 'application/manifest+json', text: JSON.stringify(writeManifest(config)) },
    { path: 'app-icon.svg', contentType: 'image/svg+xml', text: drawIcon(colorOf(config)) },
    { path: 'llms.txt', contentType: 'text/plain; charset=utf-8', text: writeProgramsGuide(config) },
  ];
}

const textOf = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
const nameOf = (config: Readonly<Record<string, unknown>>): string => textOf(config['brandName'], 'Practice sessions');

/** `#rrggbb`, and nothing that could end an attribute. */
const colorOf = (config: Readonly<Record<string, unknown>>): string => {
  const color = textOf(config['brandColor'], '');
  return /^#[0-9a-f]{6}$/i.test(color) ? color : '#0b7ba3';
};

/** The web app manifest (W3C): with it a browser can install the site as an app. */
const writeManifest = (config: Readonly<Record<string, unknown>>) => ({
  id: '/',
  name: nameOf(config),
  short_name: nameOf(config).split(' ')[0],
  description: 'Find a partner for your mock viva: open a session or book one.',
  lang: 'en-GB',
  start_url: '/mine',
  scope: '/',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: colorOf(config),
  icons: [
    { src: '/app-icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: '/app-icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
  ],
  shortcuts: [
    { name: 'My sessions', url: '/mine' },
    { name: 'Host a session', url: '/host' },
    { name: 'Open sessions', url: '/' },
  ],
});

/** The ring on white. What a launcher may cut off at the edges is empty. */
const drawIcon = (color: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" fill="none" stroke-width="6" stroke-linecap="round"><path fill="#fff" d="M0 0h96v96H0z"/><circle cx="48" cy="48" r="20" stroke="#7c8f9a" stroke-opacity=".45"/><path d="M48 28a20 20 0 1 1-17.32 30" stroke="${color}"/></svg>`;

/** `/llms.txt`: what the service is and how a program uses it, in Markdown. */
const writeProgramsGuide = (config: Readonly<Record<string, unknown>>): string => `# ${nameOf(config)}

> Two people practise a mock interview in a session of ${DURATIONS_IN_WORDS} minutes. A host opens it, a guest books it,
> and each gets a calendar invitation from one mailbox. Neither sees the address of the other.

## For programs

- [OpenAPI document](/api/openapi.json): every route of the JSON API, with what it takes, gives and refuses
- Sign-in: OpenID Connect with the issuer ${textOf(config['issuer'], '/oidc')}. Send the ID token of a person as a bearer token.
- \`GET /api/rooms\`: open sessions, with filters. \`GET /api/rooms/preview\`: when the next ones begin, without sign-in
- A repeated request changes nothing twice. An \`Idempotency-Key\` makes opening a session and suggesting a time safe to repeat.
- Problems are RFC 9457 documents with a stable \`code\`.
- Links in mails are for people: a GET never changes anything unless the operator has said so.

## For people

- [Help](/help)
- [Privacy](/privacy)
`;
