import type { CalendarWords } from './calendar-words-en.ts';

/*
 * Mail that changes a calendar, in Spanish.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'la otra persona';
const leading = (who: Who): string => who ?? 'La otra persona';

export const calendarWordsEs: CalendarWords = {
  invitation: {
    heading: (who) => `Va a practicar con ${name(who)}`,
    bookedByOther: (who) => `${leading(who)} ha reservado su sesión de práctica.`,
    bookedByYou: (who) => `Ha reservado la sesión de práctica de ${name(who)}.`,
  },
  current: {
    heading: 'La hora actual de su sesión',
    preheader: 'Esta es la hora actual.',
    olderAnswer:
      'Hemos recibido su respuesta, pero ya teníamos una más reciente, que es la que cuenta. Esta es su invitación tal como está: si ha cambiado de opinión, responda de nuevo, por favor.',
    staleAnswer:
      'Hemos recibido su respuesta, pero era para una hora que ha cambiado desde entonces, así que no cuenta. Esta es su invitación tal como está ahora: responda de nuevo, por favor.',
    again: 'Aquí tiene de nuevo su invitación, tal como está ahora.',
  },
  moved: {
    headingOfTime: 'Su sesión tiene una nueva hora',
    headingOfLength: 'Su sesión tiene una nueva duración',
    subjectOfTime: (move) => `Nueva hora: ${move}`,
    withLength: (move, minutes) => `Nueva hora: ${move}, ${minutes} min`,
    subjectOfLength: (minutes, start) => `Ahora ${minutes} minutos: ${start}`,
    withOther: (subject, who) => `${subject}, con ${name(who)}`,
    newLength: (minutes, before) => `Ahora dura ${minutes} minutos en lugar de ${before}.`,
    timeByNobody: (who) => `Ha cambiado la hora de su sesión con ${name(who)}.`,
    lengthByNobody: (who) => `Ha cambiado la duración de su sesión con ${name(who)}.`,
    openTimeByNobody: 'Ha cambiado la hora de su sesión abierta.',
    openLengthByNobody: 'Ha cambiado la duración de su sesión abierta.',
    timeApprovedByYou: (who) => `Ha aceptado usted la hora que propuso ${name(who)}.`,
    lengthApprovedByYou: (who) => `Ha aceptado usted la duración que propuso ${name(who)}.`,
    timeApprovedByOther: (who) => `${leading(who)} ha aceptado la hora que usted propuso.`,
    lengthApprovedByOther: (who) => `${leading(who)} ha aceptado la duración que usted propuso.`,
    timeByYou: (who) => `Ha cambiado usted la hora de su sesión con ${name(who)}.`,
    lengthByYou: (who) => `Ha cambiado usted la duración de su sesión con ${name(who)}.`,
    openTimeByYou: 'Ha cambiado usted la hora de su sesión abierta.',
    openLengthByYou: 'Ha cambiado usted la duración de su sesión abierta.',
    timeByOther: (who) => `${leading(who)} ha cambiado la hora de la sesión.`,
    lengthByOther: (who) => `${leading(who)} ha cambiado la duración de la sesión.`,
    bothAgreed: 'No hace falta que responda: están de acuerdo las dos partes.',
    onlyOtherIsAsked: (who) => `No hace falta que responda: solo se le pregunta a ${name(who)}.`,
  },
  restored: {
    subject: (start) => `Sesión recuperada: ${start}`,
    subjectWithOther: (start, who) => `Sesión recuperada: ${start}, con ${name(who)}`,
    heading: 'La sesión se celebra finalmente',
    byYou: (who) => `Ha retirado usted su rechazo. La sesión con ${name(who)} vuelve a estar en su calendario.`,
    openByYou: 'Ha retirado usted su rechazo. Su sesión abierta vuelve a estar en su calendario.',
    byOther: (who) => `${leading(who)} sí puede asistir. La sesión vuelve a estar en su calendario.`,
  },
  venueChanged: {
    subject: (start, who) => `Nuevo lugar de encuentro: ${start}, con ${name(who)}`,
    heading: 'El lugar de encuentro ha cambiado',
    byYou: 'Ha cambiado usted el lugar de encuentro. La hora sigue igual, y su respuesta también.',
    byOther: (who) => `${leading(who)} ha cambiado el lugar de encuentro. La hora sigue igual, y su respuesta también.`,
  },
  guestLeft: {
    subject: (who, start) => `${leading(who)} no puede asistir: ${start} (su sesión vuelve a estar abierta)`,
    preheader: 'La sesión sigue en su calendario. Le escribiremos cuando alguien la reserve.',
    heading: (who) => `${leading(who)} no puede asistir`,
    text: (who) =>
      `${leading(who)} no puede asistir. Su sesión vuelve a estar abierta. Sigue en su calendario, y le escribiremos cuando alguien la reserve.`,
  },
  cancelled: {
    subject: (start) => `Cancelada: ${start}`,
    heading: 'Esta sesión está cancelada',
    byHost: (who) => `${leading(who)} ha cancelado esta sesión. Desaparecerá de su calendario.`,
    byUnknownHost: 'La persona que ofrecía esta sesión la ha cancelado. Desaparecerá de su calendario.',
    byYou: (who) => `Su sesión está cancelada. Avisamos a ${name(who)}, y desaparecerá de los dos calendarios.`,
    openByYou: 'Su sesión está cancelada. Desaparecerá de su calendario.',
    guestCannotCome: (who) =>
      `${leading(who)} no puede asistir. La sesión era solo para ustedes dos, así que queda cancelada. Desaparecerá de su calendario.`,
    youCannotCome: (who) =>
      `No puede asistir usted. La sesión era solo para ustedes dos, así que queda cancelada. Enviamos un correo a ${name(who)}, y desaparecerá de los dos calendarios.`,
    guestDroppedOut: (who) =>
      `${leading(who)} ha abandonado la sesión después de empezar, así que queda cancelada. Desaparecerá de su calendario.`,
    youDroppedOut: (who) =>
      `Ha abandonado usted la sesión después de empezar, así que queda cancelada para las dos partes. Avisamos a ${name(who)}, y desaparecerá de los dos calendarios.`,
  },
  unbooked: {
    preheader: (who) => `Ya no participa en la sesión con ${name(who)}. Le avisamos.`,
    heading: 'Su reserva está anulada',
    text: (who) => `Ya no participa en la sesión con ${name(who)}. Desaparecerá de su calendario, y avisamos a ${name(who)}.`,
  },
  putBack: {
    text: (until) => `¿No quería rechazarla? Hasta el ${until} puede recuperar la sesión.`,
    button: 'Fue un error: recuperar la sesión',
  },
  cancelAgain: {
    headingOfCancelled: 'Esta sesión está cancelada',
    headingOfOut: 'No participa en esta sesión',
    preheaderOfCancelled: 'Hemos recibido su respuesta, pero esta sesión está cancelada.',
    preheaderOfOut: 'Hemos recibido su respuesta, pero ya no participa en esta sesión.',
    takenOut: 'La hemos vuelto a quitar de su calendario.',
    seeWhetherOpen: 'Ver si sigue abierta',
  },
  counterDeclined: {
    subject: (start) => `Se mantiene la hora: ${start}`,
    heading: 'La sesión mantiene su hora',
    preheader: (who) => `${leading(who)} no puede a la hora que usted propuso.`,
    text: (who) => `${leading(who)} no puede a la hora que usted propuso. La sesión se queda como está.`,
  },
  howToAnswer:
    'Acepte, rechace o proponga otra hora en su calendario, como siempre, o use los enlaces de abajo: no hace falta iniciar sesión.',
  changeThisSession: 'Cambiar esta sesión',
  findAnother: 'Buscar otra sesión',
};
