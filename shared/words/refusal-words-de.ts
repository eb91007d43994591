import { durationsIn } from './durations-in.ts';
import { HORIZON_WEEKS } from './horizon-weeks.ts';
import { say, type RefusalCatalogue } from './refusal-words.ts';

const LENGTHS = durationsIn('de');

export const refusalWordsDe: RefusalCatalogue = {
  'room-not-found': say(
    'Eine solche Sitzung gibt es hier nicht.',
    'Prüfen Sie den Link, oder suchen Sie in der Liste nach offenen Sitzungen.',
  ),
  'room-exists': say(
    'Dieser Idempotency-Key hat schon eine andere Sitzung eröffnet.',
    'Senden Sie jede neue Sitzung mit einem neuen Schlüssel.',
  ),
  'room-taken': say('Jemand anderes hat diese Sitzung gerade gebucht.', 'Wählen Sie eine andere offene Sitzung.'),
  'room-cancelled': say('Diese Sitzung ist abgesagt.', 'Wählen Sie eine andere offene Sitzung, oder bieten Sie eine an.'),
  'room-started': say('Diese Sitzung hat schon begonnen.', 'Wählen Sie eine Sitzung, die noch bevorsteht.'),
  'room-over': say('Diese Sitzung ist vorbei.', 'Wählen Sie eine Sitzung, die noch bevorsteht.'),
  'room-not-booked': say('Niemand hat diese Sitzung gebucht.', 'Wer sie anbietet, kann sie sofort verschieben.'),
  'own-room': say('Das ist Ihre eigene Sitzung.', 'Jemand anderes muss sie buchen. Sie können sie verschieben oder absagen.'),
  'not-host': say('Das darf nur, wer die Sitzung anbietet.', 'Wer sie gebucht hat, kann eine andere Zeit vorschlagen oder sie verlassen.'),
  'not-guest': say('Wer die Sitzung anbietet, kann sie nicht verlassen.', 'Sie können die Sitzung verschieben oder absagen.'),
  'not-participant': say('Das dürfen nur die beiden Personen dieser Sitzung.', 'Buchen Sie die Sitzung zuerst, wenn sie offen ist.'),
  'start-in-past': say('Diese Zeit ist schon vorbei.', 'Wählen Sie eine Zeit in der Zukunft.'),
  'start-too-far': say(
    `Diese Zeit ist mehr als ${HORIZON_WEEKS} Wochen entfernt.`,
    `Wählen Sie einen Tag innerhalb von ${HORIZON_WEEKS} Wochen.`,
  ),
  'duration-not-allowed': say(`Eine Sitzung dauert ${LENGTHS} Minuten.`, `Wählen Sie ${LENGTHS} Minuten.`),
  'same-time': say('Die Sitzung ist schon zu dieser Zeit.', 'Wählen Sie eine andere Zeit oder Länge.'),
  'same-time-twice': say('Zwei der Zeiten sind gleich.', 'Ändern Sie eine davon, oder lassen Sie sie weg.'),
  'too-many-times': say('Ein Vorschlag nennt höchstens drei Zeiten.', 'Lassen Sie einige davon weg.'),
  'time-not-chosen': say('Dieser Vorschlag nennt mehrere Zeiten.', 'Sagen Sie, welcher davon Sie zustimmen.'),
  'time-not-suggested': say(
    'Diese Zeit wurde nicht vorgeschlagen.',
    'Stimmen Sie einer der vorgeschlagenen zu, oder schlagen Sie eine andere vor.',
  ),
  'change-limit': say('Diese Sitzung wurde an einem Tag sehr oft gebucht oder verschoben.', 'Versuchen Sie es morgen noch einmal.'),
  'proposal-limit': say(
    'Für diese Sitzung wurden an einem Tag fünf Zeiten vorgeschlagen.',
    'Warten Sie auf eine Antwort, oder machen Sie morgen einen neuen Vorschlag.',
  ),
  'proposal-not-found': say('Diesen Vorschlag gibt es nicht.', 'Sehen Sie bei der Sitzung nach, was jetzt vorgeschlagen ist.'),
  'proposal-approved': say('Diesem Vorschlag wurde schon zugestimmt.', 'Schlagen Sie eine andere Zeit vor, wenn diese Ihnen nicht passt.'),
  'proposal-declined': say('Dieser Vorschlag wurde schon abgelehnt.', 'Schlagen Sie eine andere Zeit vor.'),
  'proposal-superseded': say(
    'Dieser Vorschlag ist nicht mehr aktuell: Die Sitzung hat sich inzwischen geändert.',
    'Sehen Sie sich die Sitzung an, wie sie jetzt ist.',
  ),
  'proposal-withdrawn': say(
    'Dieser Vorschlag wurde zurückgezogen.',
    'Schlagen Sie eine andere Zeit vor, wenn die jetzige Ihnen nicht passt.',
  ),
  'proposal-expired': say('Dieser Vorschlag ist abgelaufen.', 'Schlagen Sie die Zeit noch einmal vor.'),
  'too-late': say(
    'Das lässt sich nicht mehr zurücknehmen.',
    'Sehen Sie sich die Sitzung an, wie sie jetzt ist, oder suchen Sie eine andere.',
  ),
  'undo-not-yours': say('Das hat die andere Person getan.', 'Nur sie kann es zurücknehmen.'),
  'note-empty': say('In dieser Nachricht steht nichts.', 'Schreiben Sie ein paar Worte.'),
  'note-limit': say('Diese Person hat an einem Tag schon fünf Nachrichten zu dieser Sitzung bekommen.', 'Schreiben Sie morgen wieder.'),
  'introduced-already': say('Sie haben die Adressen schon ausgetauscht.', 'Das lässt sich nicht mehr zurücknehmen.'),
  'restore-late': say(
    'Diese Sitzung lässt sich nicht mehr zurückholen.',
    'Sehen Sie nach, ob sie noch offen ist, oder suchen Sie eine andere.',
  ),
  'other-busy': say(
    'Die andere Person hat zu dieser Zeit inzwischen eine andere Sitzung.',
    'Suchen Sie eine andere Sitzung, oder bieten Sie eine an.',
  ),
  'room-reserved': say('Diese Sitzung ist für jemand anderen reserviert.', 'Wählen Sie eine andere offene Sitzung.'),
  'reservation-over': say(
    'Diese Sitzung ist nicht mehr für Sie reserviert.',
    'Wählen Sie eine andere offene Sitzung, oder bieten Sie eine an.',
  ),
  'not-practised': say('In dieser Sitzung haben Sie mit niemandem geübt.', 'Nennen Sie eine gebuchte Sitzung von Ihnen, die vorbei ist.'),
  'partner-unavailable': say('Diese Person kann nicht wieder eingeladen werden.', 'Bieten Sie eine Sitzung für alle an.'),
  'not-asked-now': say('Im Moment wird niemand gefragt, wie diese Sitzung war.', 'Sie können es ab ihrem Ende drei Tage lang sagen.'),
  'own-proposal': say('Das ist Ihr eigener Vorschlag.', 'Die andere Person muss darauf antworten.'),
};
