import type { ClockPhrases, Phrases } from './phrases-en.ts';
import { topicsEs } from '../../words/topics.ts';

/*
 * What mails of several kinds say, in Spanish.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'la otra persona';
const leading = (who: Who): string => who ?? 'La otra persona';

/** The session on every clock; pages say it too. */
const clockWordsEs: ClockPhrases = {
  yours: 'Su hora',
  ofBoth: (who) => `Usted y ${name(who)}`,
  ofOther: (who) => `Hora de ${name(who)}`,
  change: 'Antes de esa fecha cambia la hora oficial. Las horas de arriba ya lo tienen en cuenta.',
};

export const phrasesEs: Phrases = {
  clocks: clockWordsEs,
  quote: {
    byYou: 'Usted escribió',
    byOther: (who) => `${leading(who)} escribió`,
  },
  practised: (what) => `Lo que se practica: ${what}.`,
  otherSession: 'A esa hora tiene otra sesión.',
  venue: {
    join: 'Unirse a la sesión',
    youCanGive: (who) =>
      `Todavía no hay un enlace para reunirse. Puede indicar uno en la página de la sesión, y ${name(who)} lo recibirá enseguida.`,
    otherCanGive: (who) =>
      `Todavía no hay un enlace para reunirse. ${leading(who)} puede indicar uno en la página de la sesión, y usted lo recibirá enseguida.`,
  },
  plan: {
    stations: (stations, minutes, toRead) =>
      `Así pueden aprovechar el tiempo: ${stations} estaciones de ${minutes} minutos, cada una con ${toRead} minutos para leer.`,
    youBegin: (who) => `Primero responde usted y ${name(who)} examina.`,
    otherBegins: (who) => `Primero responde ${name(who)} y usted examina.`,
    swap: (clock) => `A la mitad, a las ${clock}, cambian de papel.`,
    feedback: (minutes) => `Los últimos ${minutes} minutos de cada mitad son para comentarlo.`,
    timer: 'Abrir el cronómetro para las dos personas',
  },
  actions: {
    seeSession: 'Ver la sesión',
    suggestTime: 'Proponer otra hora',
    cantCome: 'No puedo asistir',
    writeTo: (who) => `Escribir a ${name(who)}`,
    exchange: (who) => `Intercambiar direcciones con ${name(who)}`,
  },
  footer: {
    haveSession: (brand) => `${brand} le envía este correo porque tiene una sesión de práctica.`,
    hadSession: (brand) => `${brand} le envía este correo porque tenía una sesión de práctica.`,
    practisedBefore: (brand, who) => `${brand} le envía este correo porque ya ha practicado con ${name(who)}.`,
    askedToBeTold: (brand) => `${brand} le envía este correo porque pidió que le avisáramos de sesiones como esta.`,
    addressHidden: 'Su dirección de correo no se muestra a la otra persona.',
  },
  topics: topicsEs,
};
