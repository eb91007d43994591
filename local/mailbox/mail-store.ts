import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SentMail } from '../engines/mail-events.ts';
import { writeWhole } from '../files.ts';
import { isRecord, parseJson, textAt, valueAt } from '../json.ts';
import { LocalProblem } from '../problem.ts';
import { summarize } from './read-mail.ts';

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
  readonly add: (mail: SentMail) => Promise<MailSummary>;
  /** Oldest first; to one address when it is given. */
  readonly list: (to?: string) => readonly MailSummary[];
  readonly get: (id: string) => MailSummary | undefined;
  /** The exact bytes that SES was given. */
  readonly raw: (id: string) => Promise<Buffer>;
  /** The mails of the last minute in which there was any, oldest first, as they were given to SES. */
  readonly newest: () => Promise<readonly SentMail[]>;
}

const NEWEST_MS = 60_000;

/** Opens the directory of mails; throws `LocalProblem` when it is damaged. */
export function openMailStore(directory: string): MailStore {
  mkdirSync(directory, { recursive: true });
  const mails = readAll(directory);
  let last = Number.parseInt([...mails.keys()].at(-1) ?? '0', 10);
  const byId = new Map([...mails].map(([file, mail]) => [mail.id, { file, mail }]));
  return {
    add: async ({ id, from, to, raw, ...request }) => {
      last += 1;
      const file = String(last).padStart(8, '0');
      const mail: MailSummary = { id, to: to.join(', '), from, ...(await summarize(raw)), at: new Date().toISOString() };
      // The mail exists once the second file does: killed in between, SES never took it, and it is sent again.
      await writeWhole(join(directory, `${file}.eml`), raw);
      await writeWhole(join(directory, `${file}.json`), JSON.stringify({ ...mail, request }));
      mails.set(file, mail);
      byId.set(mail.id, { file, mail });
      return mail;
    },
    list: (to) =>
      [...mails]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, mail]) => mail)
        .filter((mail) => to === undefined || isTo(mail, to)),
    get: (id) => byId.get(id)?.mail,
    raw: (id) => readFile(join(directory, `${byId.get(id)?.file ?? ''}.eml`)),
    newest: async () => {
      const all = [...mails].map(([file, mail]) => ({ file, mail, at: Date.parse(mail.at) }));
      const since = Math.max(...all.map(({ at }) => at)) - NEWEST_MS;
      return Promise.all(all.filter(({ at }) => at >= since).map(({ file, mail }) => readSent(join(directory, file), mail)));
    },
  };
}

async function readSent(path: string, { id, from, to }: MailSummary): Promise<SentMail> {
  const kept = parseJson(await readFile(`${path}.json`, 'utf8'));
  const tags = valueAt(kept, 'request', 'tags');
  return {
    id,
    from,
    to: to.split(', '),
    raw: await readFile(`${path}.eml`),
    configurationSet: textAt(kept, 'request', 'configurationSet') ?? '',
    tags: (Array.isArray(tags) ? tags : []).map(([name, value]: readonly unknown[]) => [String(name), String(value)]),
  };
}

function isTo(mail: MailSummary, address: string): boolean {
  return mail.to.toLowerCase().split(', ').includes(address.toLowerCase());
}

function readAll(directory: string): Map<string, MailSummary> {
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
  return new Map(files.toSorted().map((file) => [file.replace('.json', ''), readSummary(join(directory, file))]));
}

function readSummary(path: string): MailSummary {
  const value = parseJson(readFileSync(path, 'utf8'));
  const [id, to] = [textAt(value, 'id'), textAt(value, 'to')];
  if (!isRecord(value) || id === undefined || to === undefined) {
    throw new LocalProblem(`${path} is damaged: start once with --fresh, or with another --data.`);
  }
  const text = (name: string): string => textAt(value, name) ?? '';
  return {
    id,
    to,
    from: text('from'),
    subject: text('subject'),
    method: textAt(value, 'method') ?? null,
    uid: textAt(value, 'uid') ?? null,
    sequence: typeof value['sequence'] === 'number' ? value['sequence'] : null,
    at: text('at'),
  };
}
