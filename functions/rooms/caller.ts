import * as z from 'zod/mini';
import { parseEmailAddress, type EmailAddress } from '../../shared/words/email-address.ts';
import { languageAskedFor, languageOfTag, type Language } from '../../shared/words/languages.ts';
import { cleanName, findGivenName } from '../../shared/words/names.ts';
import { describePerson, type Profile } from '../../shared/room/profile.ts';
import type { Person } from '../../shared/room/person.ts';
import { isTimeZone } from '../../shared/time/moment.ts';
import { isImportedSub } from '../../shared/room/identify.ts';
import { isProbeSub } from '../../shared/words/probe-names.ts';
import { HttpError, invalid } from '../platform/http/http-error.ts';
import type { HttpRequest } from '../platform/http/http-handler.ts';

/** The person who is signed in, as their ID token says. */
export interface Caller extends Omit<Person, 'timeZone' | 'language'> {
  /** The `zoneinfo` claim; null when the identity provider keeps none that we know. */
  readonly timeZone: string | null;
  /** The `locale` claim, else what their browser asks for; null when neither names a language of ours. */
  readonly language: Language | null;
  /** When the token was made, in seconds since 1970; 0 where it does not tell. */
  readonly issuedAtSeconds: number;
}

const claimsOf = z.looseObject({
  sub: z.string().check(
    z.minLength(1),
    z.maxLength(255),
    z.refine((sub) => !isImportedSub(sub) && !isProbeSub(sub)),
  ),
});

/**
 * Who asks. Throws `HttpError`: 401 without an identity, 403 without a verified address that we are willing to write to;
 * none at the organizer's own domain, because our mail there would come back as mail to us.
 */
export function readCaller(request: HttpRequest, organizer: EmailAddress): Caller {
  const checked = z.safeParse(claimsOf, request.requestContext.authorizer?.jwt?.claims);
  if (!checked.success) throw new HttpError('unauthenticated');
  const claims = checked.data;
  // An HTTP API passes every claim on as text.
  if (claims['email_verified'] !== true && claims['email_verified'] !== 'true') throw new HttpError('email-not-verified');
  const email = parseEmailAddress(textOf(claims['email']));
  if (!email || domainOf(email) === domainOf(organizer)) throw new HttpError('email-unusable');
  const zone = textOf(claims['zoneinfo']);
  return {
    sub: claims.sub,
    email,
    ...namesIn(claims),
    timeZone: isTimeZone(zone) ? zone : null,
    language: languageOfTag(textOf(claims['locale'])) ?? languageAskedFor(request.headers['accept-language']) ?? null,
    issuedAtSeconds: secondsOf(claims['iat']),
  };
}

/**
 * The caller as they are called and mailed here: by what they chose, else by what they sign in with. The zone of a request counts for
 * somebody who has chosen none. Throws `HttpError` 400 when there is no zone at all.
 */
export function describeCaller(caller: Caller, profile: Profile, asked: string | undefined): Person {
  const { timeZone, ...names } = describePerson(profile, { ...caller, timeZone: asked ?? caller.timeZone });
  if (timeZone === null)
    throw invalid({ field: 'timeZone', message: 'Give an IANA time zone, for example Asia/Kolkata: your account has none' });
  return { sub: caller.sub, email: caller.email, ...names, timeZone };
}

/** An HTTP API passes a number on as text, and a large one perhaps as 1.7E9. */
const secondsOf = (claim: unknown): number => Math.trunc(Number(claim ?? 0)) || 0;

const textOf = (claim: unknown): string => (typeof claim === 'string' ? claim : '');

/** Some identity providers fill in the address for a name: `cleanName` leaves nothing of it. */
function namesIn(claims: Readonly<Record<string, unknown>>): Pick<Caller, 'name' | 'givenName'> {
  const name = textOf(claims['name']);
  const givenName = findGivenName(textOf(claims['given_name']), name);
  return { name: cleanName(name) || givenName, givenName };
}

const domainOf = (email: EmailAddress): string => email.slice(email.lastIndexOf('@') + 1);
