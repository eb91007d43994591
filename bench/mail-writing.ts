import { performance } from 'node:perf_hooks';
import { everyMail } from '../test/support/decided-mail.ts';
import { written } from '../test/support/written-mail.ts';
import { median, milliseconds, percentile, type Section } from './report.ts';

const ROUNDS = 60;

/** What it takes to write a mail: minting its links, wording it, HTML, calendar, MIME. */
export async function mailWriting(): Promise<Section> {
  const all = everyMail();
  const kinds = [...new Map(all.map((decided) => [decided.mail.kind, decided.mail])).values()];
  const times = new Map<string, number[]>(kinds.map(({ kind }) => [kind, []]));
  const bytes = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const mail of kinds) {
      const start = performance.now();
      const made = await written(mail);
      times.get(mail.kind)?.push(performance.now() - start);
      bytes.set(mail.kind, made.bytes.length);
    }
  }
  return {
    title: 'Writing a mail',
    about: `Links minted, worded, as HTML, as calendar, as MIME; ${ROUNDS} rounds of each kind in turn, in one process.`,
    columns: ['mail', 'bytes', 'p50', 'p99'],
    rows: kinds.map(({ kind }) => {
      const taken = times.get(kind) ?? [];
      return [kind, (bytes.get(kind) ?? 0).toLocaleString('en'), milliseconds(median(taken)), milliseconds(percentile(taken, 0.99))];
    }),
  };
}
