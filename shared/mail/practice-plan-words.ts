import { clock } from '../time/moment.ts';
import { FIRST_TO_ANSWER, planPractice, READING_MINUTES, STATION_MINUTES } from '../time/practice-plan.ts';
import type { OwedMail } from '../room/owed-mail.ts';
import type { Links } from './compose.ts';
import type { Block } from './message.ts';
import { actions, paragraph, whoIs, wordsOf } from './phrases.ts';

/** How the two can use the time, who begins, and the timer that both can open; nothing while nobody is booked. The calendar has the words alone. */
export function practicePlanBlocks(mail: OwedMail, links: Links): Block[] {
  if (mail.other === null || mail.kind === 'guest-left') return [];
  const { plan } = wordsOf(mail).phrases;
  const { stations, swapAt, feedbackMinutes } = planPractice(mail.when);
  const sentences = [
    plan.stations(stations, STATION_MINUTES, READING_MINUTES),
    mail.to.role === FIRST_TO_ANSWER ? plan.youBegin(whoIs(mail)) : plan.otherBegins(whoIs(mail)),
    plan.swap(clock(swapAt, mail.to.timeZone)),
    ...(feedbackMinutes === 0 ? [] : [plan.feedback(feedbackMinutes)]),
  ];
  return [paragraph(sentences.join(' ')), ...actions({ label: plan.timer, url: links.timer, weight: 'quiet' })];
}
