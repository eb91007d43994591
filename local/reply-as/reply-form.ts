import { plusMinutes } from '../../shared/time/instant.ts';
import { Html, html } from '../pages/html.ts';
import { DISGUISES } from './disguises.ts';
import type { Invitation } from './invitation.ts';
import { PROGRAMS } from './programs.ts';

const DAY_MINUTES = 24 * 60;
/** The service refuses the last one. */
const LENGTHS = [30, 60, 90, 45];

/** The form that answers an invitation as its recipient's calendar would. */
export function replyForm(mailId: string, { from, startUtc, endUtc, clock }: Invitation, program: string | undefined): Html {
  const proposed = plusMinutes(startUtc, DAY_MINUTES + clock.minutesAhead);
  const length = (Date.parse(endUtc) - Date.parse(startUtc)) / 60_000;
  return html`<h2 id="reply">Reply as</h2>
<form method="post" action="/mail/messages/${mailId}/reply" aria-labelledby="reply">
${select('program', `Calendar of ${from.email}`, PROGRAMS, program)}
${select('disguise', 'Sent by', DISGUISES)}
<input type="hidden" name="ahead" value="${clock.minutesAhead}">
<label for="date">New date, ${clock.label}</label><input id="date" name="date" type="date" required value="${proposed.slice(0, 10)}">
<label for="time">New time, ${clock.label}</label><input id="time" name="time" type="time" step="900" required value="${proposed.slice(11, 16)}">
<label for="minutes">Length of the new time, minutes</label><select id="minutes" name="minutes">${LENGTHS.map((minutes) => option(String(minutes), String(minutes), minutes === length))}</select>
<p><button type="submit" name="says" value="accept">Accept</button> <button type="submit" name="says" value="tentative">Maybe</button> <button type="submit" name="says" value="decline">Decline</button> <button type="submit" name="says" value="propose">Propose the new time</button></p>
</form>
`;
}

/** One button that treats the mail as security software does. */
export const scanForm = (mailId: string): Html =>
  html`<form class="bare" method="post" action="/mail/messages/${mailId}/scan"><button type="submit" class="quiet">Open every link, as a mail scanner does</button></form>`;

function select(name: string, label: string, choices: Readonly<Record<string, { readonly name: string }>>, chosen?: string): Html {
  const options = Object.entries(choices).map(([value, choice]) => option(value, choice.name, value === chosen));
  return html`<label for="${name}">${label}</label><select id="${name}" name="${name}">${options}</select>`;
}

const option = (value: string, label: string, isChosen: boolean): Html =>
  html`<option value="${value}"${isChosen ? new Html(' selected') : undefined}>${label}</option>`;
