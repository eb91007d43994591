import type { OpsCommand } from './commands.ts';

/** All commands, one line each. */
export function listCommands(commands: readonly OpsCommand[]): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  return `npm run ops -- <command>

${commands.map(({ usage, does }) => `  ${usage.padEnd(width)}  ${does}`).join('\n')}

  --stage S    the deployment in AWS (the setting STAGE, else prod), with the credentials and region of the AWS command line
  --local DIR  the local stack that keeps its data in DIR, usually .local
  --json       one JSON document instead of text
  --help       this, or what one command takes
NO_COLOR turns colours off. Exit status: 0 done, 1 something is wrong or failed, 2 the command was not understood.
`;
}
