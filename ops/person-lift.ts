import { changeProfile } from '../functions/platform/people/change-profile.ts';
import { createPeopleStore } from '../functions/platform/people/people-store.ts';
import type { Profile } from '../shared/room/profile.ts';
import { type CommandCall, readFlags } from './command-call.ts';
import type { CommandReport } from './command-report.ts';
import { openPerson } from './person/open-person.ts';

/** Forgets which sessions somebody missed, so that they can host and book at once. */
export async function runPersonLift(call: CommandCall): Promise<CommandReport> {
  const { tables, asked, find } = await openPerson(call, readFlags(call.args, {}).positionals);
  const { subs } = await find(asked);
  const people = createPeopleStore(tables.db, tables.people);
  const lifted: string[] = [];
  for (const sub of new Set([...asked.subs, ...subs])) {
    const { profile } = await people.load(sub);
    lifted.push(...profile.usage.missed.map(({ roomId }) => roomId));
    await changeProfile(people, sub, forgetMissed);
  }
  const text = [
    ...lifted.map((id) => `session  ${id}`),
    lifted.length === 0 ? 'No missed session counts for this person.' : `${lifted.length} missed sessions count no more.`,
  ];
  return { text, json: { sessions: lifted }, exitCode: 0 };
}

const forgetMissed = (profile: Profile): Profile =>
  profile.usage.missed.length === 0 ? profile : { ...profile, usage: { ...profile.usage, missed: [] } };
