import { AppPage } from '../parts/app-page.tsx';
import { useApp } from '../app-context.ts';

/** What is known about a person, who sees it, and for how long. */
export function Privacy() {
  const { config } = useApp();
  return (
    <AppPage title="Privacy">
      <section class="stack">
        <h2>Who sees what</h2>
        <p>
          Somebody who is signed in sees open sessions: their times, what is practised, the host’s first name and, on the page of a session,
          the host’s time zone. The two people of a session also see each other’s time zone, the notes that they write, and what has
          happened to the session.
        </p>
        <p>
          What you say of a session afterwards is for us alone, but for your line to the other person and your wish to practise with them
          again. Nobody is rated in public.
        </p>
        <p>
          Neither of you sees the other’s e-mail address, unless both of you ask for it on the session’s page. All calendar mail comes from
          one mailbox and goes to one person at a time.
        </p>
      </section>
      <section class="stack">
        <h2>What {config.brandName} keeps</h2>
        <p>
          Your name, your e-mail address and your time zone, the sessions that you host, book or miss, and what becomes of their mails.
          Sessions are deleted 180 days after they are over, and records of mails after 400 days.
        </p>
        <p>
          This device keeps whether you were signed in, your time zone, what you have typed into a form that is not sent yet, and when and
          with whom your sessions are, so that you can read that without a network. The sessions go when you sign out. There are no cookies
          of other companies and no statistics about you.
        </p>
      </section>
      <section class="stack">
        <h2>Your say</h2>
        <p>
          You can download what is kept about you on your <a href="/profile">profile</a>, and delete your account there. Your sessions to
          come end then: the other person gets a mail, and your calendar is cleared. After that, sessions that are over no longer name you.
          To have something corrected, write to the person or the organisation that gave you the address of this site.
        </p>
      </section>
    </AppPage>
  );
}
