import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { appendFileSync, writeFileSync } from 'node:fs';
import { realWorld } from '../functions/platform/world.ts';
import { type BackfillCounts, backfillRooms, type RefusedRow } from './backfill/backfill.ts';
import { REFUSED, rowsInFile, rowsInTable } from './backfill/legacy-rows.ts';
import { type CommandCall, findWorkplace, readFlags, requireNoArguments } from './command-call.ts';
import type { CommandReport } from './command-report.ts';
import { OpsProblem } from './ops-problem.ts';
import { readFunctionSettings, useForSdk } from './workplace.ts';

/** Brings rooms of the service before this one. */
export async function runBackfill(call: CommandCall): Promise<CommandReport> {
  const { values, positionals } = readFlags(call.args, {
    from: { type: 'string' },
    refused: { type: 'string', default: 'refused-rooms.ndjson' },
    'keep-subs': { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  });
  requireNoArguments(positionals);
  const { from, refused: file, 'keep-subs': keepsSubs, 'dry-run': isDryRun } = values;
  if (from === file) throw new OpsProblem('--from and --refused are one file. Name another for the refused rows.', 2);
  const settings = await readFunctionSettings(findWorkplace(call), 'rooms-api', 'RoomsApiRooms');
  useForSdk(settings);
  const table = settings['ROOMS_TABLE'] ?? '';
  const db = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 10 }));
  const refused = createRefusedFile(file);
  const counts = await backfillRooms(db, table, from === undefined ? rowsInTable(db, table) : rowsInFile(from), {
    isInTable: from === undefined,
    keepsSubs,
    isDryRun,
    now: realWorld.now(),
    refuse: refused.add,
    report: (so) => void process.stderr.write(`${writeCounts(so)}\n`),
  });
  return {
    text: [writeCounts(counts)],
    json: { ...counts, isDryRun, refusedFile: counts.refused > 0 ? file : null },
    exitCode: counts.refused > 0 ? 1 : 0,
    ...(counts.refused > 0 && { next: `mend the rows in ${file}, then npm run ops -- backfill --from ${file} --refused ANOTHER-FILE` }),
  };
}

function writeCounts({ found, written, present, refused }: BackfillCounts): string {
  return `${found} rows found: ${written} written, ${present} there already, ${refused} refused.`;
}

/** Writes refused rows into a file, one on each line. The file is made with the first of them. */
function createRefusedFile(file: string): { readonly add: (refused: RefusedRow) => void } {
  let isMade = false;
  return {
    add: ({ row, problems }) => {
      const line = `${JSON.stringify({ ...row, [REFUSED]: problems })}\n`;
      if (isMade) appendFileSync(file, line);
      else writeFileSync(file, line);
      isMade = true;
    },
  };
}
