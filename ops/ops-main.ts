import { askAws } from './aws-cli.ts';
import { readCall } from './command-call.ts';
import { COMMANDS, findCommand } from './commands.ts';
import { listCommands } from './list-commands.ts';
import { OpsProblem } from './ops-problem.ts';
import { writeReport } from './write-report.ts';

/* The operator's one command: npm run ops -- --help */
try {
  const call = readCall(process.argv.slice(2), process.env);
  const command = findCommand(call.words);
  if (command === undefined) {
    const asked = call.rest(0);
    if (asked.length > 0 && !call.help) throw new OpsProblem(`There is no command ${asked.join(' ')}. npm run ops -- --help`, 2);
    process.stdout.write(listCommands(COMMANDS));
  } else if (call.help) process.stdout.write(command.help);
  else {
    const rest = call.rest(command.name.split(' ').length);
    const report = await command.run({ ...call, args: rest, aws: askAws });
    process.stdout.write(writeReport(report, { ...call, isTerminal: process.stdout.isTTY && !process.env['NO_COLOR'] }));
    process.exitCode = report.exitCode ?? 0;
  }
} catch (error) {
  // One line for people, also where a library threw the error.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof OpsProblem ? error.exitCode : 1;
}
