import type { Call } from './command-call.ts';
import type { CommandReport } from './command-report.ts';

export interface Output extends Pick<Call, 'json' | 'place'> {
  readonly isTerminal: boolean;
}

/** What a command prints: words for people, coloured on a terminal, or one JSON document for programs. */
export function writeReport({ text, json, next }: CommandReport, { json: asJson, place, isTerminal }: Output): string {
  if (asJson) return `${JSON.stringify(json, null, 2)}\n`;
  const lines = (next === undefined ? text : [...text, `Next: ${next}`]).map((line) => namePlace(line, place));
  return `${lines.map((line) => (isTerminal ? colour(line) : line)).join('\n')}\n`;
}

/** A command at the end of a line is for the stack that this one was about. */
function namePlace(line: string, place: string): string {
  if (place === '' || / --(local|stage)\b/.test(line)) return line;
  return line.replace(/npm run ops -- [a-z].*$/, (command) => `${command} ${place}`);
}

/** The first word of a line of `doctor` tells at a glance. */
const colour = (line: string): string => line.replace(/^ok {3}/, '\x1b[32m$&\x1b[0m').replace(/^(wrong|mind ) /, '\x1b[31m$&\x1b[0m');
