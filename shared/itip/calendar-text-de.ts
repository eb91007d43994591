import { topicsDe } from '../words/topics.ts';
import type { CalendarText } from './calendar-text-en.ts';

export const calendarTextDe: CalendarText = {
  title: (brand, who) => `${brand}: Sitzung mit ${who ?? 'Ihrem Gegenüber'}`,
  openTitle: (brand) => `${brand}: Sitzung (offen)`,
  feedName: (brand) => `${brand}: Sitzungen`,
  join: (venue) => `An der Sitzung teilnehmen: ${venue}`,
  notBooked: 'Noch hat sie niemand gebucht.',
  topics: topicsDe,
  practised: (what) => `Was Sie üben: ${what}.`,
  writtenByYou: (line) => `Sie haben geschrieben: ${line}`,
  writtenByOther: (who, line) => `${who ?? 'Ihr Gegenüber'} hat geschrieben: ${line}`,
  feedFollows: (page) => `Dieser Kalender folgt der Sitzung. Verschieben oder absagen können Sie sie auf ihrer Seite: ${page}`,
  copyWarning: 'Das ist eine Kopie: Sie folgt keinen Änderungen. Das tut der Kalender-Feed in Ihrem Profil.',
  asItIsNow: (page) => `Die Sitzung, wie sie jetzt ist: ${page}`,
};
