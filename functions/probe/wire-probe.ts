import { setTimeout as pause } from 'node:timers/promises';
import { addressOfProbe } from '../../shared/words/probe-names.ts';
import type { Log } from '../platform/log.ts';
import { createHints } from '../platform/mail/hint.ts';
import { createMailer } from '../platform/mail/mailer.ts';
import { createProbeMailbox } from '../platform/mail/probe-mailbox-store.ts';
import { createReadRoomSends } from '../platform/mail/room-sends-store.ts';
import { createRecordProbe } from '../platform/probe-result-store.ts';
import { createRoomIndex } from '../platform/rooms/room-index-store.ts';
import { createRoomStore } from '../platform/rooms/room-store.ts';
import { addressIn, owingShardsIn, readSettings } from '../platform/settings.ts';
import type { World } from '../platform/world.ts';
import type { ProbeDeps } from './run-probe.ts';
import { probeOptions, probeSettings } from './settings.ts';

/** What an entry brings along: only entries make clients and read the environment. */
export interface ProbeParts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly db: Parameters<typeof createRoomStore>[0];
  readonly s3: Parameters<typeof createProbeMailbox>[0];
  readonly sqs: Parameters<typeof createHints>[0];
  readonly ses: Parameters<typeof createMailer>[0];
  readonly log: Log;
  readonly world: World;
}

/** All that a probe needs: for the function, and for the operator's command. Throws an Error that names a setting that is missing or wrong. */
export function wireProbe({ environment, db, s3, sqs, ses, log, world }: ProbeParts): ProbeDeps {
  const settings = readSettings(probeSettings, environment, probeOptions);
  const organizer = addressIn(settings, 'NOTIFICATIONS_FROM_EMAIL');
  return {
    rooms: createRoomStore(db, settings.ROOMS_TABLE, log, owingShardsIn(settings)),
    index: createRoomIndex(db, settings.ROOMS_TABLE, log),
    hints: createHints(sqs, settings.MAIL_QUEUE_URL),
    readSends: createReadRoomSends(db, settings.SENDS_TABLE),
    record: createRecordProbe(db, settings.SENDS_TABLE),
    mailbox: createProbeMailbox(s3, settings.INBOX_BUCKET),
    mailer: createMailer(ses, addressOfProbe(organizer, 'guest'), settings.CONFIGURATION_SET),
    organizer,
    obstacle: findObstacle(settings),
    log,
    world,
    stopwatch: () => performance.now() / 1000,
    pause: (millis) => pause(millis),
  };
}

type Sending = Readonly<Record<'NOTIFICATIONS_ENABLED' | 'NOTIFICATIONS_REDIRECT_TO', string>>;

function findObstacle({ NOTIFICATIONS_ENABLED, NOTIFICATIONS_REDIRECT_TO }: Sending): string | null {
  if (NOTIFICATIONS_ENABLED !== 'true') return 'NOTIFICATIONS_ENABLED is false, so no mail leaves';
  return NOTIFICATIONS_REDIRECT_TO === '' ? null : 'NOTIFICATIONS_REDIRECT_TO is set, so mail to a probe goes there instead';
}
