import type { TimeFault, UnreadableReason } from '../../words/inbound-reasons.ts';
import type { NoticeWords } from './notice-words-en.ts';

/*
 * Mail without a calendar part, in Spanish.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'la otra persona';
const leading = (who: Who): string => who ?? 'La otra persona';

/** As the end of a sentence. */
const unreadable: Readonly<Record<UnreadableReason, string>> = {
  'too-large': 'es más grande que cualquier respuesta de calendario.',
  'too-complex': 'tiene más líneas o partes que cualquier respuesta de calendario.',
  'malformed-mail': 'el correo está dañado.',
  'no-calendar': 'solo nos llegan los botones de su calendario; nadie lee lo que se escribe en el propio correo.',
  winmail: 'su programa de correo la guardó en un archivo winmail.dat, que solo Outlook puede abrir.',
  'not-a-calendar': 'el calendario que contiene está dañado.',
  truncated: 'el calendario que contiene está incompleto.',
  'calendar-too-large': 'el calendario que contiene es más grande que cualquier respuesta.',
  ambiguous: 'contiene más de una respuesta.',
  'no-method': 'el calendario que contiene no indica a qué responde.',
  'no-event': 'el calendario que contiene no incluye ningún evento.',
  'no-uid': 'el calendario que contiene no indica de qué sesión se trata.',
  'no-answer': 'no indica si va a asistir.',
  'unknown-time-zone': 'no conocemos la zona horaria que indicó su calendario, y no queremos adivinarla.',
};

const impossible: Readonly<Record<TimeFault | 'person-limit', string>> = {
  'all-day': 'Era para un día entero, y una sesión necesita una hora.',
  'floating-time': 'Su calendario no indicó la zona horaria.',
  'unknown-time-zone': 'No conocemos la zona horaria que indicó su calendario, y no queremos adivinarla.',
  'not-a-time': 'No indicaba cuándo.',
  'end-before-start': 'Terminaba antes de empezar.',
  'person-limit': 'Hoy ya ha propuesto tantas horas como se permite por persona y día. Inténtelo de nuevo mañana.',
};

export const noticeWordsEs: NoticeWords = {
  suggestion: {
    minutesFrom: (minutes, start) => `${minutes} minutos desde: ${start}`,
    lapses: (at) => `La propuesta caduca: ${at}.`,
    oneOf: (n, count, minutes) => `Hora ${n} de ${count}, ${minutes} minutos:`,
    now: 'Ahora la sesión es:',
    busyAtOne: 'A una de estas horas tiene otra sesión.',
    approve: 'Aceptar la nueva hora',
    decline: 'Rechazar y mantener la hora',
    choose: 'Elegir una de estas horas',
    declineAll: 'Ninguna, mantener la hora',
  },
  received: {
    subject: (who, suggestion) => `Falta su respuesta: ${name(who)} propone ${suggestion}`,
    preheader: (present) => `Hasta que responda, sigue siendo: ${present}.`,
    heading: (who) => `${leading(who)} propone otra hora`,
    headingOfSeveral: (who, count) => `${leading(who)} propone otras ${count} horas`,
    stays: 'Hasta que responda, la sesión mantiene su hora actual.',
  },
  sent: {
    subject: (suggestion) => `Enviada: su propuesta ${suggestion}`,
    preheader: (who) => `${leading(who)} puede aceptarla o rechazarla. Hasta entonces no cambia nada.`,
    preheaderOfSeveral: (who) => `${leading(who)} puede aceptar una de las horas o rechazarlas todas. Hasta entonces no cambia nada.`,
    heading: 'Su propuesta está en camino',
    text: (who) => `${leading(who)} puede aceptarla o rechazarla. Hasta entonces la sesión mantiene su hora actual.`,
    textOfSeveral: (who) =>
      `${leading(who)} puede aceptar una de las horas o rechazarlas todas. Hasta entonces la sesión mantiene su hora actual.`,
  },
  kept: {
    subject: (start) => `Se mantiene la hora: ${start}`,
    heading: 'La sesión mantiene su hora',
    preheaderOfDeclined: (who) => `${leading(who)} no puede a la hora que usted propuso.`,
    preheaderOfAllDeclined: (who) => `${leading(who)} no puede a ninguna de las horas que usted propuso.`,
    declined: (who, suggestion) =>
      `${leading(who)} no puede a la hora que usted propuso${inBrackets(suggestion)}. La sesión se queda como está:`,
    allDeclined: (who, suggestion) =>
      `${leading(who)} no puede a ninguna de las horas que usted propuso${inBrackets(suggestion)}. La sesión se queda como está:`,
    preheaderOfExpired: (who) => `${leading(who)} no ha respondido a tiempo a su propuesta.`,
    expired: (who, suggestion) =>
      `${leading(who)} no ha respondido a tiempo a su propuesta${inBrackets(suggestion)}. La sesión se queda como está:`,
  },
  unanswered: {
    subject: (who, suggestion) => `Sigue pendiente: ${name(who)} propone ${suggestion}`,
    heading: (who) => `${leading(who)} espera su respuesta`,
    preheader: (who) => `${leading(who)} espera su respuesta.`,
    notAgain: 'No volveremos a preguntar.',
  },
  replyUnreadable: {
    subject: 'No hemos podido procesar su respuesta',
    preheader: (who, present) => `No ha cambiado nada: la sesión con ${name(who)} sigue siendo: ${present}. Aquí puede ver qué hacer.`,
    text: (why) =>
      `Hemos recibido su respuesta a la sesión de abajo, pero ${why === null ? 'no hemos podido usarla.' : unreadable[why]} No ha cambiado nada.`,
    instead: 'Díganoslo aquí; no hace falta iniciar sesión.',
  },
  proposalImpossible: {
    subject: 'No hemos podido transmitir su propuesta',
    preheader: (who, present) => `La sesión con ${name(who)} sigue siendo: ${present}. Puede elegir otra hora.`,
    text: (why, matter) =>
      `Propuso usted una nueva hora desde su calendario, pero no ha sido posible. ${why === null ? (matter ?? 'No hemos podido usar la propuesta.') : impossible[why]} La sesión mantiene su hora:`,
  },
  confirmReply: {
    subject: (start) => `¿Fue usted? ${start}`,
    heading: '¿Fue usted?',
    preheader: 'No sabemos con seguridad si una respuesta venía de usted, así que no ha cambiado nada.',
    fromUnknown: 'Una respuesta a esta sesión llegó desde una dirección que no conocemos. Por eso no ha cambiado nada.',
    toMove: (start) => asked(`cambiar la hora de la sesión a ${start}`),
    toAccept: asked('aceptar la invitación'),
    toSayMaybe: asked('responder «quizás» a la invitación'),
    toDecline: asked('rechazar la invitación'),
    toDeclineAsHost: asked('rechazar la invitación, lo que cancela la sesión'),
    toAnswer: asked('responder a la invitación'),
    confirm: 'Si fue usted, confírmelo. Si no, ignore este correo.',
    confirmAndRemember:
      'Si fue usted, confírmelo: a partir de ahora contarán las respuestas desde esa dirección. Si no, ignore este correo.',
    button: 'Sí, fui yo',
  },
  freshLink: {
    subject: (start) => `Su nuevo enlace: ${start}`,
    heading: 'Aquí tiene su nuevo enlace',
    toDecide: (who) => `Con él puede responder a la propuesta de ${name(who)}.`,
    toSuggest: 'Con él puede proponer otra hora.',
  },
  note: {
    subject: (who, start) => `${leading(who)} le ha escrito: ${start}`,
    heading: (who) => `Unas palabras de ${name(who)}`,
    howToAnswer:
      'La sesión mantiene su hora. Si responde a este correo, no le llega a nadie: responda con el enlace de abajo, sin iniciar sesión.',
    answer: (who) => `Responder a ${name(who)}`,
  },
  bounced: {
    subject: (who, start) => `Puede que ${name(who)} no lo sepa: ${start}`,
    heading: (who) => `No hemos podido avisar a ${name(who)}`,
    preheader: (who) => `Nuestro correo a ${name(who)} ha sido devuelto. Aquí puede ver qué hacer.`,
    text: (who) =>
      `Nuestro correo sobre esta sesión ha sido devuelto: el buzón de ${name(who)} no lo aceptó. Puede que la invitación no esté en su calendario, aunque la sesión sigue reservada:`,
    hostCan: (who) =>
      `Puede esperar: ${name(who)} también ve la sesión al iniciar sesión. O cancélela en su página y ofrezca otra, para que alguien más pueda reservar.`,
    guestCan: (who) => `Puede esperar: ${name(who)} también ve la sesión al iniciar sesión. O abandónela en su página y reserve otra.`,
  },
  introduction: {
    subject: (who) => `La dirección de ${name(who)}`,
    heading: (who) => `Puede escribir a ${name(who)}`,
    preheader: 'Lo pidieron las dos partes. A partir de ahora pueden escribirse directamente.',
    text: (who) => `Usted y ${name(who)} pidieron intercambiar direcciones. ${leading(who)} recibe la suya en un correo como este.`,
    address: (who, address) => `La dirección de ${name(who)}: ${address}`,
    forChanges:
      'Para cambiar la sesión, siga usando su calendario o la página de la sesión: solo nosotros podemos cambiar los dos calendarios.',
  },
  reminder: {
    subject: (start, who) => `Recordatorio: ${start}, con ${name(who)}`,
    heading: (who, soon) => `Va a practicar con ${name(who)} ${soon}`,
    begins: (soon, minutes) => `Su sesión empieza ${soon} y dura ${minutes} minutos`,
    choice: 'En su perfil puede elegir si le enviamos un recordatorio un día antes, una hora antes o nunca.',
    inADay: 'dentro de un día, aproximadamente',
    inHours: (count) => `dentro de unas ${count} horas`,
    inAnHour: 'dentro de una hora, aproximadamente',
    inMinutes: (count) => (count === 1 ? 'dentro de un minuto' : `dentro de ${count} minutos`),
  },
  reservation: {
    subject: (who, start) => `¿Practicar de nuevo con ${name(who)}? ${start}`,
    preheader: (minutes, until) => `${minutes} minutos, reservados para usted hasta: ${until}. Sin iniciar sesión.`,
    heading: (who) => `A ${name(who)} le gustaría volver a practicar con usted`,
    text: (until) => `Ya han practicado anteriormente. Esta sesión está reservada para usted hasta el ${until}, y nadie más puede verla:`,
    nothingBooked:
      'Todavía no hay nada reservado. La página del botón le pregunta una vez más, sin iniciar sesión. Allí también puede decir que no o dejar de recibir estas propuestas.',
    book: 'Reservar esta sesión',
  },
  reservationEnded: {
    declined: (who) => `${leading(who)} no puede`,
    notBooked: (who) => `${leading(who)} no ha reservado`,
    subjectOfOpen: (what, start) => `${what}: ${start} (ahora abierta para todo el mundo)`,
    subjectOfCancelled: (what, start) => `${what}: ${start} (cancelada)`,
    wasReserved: (who) => `La sesión de abajo estaba reservada para ${name(who)}.`,
    nowOpen: 'Su sesión está ahora abierta para todo el mundo, como usted quería.',
    nowCancelled: 'Su sesión está cancelada. No había nada en su calendario.',
    hostAnother: 'Ofrecer otra sesión',
  },
  afterwards: {
    heading: (who) => `¿Qué tal su sesión con ${name(who)}?`,
    preheader: 'Tres preguntas breves, sin iniciar sesión. Lo que diga no es una valoración pública.',
    questions:
      '¿Tuvo lugar, fue útil y volvería a practicar con la misma persona? También puede dejar unas líneas. No hace falta iniciar sesión.',
    button: 'Contar cómo fue',
    whatCounts: (until, days) =>
      `Puede responder hasta: ${until}. No se valora a nadie en público. Si una de las dos personas dice que la otra no vino, y esta no responde, la sesión cuenta como perdida. Quien pierde demasiadas en ${days} días no puede ofrecer ni reservar ninguna durante una semana; su perfil muestra cuántas cuentan.`,
  },
  afterwardsAnswer: {
    subjectOfAgain: (who) => `${leading(who)} volvería a practicar con usted`,
    subjectOfLine: (who) => `${leading(who)} le ha escrito después de su sesión`,
    wish: (who) => `A ${name(who)} le gustaría volver a practicar con usted.`,
    headingOfLine: (who) => `Unas líneas de ${name(who)}`,
    about: 'Se trata de la sesión que tuvieron:',
    howToAgain:
      'Si usted también quiere, reserve una sesión para ustedes dos: usted elige la hora, y la otra persona la reserva con un enlace.',
    noReply: 'Si responde a este correo, no le llega a nadie. Para volver a practicar, reserve una sesión para ustedes dos.',
    button: (who) => `Practicar de nuevo con ${name(who)}`,
  },
  wishFits: {
    subject: (start) => `Una sesión que encaja: ${start}`,
    subjectWithPractice: (start, what) => `Una sesión que encaja: ${start}, ${what}`,
    preheader: (minutes, who) => `${minutes} minutos con ${name(who)}. Es para quien la reserve primero; sin iniciar sesión.`,
    heading: 'Hay una sesión abierta que encaja con su deseo',
    hosts: (who, minutes) => `${leading(who)} ofrece una sesión de ${minutes} minutos:`,
    nothingBooked:
      'Todavía no hay nada reservado, y otras personas también reciben este correo: la sesión es para quien la reserve primero. La página del botón le pregunta una vez más.',
    seeWishes: 'Ver sus deseos',
    endWish: 'Terminar este deseo',
  },
};

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);

function asked(what: string): string {
  return `Un mensaje pedía ${what}, pero no sabemos con seguridad si venía de usted. Por eso no ha cambiado nada.`;
}
