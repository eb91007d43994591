import { askAws } from './aws-cli.ts';
import { readCall } from './command-call.ts';
import { COMMANDS, findCommand } from './commands.ts';
import { listCommands } from './list-commands.ts';
import { OpsProblem } from './ops-problem.ts';
import type { CommandReport } from './command-report.ts';

/* The operator's one command: npm run ops -- --help */
const isTerminal = process.stdout.isTTY && !process.env['NO_COLOR'];

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
    print(await command.run({ ...call, args: rest, aws: askAws }), call.json);
  }
} catch (error) {
  // One line for people, also where a library threw the error.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof OpsProblem ? error.exitCode : 1;
}

function print({ text, json, next, exitCode = 0 }: CommandReport, asJson: boolean): void {
  const lines = next === undefined ? text : [...text, `Next: ${next}`];
  const words = lines.map((line) => (isTerminal ? colour(line) : line)).join('\n');
  process.stdout.write(`${asJson ? JSON.stringify(json, null, 2) : words}\n`);
  process.exitCode = exitCode;
}

/** The first word of a line of `doctor` tells at a glance. */
const colour = (line: string): string => line.replace(/^ok {3}/, '\x1b[32m$&\x1b[0m').replace(/^(wrong|mind ) /, '\x1b[31m$&\x1b[0m');
