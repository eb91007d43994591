/** Writes rooms of the service before this one as this one writes them: see --help. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parseArgs } from 'node:util';
import { realWorld } from '../functions/platform/world.ts';
import { backfillRooms } from './backfill/backfill.ts';

const HELP = `Usage: npm run backfill -- --table NAME [--dry-run] [--json]

Completes rows that were imported from the service before this one: ics_sequence 0, duration_minutes 60, start_utc from
datetime_utc, end_utc, and what the lists find rooms by. May be run again, and while the service runs. Sends no mail.

  --table NAME   the table of rooms: RoomsTable… in the stack's resources
  --dry-run      only count, and name the rows that cannot be read
  --json         the result as JSON

Uses the credentials and region of the AWS command line. Then: open the app; older sessions are in every list.`;

try {
  const { values } = parseArgs({
    options: {
      table: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) console.log(HELP);
  else if (!values.table) throw new Error('--table is missing. See --help');
  else await report(values.table, values['dry-run'], values.json);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

async function report(table: string, isDryRun: boolean, isJson: boolean): Promise<void> {
  const result = await backfillRooms(DynamoDBDocumentClient.from(new DynamoDBClient()), table, isDryRun, realWorld.now());
  if (result.unreadable.length > 0) process.exitCode = 1;
  if (isJson) return console.log(JSON.stringify(result, null, 2));
  console.log(`${result.found} older rooms found, ${result.written} completed${isDryRun ? ' (dry run)' : ''}.`);
  for (const { id, why } of result.unreadable) console.log(`  ${id}: ${why}`);
}
