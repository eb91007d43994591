import { type CommandCall, readFlags } from './command-call.ts';
import type { CommandReport } from './command-report.ts';
import { openPerson } from './person/open-person.ts';

/** Says by what a person is known here, and in which sessions they are or were. */
export async function runPersonFind(call: CommandCall): Promise<CommandReport> {
  const { asked, find } = await openPerson(call, readFlags(call.args, {}).positionals);
  const { subs, addresses, names, roomIds } = await find(asked);
  const isKnown = roomIds.length > 0;
  return {
    text: [
      ...subs.map((sub) => `sub      ${sub}`),
      ...addresses.map((address) => `address  ${address}`),
      ...names.map((name) => `name     ${name}`),
      ...roomIds.map((id) => `session  ${id}`),
      '',
      isKnown ? `${roomIds.length} sessions.` : 'No session knows this person.',
    ],
    json: { subs, addresses, names, sessions: roomIds },
    ...(isKnown && { next: `npm run ops -- person export ${subs[0] ?? addresses[0] ?? ''}` }),
    exitCode: isKnown ? 0 : 1,
  };
}
