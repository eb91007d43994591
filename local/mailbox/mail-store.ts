import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLines, writeWhole } from '../data-files.ts';
import type { SesMail } from '../engines/mail-events.ts';
import { parseJson, textAt, valueAt } from '../json.ts';
import { LocalProblem } from '../problem.ts';
import { summarize } from './decode-mail.ts';

/** A mail that was given to SES, without its bytes. */
export interface MailSummary {
  /** SES's message id. */
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  /** METHOD, UID and SEQUENCE of its calendar part; null: it has none. */
  readonly method: string | null;
  readonly uid: string | null;
  readonly sequence: number | null;
  /** When SES took it, ISO 8601. */
  readonly at: string;
}

export interface MailStore {
  /** Resolves once the mail is on the disk. */
  readonly add: (mail: Pick<SesMail, 'id' | 'from' | 'to' | 'raw'>) => Promise<MailSummary>;
  /** Oldest first; to one address when it is given. */
  readonly list: (to?: string) => readonly MailSummary[];
  readonly get: (id: string) => MailSummary | undefined;
  /** The exact bytes that SES was given. */
  readonly raw: (id: string) => Promise<Buffer>;
}

// One file of summaries, because a start that opened a file for each mail would take longer with each mail.
const SUMMARIES = 'summaries.jsonl';

/** Opens the directory of mails; throws `LocalProblem` when it is damaged. */
export function openMailStore(directory: string): MailStore {
  mkdirSync(directory, { recursive: true });
  const { lines, file } = openLines(join(directory, SUMMARIES));
  const mails = new Map(lines.map((line) => readSummary(line, directory)).map((mail) => [mail.id, mail]));
  return {
    add: async ({ id, from, to, raw }) => {
      const mail: MailSummary = { id, to: to.join(', '), from, ...(await summarize(raw)), at: new Date().toISOString() };
      // The mail exists once its line does: killed in between, SES never took it, and it is sent again.
      await writeWhole(fileOf(directory, id), raw);
      file.append(JSON.stringify(mail));
      mails.set(id, mail);
      return mail;
    },
    list: (to) => [...mails.values()].filter((mail) => to === undefined || isTo(mail, to)),
    get: (id) => mails.get(id),
    raw: (id) => readFile(fileOf(directory, id)),
  };
}

const fileOf = (directory: string, id: string): string => join(directory, `${encodeURIComponent(id)}.eml`);

function isTo(mail: MailSummary, address: string): boolean {
  return mail.to.toLowerCase().split(', ').includes(address.toLowerCase());
}

function readSummary(line: string, directory: string): MailSummary {
  const value = parseJson(line);
  const [id, to] = [textAt(value, 'id'), textAt(value, 'to')];
  if (id === undefined || to === undefined) {
    throw new LocalProblem(`${join(directory, SUMMARIES)} is damaged: start once with --fresh, or with another --data.`);
  }
  const text = (name: string): string => textAt(value, name) ?? '';
  const sequence = valueAt(value, 'sequence');
  return {
    id,
    to,
    from: text('from'),
    subject: text('subject'),
    method: textAt(value, 'method') ?? null,
    uid: textAt(value, 'uid') ?? null,
    sequence: typeof sequence === 'number' ? sequence : null,
    at: text('at'),
  };
}
