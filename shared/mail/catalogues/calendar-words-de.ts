import type { CalendarWords } from './calendar-words-en.ts';

/*
 * Mail that changes a calendar, in German.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'Ihr Gegenüber';
const dative = (who: Who): string => who ?? 'Ihrem Gegenüber';

export const calendarWordsDe: CalendarWords = {
  invitation: {
    heading: (who) => `Sie üben mit ${dative(who)}`,
    bookedByOther: (who) => `${name(who)} hat Ihre Übungssitzung gebucht.`,
    bookedByYou: (who) => `Sie haben die Übungssitzung von ${dative(who)} gebucht.`,
  },
  current: {
    heading: 'Die aktuelle Zeit Ihrer Sitzung',
    preheader: 'Das ist die aktuelle Zeit.',
    olderAnswer:
      'Ihre Antwort ist angekommen, aber wir hatten schon eine neuere von Ihnen, und diese gilt. Hier ist Ihre Einladung, wie sie jetzt gilt: Wenn Sie es sich anders überlegt haben, antworten Sie bitte noch einmal.',
    staleAnswer:
      'Ihre Antwort ist angekommen, aber sie galt einer Zeit, die sich inzwischen geändert hat. Deshalb zählt sie nicht. Hier ist Ihre Einladung, wie sie jetzt gilt: Bitte antworten Sie noch einmal.',
    again: 'Hier ist noch einmal Ihre Einladung, wie sie jetzt gilt.',
  },
  moved: {
    headingOfTime: 'Ihre Sitzung hat eine neue Zeit',
    headingOfLength: 'Ihre Sitzung hat eine neue Länge',
    subjectOfTime: (move) => `Verschoben: ${move}`,
    withLength: (move, minutes) => `Verschoben: ${move}, ${minutes} Min.`,
    subjectOfLength: (minutes, start) => `Jetzt ${minutes} Minuten: ${start}`,
    withOther: (subject, who) => `${subject}, mit ${dative(who)}`,
    newLength: (minutes, before) => `Sie dauert jetzt ${minutes} Minuten statt ${before}.`,
    timeByNobody: (who) => `Ihre Sitzung mit ${dative(who)} wurde verschoben.`,
    lengthByNobody: (who) => `Ihre Sitzung mit ${dative(who)} wurde geändert.`,
    openTimeByNobody: 'Ihre offene Sitzung wurde verschoben.',
    openLengthByNobody: 'Ihre offene Sitzung wurde geändert.',
    timeApprovedByYou: (who) => `Sie haben der Zeit zugestimmt, die ${name(who)} vorgeschlagen hat.`,
    lengthApprovedByYou: (who) => `Sie haben der Länge zugestimmt, die ${name(who)} vorgeschlagen hat.`,
    timeApprovedByOther: (who) => `${name(who)} hat der Zeit zugestimmt, die Sie vorgeschlagen haben.`,
    lengthApprovedByOther: (who) => `${name(who)} hat der Länge zugestimmt, die Sie vorgeschlagen haben.`,
    timeByYou: (who) => `Sie haben Ihre Sitzung mit ${dative(who)} verschoben.`,
    lengthByYou: (who) => `Sie haben Ihre Sitzung mit ${dative(who)} geändert.`,
    openTimeByYou: 'Sie haben Ihre offene Sitzung verschoben.',
    openLengthByYou: 'Sie haben Ihre offene Sitzung geändert.',
    timeByOther: (who) => `${name(who)} hat Ihre Sitzung verschoben.`,
    lengthByOther: (who) => `${name(who)} hat Ihre Sitzung geändert.`,
    bothAgreed: 'Sie müssen nicht antworten: Sie haben beide zugestimmt.',
    onlyOtherIsAsked: (who) => `Sie müssen nicht antworten: Gefragt ist nur ${name(who)}.`,
  },
  restored: {
    subject: (start) => `Findet doch statt: ${start}`,
    subjectWithOther: (start, who) => `Findet doch statt: ${start}, mit ${dative(who)}`,
    heading: 'Die Sitzung findet doch statt',
    byYou: (who) => `Sie haben Ihre Absage zurückgenommen. Die Sitzung mit ${dative(who)} steht wieder in Ihrem Kalender.`,
    openByYou: 'Sie haben Ihre Absage zurückgenommen. Ihre offene Sitzung steht wieder in Ihrem Kalender.',
    byOther: (who) => `${name(who)} kann doch kommen. Die Sitzung steht wieder in Ihrem Kalender.`,
  },
  venueChanged: {
    subject: (start, who) => `Neuer Treffpunkt: ${start}, mit ${dative(who)}`,
    heading: 'Sie treffen sich an einem anderen Ort',
    byYou: 'Sie haben geändert, wo Sie sich treffen. Die Zeit bleibt, und Ihre Antwort auch.',
    byOther: (who) => `${name(who)} hat geändert, wo Sie sich treffen. Die Zeit bleibt, und Ihre Antwort auch.`,
  },
  guestLeft: {
    subject: (who, start) => `${name(who)} kann nicht kommen: ${start} (Ihre Sitzung ist wieder offen)`,
    preheader: 'Die Sitzung bleibt in Ihrem Kalender. Wir schreiben Ihnen, sobald jemand sie bucht.',
    heading: (who) => `${name(who)} kann nicht kommen`,
    text: (who) =>
      `${name(who)} kann nicht kommen. Ihre Sitzung ist wieder offen. Sie bleibt in Ihrem Kalender, und wir schreiben Ihnen, sobald jemand sie bucht.`,
  },
  cancelled: {
    subject: (start) => `Abgesagt: ${start}`,
    heading: 'Diese Sitzung ist abgesagt',
    byHost: (who) => `${name(who)} hat diese Sitzung abgesagt. Der Termin verschwindet aus Ihrem Kalender.`,
    byUnknownHost: 'Die Sitzung wurde von der anbietenden Person abgesagt. Der Termin verschwindet aus Ihrem Kalender.',
    byYou: (who) => `Ihre Sitzung ist abgesagt. ${name(who)} erfährt davon, und der Termin verschwindet aus beiden Kalendern.`,
    openByYou: 'Ihre Sitzung ist abgesagt. Der Termin verschwindet aus Ihrem Kalender.',
    guestCannotCome: (who) =>
      `${name(who)} kann nicht kommen. Die Sitzung war nur für Sie beide, deshalb ist sie abgesagt. Der Termin verschwindet aus Ihrem Kalender.`,
    youCannotCome: (who) =>
      `Sie können nicht kommen. Die Sitzung war nur für Sie beide, deshalb ist sie abgesagt. ${name(who)} bekommt eine E-Mail, und der Termin verschwindet aus beiden Kalendern.`,
    guestDroppedOut: (who) =>
      `${name(who)} hat die Sitzung nach ihrem Beginn verlassen, deshalb ist sie abgesagt. Der Termin verschwindet aus Ihrem Kalender.`,
    youDroppedOut: (who) =>
      `Sie haben die Sitzung nach ihrem Beginn verlassen, deshalb ist sie für Sie beide abgesagt. ${name(who)} erfährt davon, und der Termin verschwindet aus beiden Kalendern.`,
  },
  unbooked: {
    preheader: (who) => `Sie sind nicht mehr in der Sitzung mit ${dative(who)}. ${name(who)} erfährt davon.`,
    heading: 'Ihre Buchung ist aufgehoben',
    text: (who) =>
      `Sie sind nicht mehr in der Sitzung mit ${dative(who)}. Der Termin verschwindet aus Ihrem Kalender, und ${name(who)} erfährt davon.`,
  },
  putBack: {
    text: (until) => `Wollten Sie gar nicht absagen? Bis ${until} können Sie die Sitzung zurückholen.`,
    button: 'Das war ein Versehen: Sitzung zurückholen',
  },
  cancelAgain: {
    headingOfCancelled: 'Diese Sitzung ist abgesagt',
    headingOfOut: 'Sie sind nicht in dieser Sitzung',
    preheaderOfCancelled: 'Ihre Antwort ist angekommen, aber diese Sitzung ist abgesagt.',
    preheaderOfOut: 'Ihre Antwort ist angekommen, aber Sie sind nicht mehr in dieser Sitzung.',
    takenOut: 'Wir haben sie wieder aus Ihrem Kalender genommen.',
    seeWhetherOpen: 'Nachsehen, ob sie noch offen ist',
  },
  counterDeclined: {
    subject: (start) => `Zeit bleibt: ${start}`,
    heading: 'Die Sitzung bleibt bei ihrer Zeit',
    preheader: (who) => `${name(who)} kann zur vorgeschlagenen Zeit nicht.`,
    text: (who) => `${name(who)} kann zu der Zeit nicht, die Sie vorgeschlagen haben. Die Sitzung bleibt, wie sie ist.`,
  },
  howToAnswer:
    'Sagen Sie wie gewohnt in Ihrem Kalender zu oder ab, schlagen Sie dort eine andere Zeit vor, oder nutzen Sie die Links unten: Dafür müssen Sie sich nicht anmelden.',
  changeThisSession: 'Diese Sitzung ändern',
  findAnother: 'Eine andere Sitzung finden',
};
