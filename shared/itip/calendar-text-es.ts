import { topicsEs } from '../words/topics.ts';
import type { CalendarText } from './calendar-text-en.ts';

export const calendarTextEs: CalendarText = {
  title: (brand, who) => `${brand}: sesión con ${who ?? 'la otra persona'}`,
  openTitle: (brand) => `${brand}: sesión (abierta)`,
  feedName: (brand) => `${brand}: sesiones`,
  join: (venue) => `Unirse a la sesión: ${venue}`,
  notBooked: 'Todavía no la ha reservado nadie.',
  topics: topicsEs,
  practised: (what) => `Lo que se practica: ${what}.`,
  writtenByYou: (line) => `Usted escribió: ${line}`,
  writtenByOther: (who, line) => `${who ?? 'La otra persona'} escribió: ${line}`,
  feedFollows: (page) => `Este calendario sigue los cambios de la sesión. Puede cambiar la hora o cancelarla en su página: ${page}`,
  copyWarning: 'Esto es una copia: no sigue los cambios. El calendario de suscripción de su perfil sí los sigue.',
  asItIsNow: (page) => `La sesión tal como está ahora: ${page}`,
};
