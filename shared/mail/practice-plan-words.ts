import { clock } from '../time/moment.ts';
import { FIRST_TO_ANSWER, planPractice, READING_MINUTES, STATION_MINUTES } from '../time/practice-plan.ts';
import type { OwedMail } from '../room/owed-mail.ts';
import type { Links } from './compose.ts';
import type { Block } from './message.ts';
import { actions, leadingNameOf, nameOf, paragraph } from './phrases.ts';

/** How the two can use the time, who begins, and the timer that both can open; nothing while nobody is booked. The calendar has the words alone. */
export function practicePlanBlocks(mail: OwedMail, links: Links): Block[] {
  if (mail.other === null || mail.kind === 'guest-left') return [];
  const { stations, swapAt, feedbackMinutes } = planPractice(mail.when);
  const who =
    mail.to.role === FIRST_TO_ANSWER
      ? `You answer first, and ${nameOf(mail)} examines.`
      : `${leadingNameOf(mail)} answers first, and you examine.`;
  const feedback = feedbackMinutes === 0 ? '' : ` The last ${feedbackMinutes} minutes of each half are to talk it over.`;
  return [
    paragraph(
      `How you can use the time: ${stations} stations of ${STATION_MINUTES} minutes, each with ${READING_MINUTES} minutes to read. ${who} You swap half-way, at ${clock(swapAt, mail.to.timeZone)}.${feedback}`,
    ),
    ...actions({ label: 'Open the timer for both of you', url: links.timer, weight: 'quiet' }),
  ];
}
