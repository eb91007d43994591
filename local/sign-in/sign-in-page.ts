import type { ServerResponse } from 'node:http';
import { type Html, html } from '../pages/html.ts';
import { sendPage } from '../pages/layout.ts';
import { PEOPLE } from './people.ts';
import { type LocalPerson, readPerson } from './local-person.ts';
import type { Sessions } from './sessions.ts';

export interface SignInPage {
  /** Where the forms go. */
  readonly action: string;
  /** The origin that the browser is sent back to. */
  readonly returnsTo: string;
  readonly sessions: Sessions;
  /** What was wrong with what was sent. */
  readonly problem?: string;
}

/** "Sign in as": somebody who has been here before, one of the people made up for it, or any address. */
export function sendSignInPage(response: ServerResponse, status: number, { action, returnsTo, sessions, problem }: SignInPage): void {
  const body = html`
<p>On this machine everybody is believed: there is no password.</p>
${problem === undefined ? undefined : html`<p role="alert" class="problem">There is a problem: ${problem}</p>`}
<ul class="plain">${known(sessions).map((person) => html`<li>${personForm(action, person)}</li>`)}</ul>
<h2>Somebody else</h2>
<form method="post" action="${action}">
<label for="email">Email address</label><input id="email" name="email" type="email" autocomplete="email" required>
<label for="name">Name</label><input id="name" name="name" type="text" autocomplete="name" required>
<label for="timeZone">Time zone, e.g. Europe/Berlin (may be left empty)</label><input id="timeZone" name="timeZone" type="text" autocomplete="off">
<button type="submit">Sign in</button>
</form>
<form class="bare" method="post" action="${action}"><button class="quiet" type="submit" name="cancel" value="yes">Cancel</button></form>
`;
  sendPage(response, status, { title: 'Sign in as', body, formTargets: [returnsTo] });
}

function known(sessions: Sessions): readonly LocalPerson[] {
  const earlier = sessions.search('Person:', () => true).map(([, person]) => readPerson(person));
  const all = [...Object.values(PEOPLE), ...earlier.filter((person) => typeof person !== 'string')];
  return [...new Map(all.map((person) => [person.email, person])).values()];
}

function personForm(action: string, { email, name, timeZone }: LocalPerson): Html {
  const hidden = Object.entries({ email, name, timeZone }).map(
    ([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`,
  );
  return html`<form class="bare" method="post" action="${action}">${hidden}<button type="submit">${name}</button> <span class="muted">${email}${timeZone === '' ? '' : `, ${timeZone}`}</span></form>`;
}
