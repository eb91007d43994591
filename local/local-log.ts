import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { reasonOf, reportFailedWrite } from './data-files.ts';
import { parseJson, textAt } from './json.ts';

export interface LocalLog {
  /** A line that a function wrote: kept in a file; its message is shown when it is about an error. */
  readonly function: (name: string, line: string) => void;
  /** A failure that no caller sees: its first line is shown, all of it kept. */
  readonly failure: (reason: string) => void;
  readonly stop: () => Promise<void>;
}

/** Writes the functions' lines to logs/functions.log, as CloudWatch would keep them. */
export function openLog(directory: string): LocalLog {
  const path = join(directory, 'functions.log');
  const file = createWriteStream(path, { flags: 'a' });
  file.on('error', (error) => reportFailedWrite(path, reasonOf(error)));
  const show = (text: string): void => void process.stderr.write(`${text}\n`);
  return {
    function: (name, line) => {
      file.write(`${line}\n`);
      const entry = parseJson(line);
      if (textAt(entry, 'level') === 'ERROR') show(`${name}: ${textAt(entry, 'message') ?? 'error'} (logs/functions.log)`);
    },
    failure: (reason) => {
      file.write(`${reason}\n`);
      show(reason.split('\n', 1)[0] ?? reason);
    },
    stop: () => new Promise((resolve) => file.end(() => resolve())),
  };
}
