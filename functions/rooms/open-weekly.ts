import type { OpenedWeek } from '../../shared/api/contract.ts';
import type { Create } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import { endOf } from '../../shared/time/time-slot.ts';
import { HttpError } from '../platform/http/http-error.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { chargePerson } from '../platform/people/charge-person.ts';
import { runCommand, type CommandOutcome } from '../platform/rooms/run-command.ts';
import { answerWithRoom, requireRoom } from './answer-with-room.ts';
import type { Caller } from './caller.ts';
import type { RoomsApiDeps } from './deps.ts';

const FIELDS = { start: 'startUtc', duration: 'durationMinutes' };

/**
 * Opens the same session in several weeks. Limits and overlaps are judged for all of them in one write, before the first is opened. What
 * goes wrong later is said together with what is open by then. The same request again opens the rest.
 */
export async function openWeekly(
  deps: RoomsApiDeps,
  caller: Caller,
  commands: readonly [Create, ...Create[]],
  allowOverlap: boolean,
): Promise<HttpAnswer> {
  const [first] = commands;
  const missing = await listMissing(deps, caller, commands);
  if (missing.length > 0) await chargeAll(deps, caller, { commands, missing, allowOverlap });
  const openedBefore = commands.filter((command) => !missing.includes(command));
  const opened = await openAll(deps, caller, missing, openedBefore);
  const { room } = await deps.rooms.load(first.id);
  if (room.status === 'uncreated') throw new Error('A session that was just opened does not exist');
  const answer = await answerWithRoom(deps, room, caller, first.at);
  const body = { ...Object(answer.body), weekly: inOrder([...openedBefore, ...opened]) };
  return { ...answer, body, status: 201, headers: { location: `/api/rooms/${first.id}` } };
}

/** The weeks that no earlier try has opened. Throws the refusal of the first that cannot be opened. */
async function listMissing(deps: RoomsApiDeps, caller: Caller, commands: readonly Create[]): Promise<readonly Create[]> {
  const stored = await Promise.all(commands.map(({ id }) => deps.rooms.load(id)));
  const decided = commands.map((command, n) => {
    const now = stored[n]?.room ?? { status: 'uncreated' };
    const outcome: CommandOutcome = { ...decide(now, command), now };
    if (outcome.kind === 'refused') requireRoom(outcome, caller, FIELDS);
    return { command, kind: outcome.kind };
  });
  return decided.filter(({ kind }) => kind === 'changed').map(({ command }) => command);
}

interface Charging {
  readonly commands: readonly [Create, ...Create[]];
  readonly missing: readonly Create[];
  readonly allowOverlap: boolean;
}

async function chargeAll(deps: RoomsApiDeps, caller: Caller, { commands, missing, allowOverlap }: Charging): Promise<void> {
  const [first] = commands;
  const sessions = missing.map(({ id, startUtc, durationMinutes }) => ({ roomId: id, role: 'host', startUtc, durationMinutes }) as const);
  const charged = await chargePerson(deps, {
    sub: caller.sub,
    cost: { type: 'open', sessions },
    slots: sessions,
    roomIds: commands.map(({ id }) => id),
    allowOverlap,
    at: first.at,
    // Of the sessions, not of this request: a second try costs nothing more.
    key: `weekly ${first.id}`,
  });
  if (charged.kind === 'limited') deps.log.countKind('PersonLimited', charged.reached.limit);
  if (charged.kind !== 'charged') requireRoom(charged, caller, FIELDS);
}

/** Opens them, the soonest first, so that what is open after a fault is the beginning. */
async function openAll(deps: RoomsApiDeps, caller: Caller, missing: readonly Create[], before: readonly Create[]) {
  const opened: Create[] = [];
  for (const command of missing) {
    try {
      const outcome = await runCommand(deps, command.id, command);
      requireRoom(outcome, caller, FIELDS);
      if (outcome.kind === 'changed') deps.log.count('RoomsCreated');
      opened.push(command);
    } catch (error) {
      if (opened.length + before.length === 0) throw error;
      deps.log.error('weekly.interrupted', error, { opened: opened.length + before.length });
      throw new HttpError('weekly-unfinished', [], { opened: inOrder([...before, ...opened]) });
    }
  }
  return opened;
}

const inOrder = (commands: readonly Create[]): readonly OpenedWeek[] =>
  commands
    .map(({ id, startUtc, durationMinutes }) => ({ id, startUtc, endUtc: endOf({ startUtc, durationMinutes }) }))
    .toSorted((a, b) => (a.startUtc < b.startUtc ? -1 : 1));
