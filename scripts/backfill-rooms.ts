/** Brings rooms of the service before this one: see --help. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { realWorld } from '../functions/platform/world.ts';
import { backfillRooms, type BackfillCounts, type RefusedRow } from './backfill/backfill.ts';
import { REFUSED, rowsInFile, rowsInTable } from './backfill/legacy-rows.ts';
import { readLocalEnvironment } from './local-environment.ts';

const HELP = `Usage: npm run backfill -- (--table NAME | --local DIR) [--from FILE] [--refused FILE] [--keep-subs] [--dry-run] [--json]

Brings rooms of the service before this one. Without --from it completes rows that are in the table already. What is missing
or null gets its default: ics_sequence 0, duration_minutes 60, start_utc from datetime_utc, end_utc, and what the lists find
rooms by. Sends no mail. May be run again, also after it was killed, and while the service runs.

  --table NAME     the table of rooms: RoomsTable… in the stack's resources
  --local DIR      the local stack that runs with its data in this directory
  --from FILE      rows as SQL exports them: a JSON object on each line, or one JSON array
  --refused FILE   where refused rows go, each with its fields and reasons, to be mended and given again with --from;
                   refused-rooms.ndjson when left out
  --keep-subs      people sign in by the identity provider that they had: their ids in the rows stay. Otherwise a person is
                   known by the address of their row, and gets their rooms with the first sign-in with it
  --dry-run        write nothing to the table
  --json           the result as JSON

Uses the credentials and region of the AWS command line. Then: open the app; older sessions are in every list.
Exit code: 0 all rows are in, 1 some were refused, 2 the command could not run.`;

const OPTIONS = {
  table: { type: 'string' },
  local: { type: 'string' },
  from: { type: 'string' },
  refused: { type: 'string', default: 'refused-rooms.ndjson' },
  'keep-subs': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

try {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) console.log(HELP);
  else {
    if (values.from === values.refused) throw new Error('--from and --refused are one file. Name another for the refused rows.');
    const table = await findTable(values.table, values.local);
    await bring(table, values);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

async function findTable(table: string | undefined, local: string | undefined): Promise<string> {
  if ((table === undefined) === (local === undefined)) throw new Error('Give --table or --local. See --help.');
  if (table !== undefined) return table;
  const environment = await readLocalEnvironment(local ?? '', ['ROOMS_TABLE']);
  for (const [name, value] of Object.entries(environment)) if (name.startsWith('AWS_')) process.env[name] ??= value;
  return environment['ROOMS_TABLE'] ?? '';
}

interface Wishes {
  readonly from?: string | undefined;
  readonly refused: string;
  readonly 'keep-subs': boolean;
  readonly 'dry-run': boolean;
  readonly json: boolean;
}

async function bring(table: string, { from, refused: file, 'keep-subs': keepsSubs, 'dry-run': isDryRun, json }: Wishes): Promise<void> {
  const db = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 10 }));
  const refused = createRefusedFile(file);
  const counts = await backfillRooms(db, table, from === undefined ? rowsInTable(db, table) : rowsInFile(from), {
    isInTable: from === undefined,
    keepsSubs,
    isDryRun,
    now: realWorld.now(),
    refuse: refused.add,
    report: (so) => void process.stderr.write(`${sentence(so)}\n`),
  });
  await refused.close();
  if (counts.refused > 0) process.exitCode = 1;
  console.log(json ? JSON.stringify({ ...counts, isDryRun, refusedFile: counts.refused > 0 ? file : null }, null, 2) : sentence(counts));
  if (counts.refused > 0 && !json) console.log(`Mend the rows in ${file}, and give them again with --from ${file} and another --refused.`);
}

function sentence({ found, written, present, refused }: BackfillCounts): string {
  return `${found} rows found: ${written} written, ${present} there already, ${refused} refused.`;
}

/** The file is made with the first refused row. */
function createRefusedFile(file: string) {
  let stream: ReturnType<typeof createWriteStream> | undefined;
  return {
    add: ({ row, problems }: RefusedRow): void => {
      stream ??= createWriteStream(file);
      stream.write(`${JSON.stringify({ ...row, [REFUSED]: problems })}\n`);
    },
    close: () => new Promise<void>((resolve) => (stream ? stream.end(() => resolve()) : resolve())),
  };
}
