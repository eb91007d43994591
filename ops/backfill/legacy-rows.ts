import { ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { RawRow } from '../../functions/platform/rooms/unreadable-row.ts';
import { NotOneArray, splitJsonArray } from './split-json-array.ts';

/** Rows of the table that this service has not written yet. The one place that scans: an operator does, with rights that no function has. */
export async function* rowsInTable(db: DynamoDBDocumentClient, TableName: string): AsyncGenerator<RawRow> {
  let after: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await db.send(
      new ScanCommand({ TableName, FilterExpression: 'attribute_not_exists(version)', ...(after && { ExclusiveStartKey: after }) }),
    );
    yield* Items;
    after = LastEvaluatedKey;
  } while (after);
}

/** Rows of a file: one JSON object on each line, or one JSON array. Throws an Error that names the line which is neither. */
export async function* rowsInFile(file: string): AsyncGenerator<RawRow> {
  let [n, isFirst] = [0, true];
  const input = await open(file);
  for await (const line of input.readLines()) {
    n += 1;
    if (line.trim() === '') continue;
    if (isFirst && line.trimStart().startsWith('[')) return yield* rowsInArray(file);
    isFirst = false;
    yield rowOf(parseJson(withoutMark(line), `${file}, line ${n}`), `${file}, line ${n}`);
  }
}

// An export of one array can be larger than the memory, so it is never read as one text.
async function* rowsInArray(file: string): AsyncGenerator<RawRow> {
  let n = 0;
  try {
    for await (const text of splitJsonArray(createReadStream(file, 'utf8'))) {
      n += 1;
      yield rowOf(parseJson(text, `${file}, row ${n}`), `${file}, row ${n}`);
    }
  } catch (error) {
    throw error instanceof NotOneArray ? new Error(`${file} ${error.message}, behind row ${n}. Give one JSON array.`) : error;
  }
}

/** Some programs begin what they export with a byte order mark. */
const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${where} is no JSON. Give one JSON object on each line, or one JSON array.`);
  }
}

function rowOf(value: unknown, where: string): RawRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${where} is no JSON object.`);
  // A refused row that was mended still says why it was refused.
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== REFUSED));
}

/** The attribute in which the file of refused rows says what is wrong with each. */
export const REFUSED = 'refused';
