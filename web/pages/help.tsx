import { AppPage } from '../parts/app-page.tsx';
import { useApp } from '../app-context.ts';

/** How it works, for somebody who is stuck. */
export function Help() {
  const { session } = useApp();
  return (
    <AppPage title="Help">
      {QUESTIONS.map(({ title, answers }) => (
        <section class="stack" key={title}>
          <h2>{title}</h2>
          {answers.map((answer) => (
            <p key={answer}>{answer}</p>
          ))}
        </section>
      ))}
      <section class="stack">
        <h2>Still stuck?</h2>
        <p>
          Write to the person or the organisation that gave you the address of this site: they run it. When a page shows a number, send it
          along, because it lets them find what went wrong.
        </p>
        <p>
          <a href="/">{session.person ? 'Open sessions' : 'Start page'}</a>
        </p>
      </section>
    </AppPage>
  );
}

const QUESTIONS = [
  {
    title: 'The invitation did not arrive',
    answers: [
      'Look into the folder for unwanted mail, and allow the sender. The session’s page says when an invitation could not be delivered.',
      'Until it arrives, the session’s page has everything: the time, the other person, and a copy for your calendar.',
    ],
  },
  {
    title: 'Accept, decline or suggest another time',
    answers: [
      'Answer the invitation in your calendar: accept, decline and “propose new time” all count.',
      'If your calendar does not answer by mail, use the links in the mail or the session’s page. They do the same.',
      'When one of you suggests another time, the old time stands until the other one has approved.',
    ],
  },
  {
    title: 'What happens when I decline, leave or cancel?',
    answers: [
      'A guest who declines or leaves frees the session: others can book it again. A host who declines or cancels ends it for both.',
      'Each such page says before its button what the other person will receive.',
    ],
  },
  {
    title: 'Times and time zones',
    answers: [
      'Times are on your own clock first, then on the other person’s. “The day before” and “at night” say what is easily overlooked.',
      'To read times in another zone, press Change beside the zone, and look for a city or a country.',
    ],
  },
];
