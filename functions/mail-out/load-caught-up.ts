import { findMissing } from '../../shared/room/afterwards.ts';
import { addMissed } from '../../shared/room/usage.ts';
import { nextDueOf } from '../../shared/room/catch-up.ts';
import type { OwedMail } from '../../shared/room/owed-mail.ts';
import type { CatchUp } from '../../shared/room/command.ts';
import type { ExistingRoom, Room } from '../../shared/room/room.ts';
import type { Instant } from '../../shared/time/instant.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import type { Log } from '../platform/log.ts';
import { changeProfile } from '../platform/people/change-profile.ts';
import type { PeopleStore } from '../platform/people/people-store.ts';
import type { ReadReminders } from '../platform/people/read-reminders.ts';
import { OutboxFull } from '../platform/rooms/outbox-full.ts';
import type { RoomStore, StoredRoom } from '../platform/rooms/room-store.ts';
import { runCommand, type RunCommandDeps } from '../platform/rooms/run-command.ts';
import type { World } from '../platform/world.ts';

export interface LoadCaughtUpDeps extends RunCommandDeps {
  readonly rooms: Pick<RoomStore, 'load' | 'save'>;
  readonly readReminders: ReadReminders;
  readonly people: PeopleStore;
  readonly world: World;
}

/** The room, after what was due in it because time has passed. That is decided before its mail leaves. */
export async function loadCaughtUp(deps: LoadCaughtUpDeps, id: RoomId): Promise<StoredRoom> {
  const stored = await deps.rooms.load(id);
  const at = deps.world.now();
  const isUndoOver = isOver(stored.room, at);
  if (isUndoOver) await runCommand(deps, id, { type: 'end-undo', at, seed: deps.world.seed() });
  const due = nextDueOf(stored.room);
  const isDue = stored.room.status !== 'uncreated' && due !== null && due <= at && (await catchUp(deps, stored.room, at));
  return isUndoOver || isDue ? deps.rooms.load(id) : stored;
}

/** Of somebody who takes something back in the last moment and the mailer, one comes first. */
const isOver = (room: Room, at: Instant): boolean => room.status !== 'uncreated' && room.undo !== null && at >= room.undo.until;

/** False where the room owes too much mail to owe more: it catches up when it is looked at again. */
async function catchUp(deps: LoadCaughtUpDeps, room: ExistingRoom, at: Instant): Promise<boolean> {
  const { id } = room;
  const reminders = await readChoices(deps, room);
  await countMissed(deps, room, at);
  try {
    const outcome = await runCommand(deps, id, { type: 'catch-up', reminders, at, seed: deps.world.seed() });
    if (outcome.kind === 'changed') countMail(deps.log, outcome.mail);
    return true;
  } catch (error) {
    if (error instanceof OutboxFull) return false;
    throw error;
  }
}

/** Counts a missed session, before the room is settled: after a crash in between this runs again, and the session counts once. */
async function countMissed({ people, log }: LoadCaughtUpDeps, room: ExistingRoom, at: Instant): Promise<void> {
  const missing = findMissing(room, at);
  if (missing === null) return;
  try {
    await changeProfile(people, missing.sub, (profile) => {
      const usage = addMissed(profile.usage, { roomId: room.id, at });
      return usage === profile.usage ? profile : { ...profile, usage };
    });
  } catch (error) {
    // A row that cannot be read keeps back no mail of the room.
    log.error('person.unread', error);
  }
}

/** While nobody is booked, nobody is reminded. */
async function readChoices({ readReminders }: LoadCaughtUpDeps, room: ExistingRoom): Promise<CatchUp['reminders']> {
  if (room.status !== 'booked') return { host: 'none', guest: 'none' };
  const [host, guest] = await Promise.all([readReminders(room.host.sub), readReminders(room.guest.sub)]);
  return { host, guest };
}

function countMail(log: Log, mail: readonly OwedMail[]): void {
  for (const { kind } of mail) {
    if (kind === 'reminder') log.count('RemindersOwed');
    if (kind === 'reservation-ended') log.count('ReservationsEnded');
    if (kind === 'proposal-unanswered') log.count('NudgesOwed');
    if (kind === 'afterwards') log.count('FeedbackAsked');
  }
}
