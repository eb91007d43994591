import { createHints } from '../platform/mail/hint.ts';
import { createImipMessages } from '../platform/mail/imip-message-store.ts';
import { createInbox } from '../platform/mail/inbox.ts';
import type { Log } from '../platform/log.ts';
import { createPeopleStore } from '../platform/people/people-store.ts';
import { createRoomIndex } from '../platform/rooms/room-index-store.ts';
import { createRoomStore } from '../platform/rooms/room-store.ts';
import { addressIn, owingShardsIn, personLimitsIn, readSettings } from '../platform/settings.ts';
import { realWorld } from '../platform/world.ts';
import type { ReadCpuMillis } from './reading-budget.ts';
import type { ReceiveMailDeps } from './receive-mail.ts';
import { receiveMailSettings } from './settings.ts';

/** What an entry brings along: only entries make clients and read the environment. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly db: Parameters<typeof createRoomStore>[0];
  readonly s3: Parameters<typeof createInbox>[0];
  readonly sqs: Parameters<typeof createHints>[0];
  readonly log: Log;
  /** Only entries ask the process for anything. */
  readonly readCpuMillis: ReadCpuMillis;
}

/**
 * All that receiving mail needs: for the function, and for the command that replays mail. Throws an Error that names the
 * setting that is missing or wrong.
 */
export function wireReceiveMail({ environment, db, s3, sqs, log, readCpuMillis }: Surroundings): ReceiveMailDeps {
  const settings = readSettings(receiveMailSettings, environment);
  return {
    inbox: createInbox(s3, settings.INBOX_BUCKET),
    bucket: settings.INBOX_BUCKET,
    messages: createImipMessages(db, settings.IMIP_MESSAGES_TABLE),
    people: createPeopleStore(db, settings.PEOPLE_TABLE),
    personLimits: personLimitsIn(settings),
    rooms: createRoomStore(db, settings.ROOMS_TABLE, log, owingShardsIn(settings)),
    index: createRoomIndex(db, settings.ROOMS_TABLE, log),
    hints: createHints(sqs, settings.MAIL_QUEUE_URL),
    world: realWorld,
    log,
    readCpuMillis,
    organizer: addressIn(settings, 'NOTIFICATIONS_FROM_EMAIL'),
  };
}
