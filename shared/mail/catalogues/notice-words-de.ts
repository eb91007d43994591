import type { TimeFault, UnreadableReason } from '../../words/inbound-reasons.ts';
import type { NoticeWords } from './notice-words-en.ts';

/*
 * Mail without a calendar part, in German.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'Ihr Gegenüber';
const dative = (who: Who): string => who ?? 'Ihrem Gegenüber';

/** As the end of a sentence. */
const unreadable: Readonly<Record<UnreadableReason, string>> = {
  'too-large': 'sie ist größer als jede Kalenderantwort.',
  'too-complex': 'sie hat mehr Zeilen oder Teile als jede Kalenderantwort.',
  'malformed-mail': 'die E-Mail ist beschädigt.',
  'no-calendar': 'uns erreichen nur die Schaltflächen Ihres Kalenders. Was in der E-Mail selbst steht, liest niemand.',
  winmail: 'Ihr E-Mail-Programm hat sie in eine Datei winmail.dat gepackt, die nur Outlook öffnen kann.',
  'not-a-calendar': 'der Kalender darin ist beschädigt.',
  truncated: 'der Kalender darin ist abgeschnitten.',
  'calendar-too-large': 'der Kalender darin ist größer als jede Antwort.',
  ambiguous: 'sie enthält mehr als eine Antwort.',
  'no-method': 'der Kalender darin sagt nicht, worauf er antwortet.',
  'no-event': 'der Kalender darin enthält keinen Termin.',
  'no-uid': 'der Kalender darin sagt nicht, um welche Sitzung es geht.',
  'no-answer': 'sie sagt nicht, ob Sie kommen.',
  'unknown-time-zone': 'wir kennen die Zeitzone nicht, die Ihr Kalender nennt, und raten nicht.',
};

const impossible: Readonly<Record<TimeFault | 'person-limit', string>> = {
  'all-day': 'Er galt für einen ganzen Tag, und eine Sitzung braucht eine Uhrzeit.',
  'floating-time': 'Ihr Kalender hat keine Zeitzone genannt.',
  'unknown-time-zone': 'Wir kennen die Zeitzone nicht, die Ihr Kalender nennt, und raten nicht.',
  'not-a-time': 'Es fehlte die Zeit.',
  'end-before-start': 'Das Ende lag vor dem Anfang.',
  'person-limit': 'Sie haben heute so viele Zeiten vorgeschlagen, wie eine Person an einem Tag darf. Versuchen Sie es morgen noch einmal.',
};

export const noticeWordsDe: NoticeWords = {
  suggestion: {
    minutesFrom: (minutes, start) => `${minutes} Minuten ab ${start}`,
    lapses: (at) => `Der Vorschlag gilt bis ${at}.`,
    oneOf: (n, count, minutes) => `Zeit ${n} von ${count}, ${minutes} Minuten:`,
    now: 'Die Sitzung ist jetzt um:',
    busyAtOne: 'Zu einer dieser Zeiten haben Sie eine andere Sitzung.',
    approve: 'Der neuen Zeit zustimmen',
    decline: 'Ablehnen, die Zeit bleibt',
    choose: 'Eine dieser Zeiten wählen',
    declineAll: 'Keine davon, die Zeit bleibt',
  },
  received: {
    subject: (who, suggestion) => `Ihre Antwort ist gefragt: ${name(who)} schlägt ${suggestion} vor`,
    preheader: (present) => `Bis Sie antworten, bleibt es bei ${present}.`,
    heading: (who) => `${name(who)} schlägt eine andere Zeit vor`,
    headingOfSeveral: (who, count) => `${name(who)} schlägt ${count} andere Zeiten vor`,
    stays: 'Bis Sie antworten, bleibt die Sitzung bei ihrer jetzigen Zeit.',
  },
  sent: {
    subject: (suggestion) => `Gesendet: Ihr Vorschlag ${suggestion}`,
    preheader: (who) => `${name(who)} kann zustimmen oder ablehnen. Bis dahin ändert sich nichts.`,
    preheaderOfSeveral: (who) => `${name(who)} kann einer der Zeiten zustimmen oder alle ablehnen. Bis dahin ändert sich nichts.`,
    heading: 'Ihr Vorschlag ist unterwegs',
    text: (who) => `${name(who)} kann zustimmen oder ablehnen. Bis dahin bleibt die Sitzung bei ihrer jetzigen Zeit.`,
    textOfSeveral: (who) =>
      `${name(who)} kann einer der Zeiten zustimmen oder alle ablehnen. Bis dahin bleibt die Sitzung bei ihrer jetzigen Zeit.`,
  },
  kept: {
    subject: (start) => `Zeit bleibt: ${start}`,
    heading: 'Die Sitzung bleibt bei ihrer Zeit',
    preheaderOfDeclined: (who) => `${name(who)} kann zur vorgeschlagenen Zeit nicht.`,
    preheaderOfAllDeclined: (who) => `${name(who)} kann zu keiner der vorgeschlagenen Zeiten.`,
    declined: (who, suggestion) =>
      `${name(who)} kann zu der Zeit nicht, die Sie vorgeschlagen haben${inBrackets(suggestion)}. Die Sitzung bleibt, wie sie ist:`,
    allDeclined: (who, suggestion) =>
      `${name(who)} kann zu keiner der Zeiten, die Sie vorgeschlagen haben${inBrackets(suggestion)}. Die Sitzung bleibt, wie sie ist:`,
    preheaderOfExpired: (who) => `${name(who)} hat auf Ihren Vorschlag nicht rechtzeitig geantwortet.`,
    expired: (who, suggestion) =>
      `${name(who)} hat auf Ihren Vorschlag${inBrackets(suggestion)} nicht rechtzeitig geantwortet. Die Sitzung bleibt, wie sie ist:`,
  },
  unanswered: {
    subject: (who, suggestion) => `Noch offen: ${name(who)} schlägt ${suggestion} vor`,
    heading: (who) => `${name(who)} wartet auf Ihre Antwort`,
    preheader: (who) => `${name(who)} wartet auf Ihre Antwort.`,
    notAgain: 'Wir fragen nicht noch einmal.',
  },
  replyUnreadable: {
    subject: 'Wir konnten Ihre Antwort nicht verarbeiten',
    preheader: (who, present) =>
      `Es hat sich nichts geändert: Die Sitzung mit ${dative(who)} bleibt bei ${present}. Hier steht, was Sie tun können.`,
    text: (why) =>
      `Ihre Antwort auf die Sitzung unten ist angekommen, aber ${why === null ? 'wir konnten sie nicht verwenden.' : unreadable[why]} Es hat sich nichts geändert.`,
    instead: 'Sagen Sie es uns stattdessen hier. Dafür müssen Sie sich nicht anmelden.',
  },
  proposalImpossible: {
    subject: 'Wir konnten Ihren Vorschlag nicht weitergeben',
    preheader: (who, present) => `Die Sitzung mit ${dative(who)} bleibt bei ${present}. Sie können eine andere Zeit wählen.`,
    text: (why, matter) =>
      `Sie haben in Ihrem Kalender eine neue Zeit vorgeschlagen. Das ging nicht: ${why === null ? (matter ?? 'Wir konnten den Vorschlag nicht verwenden.') : impossible[why]} Die Sitzung bleibt bei ihrer Zeit:`,
  },
  confirmReply: {
    subject: (start) => `Waren Sie das? ${start}`,
    heading: 'Waren Sie das?',
    preheader: 'Wir sind nicht sicher, ob eine Antwort von Ihnen kam. Deshalb hat sich nichts geändert.',
    fromUnknown: 'Eine Antwort auf diese Sitzung kam von einer Adresse, die wir nicht kennen. Deshalb hat sich nichts geändert.',
    toMove: (start) => asked(`die Sitzung auf ${start} zu verschieben`),
    toAccept: asked('die Einladung anzunehmen'),
    toSayMaybe: asked('die Einladung mit „vielleicht“ zu beantworten'),
    toDecline: asked('die Einladung abzulehnen'),
    toDeclineAsHost: asked('die Einladung abzulehnen, womit die Sitzung abgesagt wäre'),
    toAnswer: asked('die Einladung zu beantworten'),
    confirm: 'Wenn Sie es waren, bestätigen Sie es bitte. Wenn nicht, ignorieren Sie diese E-Mail.',
    confirmAndRemember:
      'Wenn Sie es waren, bestätigen Sie es bitte: Antworten von dieser Adresse gelten dann künftig. Wenn nicht, ignorieren Sie diese E-Mail.',
    button: 'Ja, das war ich',
  },
  freshLink: {
    subject: (start) => `Ihr neuer Link: ${start}`,
    heading: 'Hier ist Ihr neuer Link',
    toDecide: (who) => `Damit können Sie auf den Vorschlag von ${dative(who)} antworten.`,
    toSuggest: 'Damit können Sie eine andere Zeit vorschlagen.',
  },
  note: {
    subject: (who, start) => `${name(who)} hat Ihnen geschrieben: ${start}`,
    heading: (who) => `Ein paar Worte von ${dative(who)}`,
    howToAnswer:
      'Die Sitzung bleibt bei ihrer Zeit. Eine Antwort auf diese E-Mail erreicht niemanden: Antworten Sie über den Link unten. Dafür müssen Sie sich nicht anmelden.',
    answer: (who) => `${dative(who)} antworten`,
  },
  bounced: {
    subject: (who, start) => `${name(who)} weiß vielleicht nichts davon: ${start}`,
    heading: (who) => `Wir konnten ${name(who)} nicht erreichen`,
    preheader: (who) => `Unsere E-Mail an ${name(who)} kam zurück. Hier steht, was Sie tun können.`,
    text: (who) =>
      `Unsere E-Mail zu dieser Sitzung kam zurück: Das Postfach von ${dative(who)} hat sie nicht angenommen. Vielleicht fehlt dort also die Einladung im Kalender, obwohl die Sitzung weiter gebucht ist:`,
    hostCan: (who) =>
      `Sie können abwarten: ${name(who)} sieht die Sitzung auch nach dem Anmelden. Oder Sie sagen sie auf ihrer Seite ab und bieten eine andere an, damit jemand anderes buchen kann.`,
    guestCan: (who) =>
      `Sie können abwarten: ${name(who)} sieht die Sitzung auch nach dem Anmelden. Oder Sie verlassen sie auf ihrer Seite und buchen eine andere.`,
  },
  introduction: {
    subject: (who) => `Die Adresse von ${dative(who)}`,
    heading: (who) => `Sie können ${dative(who)} schreiben`,
    preheader: 'Sie haben beide darum gebeten. Von jetzt an können Sie einander direkt schreiben.',
    text: (who) => `Sie und ${name(who)} wollten beide die Adressen austauschen. ${name(who)} bekommt Ihre in einer E-Mail wie dieser.`,
    address: (who, address) => `Die Adresse von ${dative(who)}: ${address}`,
    forChanges: 'Für Änderungen der Sitzung nutzen Sie bitte weiter Ihren Kalender oder ihre Seite: Nur wir können beide Kalender ändern.',
  },
  reminder: {
    subject: (start, who) => `Erinnerung: ${start}, mit ${dative(who)}`,
    heading: (who, soon) => `Sie üben ${soon} mit ${dative(who)}`,
    begins: (soon, minutes) => `Ihre Sitzung beginnt ${soon} und dauert ${minutes} Minuten`,
    choice: 'In Ihrem Profil wählen Sie, ob wir Sie einen Tag vorher, eine Stunde vorher oder gar nicht erinnern.',
    inADay: 'in etwa einem Tag',
    inHours: (count) => `in etwa ${count} Stunden`,
    inAnHour: 'in etwa einer Stunde',
    inMinutes: (count) => (count === 1 ? 'in einer Minute' : `in ${count} Minuten`),
  },
  reservation: {
    subject: (who, start) => `Wieder mit ${dative(who)} üben? ${start}`,
    preheader: (minutes, until) => `${minutes} Minuten, für Sie reserviert bis ${until}. Ohne Anmeldung.`,
    heading: (who) => `${name(who)} möchte wieder mit Ihnen üben`,
    text: (until) =>
      `Sie haben schon einmal miteinander geübt. Diese Sitzung ist bis ${until} für Sie reserviert, und niemand sonst kann sie sehen:`,
    nothingBooked:
      'Noch ist nichts gebucht. Die Seite hinter der Schaltfläche fragt Sie noch einmal, ohne Anmeldung. Dort können Sie auch ablehnen oder solche E-Mails abbestellen.',
    book: 'Diese Sitzung buchen',
  },
  reservationEnded: {
    declined: (who) => `${name(who)} kann nicht`,
    notBooked: (who) => `${name(who)} hat nicht gebucht`,
    subjectOfOpen: (what, start) => `${what}: ${start} (jetzt für alle offen)`,
    subjectOfCancelled: (what, start) => `${what}: ${start} (abgesagt)`,
    wasReserved: (who) => `Die Sitzung unten war für ${name(who)} reserviert.`,
    nowOpen: 'Ihre Sitzung ist jetzt für alle offen, wie Sie es wollten.',
    nowCancelled: 'Ihre Sitzung ist abgesagt. In Ihrem Kalender stand nichts.',
    hostAnother: 'Eine andere Sitzung anbieten',
  },
  afterwards: {
    heading: (who) => `Wie war Ihre Sitzung mit ${dative(who)}?`,
    preheader: 'Drei kurze Fragen, ohne Anmeldung. Ihre Antwort ist keine öffentliche Bewertung.',
    questions:
      'Hat sie stattgefunden, war sie nützlich, und würden Sie wieder miteinander üben? Sie können auch eine Zeile schreiben. Dafür müssen Sie sich nicht anmelden.',
    button: 'Sagen, wie es war',
    whatCounts: (until, days) =>
      `Sie können bis ${until} antworten. Niemand wird öffentlich bewertet. Wenn eine Person sagt, dass die andere nicht gekommen ist, und diese nicht antwortet, gilt die Sitzung als versäumt. Wer innerhalb von ${days} Tagen zu viele versäumt, kann eine Woche lang keine anbieten und keine buchen. Ihr Profil zeigt, wie viele zählen.`,
  },
  afterwardsAnswer: {
    subjectOfAgain: (who) => `${name(who)} würde wieder mit Ihnen üben`,
    subjectOfLine: (who) => `${name(who)} hat Ihnen nach Ihrer Sitzung geschrieben`,
    wish: (who) => `${name(who)} möchte wieder mit Ihnen üben.`,
    headingOfLine: (who) => `Eine Zeile von ${dative(who)}`,
    about: 'Es geht um die Sitzung, die Sie hatten:',
    howToAgain:
      'Wenn Sie das auch möchten, reservieren Sie eine Sitzung für Sie beide: Sie wählen die Zeit, und die andere Person bucht sie über einen Link.',
    noReply: 'Eine Antwort auf diese E-Mail erreicht niemanden. Um wieder miteinander zu üben, reservieren Sie eine Sitzung für Sie beide.',
    button: (who) => `Wieder mit ${dative(who)} üben`,
  },
  wishFits: {
    subject: (start) => `Eine passende Sitzung: ${start}`,
    subjectWithPractice: (start, what) => `Eine passende Sitzung: ${start}, ${what}`,
    preheader: (minutes, who) => `${minutes} Minuten mit ${dative(who)}. Wer zuerst bucht, bekommt sie. Ohne Anmeldung.`,
    heading: 'Eine offene Sitzung passt zu Ihrem Wunsch',
    hosts: (who, minutes) => `${name(who)} bietet eine Sitzung von ${minutes} Minuten an:`,
    nothingBooked:
      'Noch ist nichts gebucht, und auch andere bekommen diese E-Mail: Wer zuerst bucht, bekommt die Sitzung. Die Seite hinter der Schaltfläche fragt Sie noch einmal.',
    seeWishes: 'Ihre Wünsche ansehen',
    endWish: 'Diesen Wunsch beenden',
  },
};

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);

function asked(what: string): string {
  return `Eine Nachricht bat darum, ${what}, aber wir sind nicht sicher, ob sie von Ihnen kam. Deshalb hat sich nichts geändert.`;
}
