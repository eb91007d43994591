import { askAws } from './aws-cli.ts';
import { readCall } from './command-call.ts';
import { COMMANDS, findCommand } from './commands.ts';
import { listCommands } from './list-commands.ts';
import { OpsProblem } from './ops-problem.ts';
import { writeReport } from './write-report.ts';

/** What a process prints and ends with. */
export interface Printed {
  readonly out: string;
  readonly errors: string;
  readonly exitCode: number;
}

/** Runs the command that was typed. @param isTerminal whether a person reads it, who likes colours */
export async function answerCall(args: readonly string[], environment: NodeJS.ProcessEnv, isTerminal: boolean): Promise<Printed> {
  try {
    const call = readCall(args, environment);
    const command = findCommand(call.words);
    if (command === undefined) {
      const asked = call.rest(0);
      if (asked.length > 0 && !call.help) throw new OpsProblem(`There is no command ${asked.join(' ')}. npm run ops -- --help`, 2);
      return { out: listCommands(COMMANDS), errors: '', exitCode: 0 };
    }
    if (call.help) return { out: command.help, errors: '', exitCode: 0 };
    const report = await command.run({ ...call, args: call.rest(command.name.split(' ').length), aws: askAws });
    return { out: writeReport(report, { ...call, isTerminal }), errors: '', exitCode: report.exitCode ?? 0 };
  } catch (error) {
    // One line for people, also where a library threw the error.
    const line = `${error instanceof Error ? error.message : String(error)}\n`;
    return { out: '', errors: line, exitCode: error instanceof OpsProblem ? error.exitCode : 1 };
  }
}
