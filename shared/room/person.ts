import type { EmailAddress } from '../words/email-address.ts';
import type { Language } from '../words/languages.ts';

/** Someone who signed in: who they are to the identity provider, where their calendar mail goes, how to word times for them, and in which language. */
export interface Person {
  readonly sub: string;
  readonly email: EmailAddress;
  readonly name: string;
  /** What the other party sees; empty: there is none to show. Null: the one in their name. */
  readonly givenName?: string | null;
  /** IANA name, as given. */
  readonly timeZone: string;
  /** In which they read mails and pages. Null: nobody has said, as in rows from before it was kept. */
  readonly language?: Language | null;
}
