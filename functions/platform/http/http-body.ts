import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { JSON_BODY_LIMIT_BYTES } from '../../../shared/api/contract.ts';
import { HttpError, invalid, type FieldError } from './http-error.ts';

type BodyOf = Pick<APIGatewayProxyEventV2, 'headers' | 'body' | 'isBase64Encoded'>;

export const hasBody = ({ body }: BodyOf): boolean => body !== undefined && body !== '';

// Of a body that is too large up to here the fields are named. What is larger is no text that somebody typed.
const EXPLAINED_BYTES = 1024 * 1024;

/** The JSON body, validated. Throws `HttpError`: 413, 415 or 400, in this order. */
export function readJson<S extends z.core.$ZodType>(event: BodyOf, schema: S): z.output<S> {
  if (!hasBody(event)) throw new HttpError('body-missing');
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > JSON_BODY_LIMIT_BYTES) throw new HttpError('body-too-large', faultsOfLargeBody(bytes, schema));
  if (!isJson(event.headers['content-type'])) throw new HttpError('unsupported-media-type');
  return validate(schema, parseBytes(bytes));
}

/** The value, if the schema accepts it. Throws `HttpError` with one line for each field that breaks its rule. */
export function validate<S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap(fieldErrors);
  // A field that breaks two rules is named once: mending the first often mends the second.
  throw invalid(...new Map(errors.toReversed().map((error) => [error.field, error])).values().toArray().toReversed());
}

/** Which fields of a body that is too large break their rules; otherwise how large it is. */
function faultsOfLargeBody(bytes: Buffer, schema: z.core.$ZodType): readonly FieldError[] {
  const whole = { field: 'body', message: `Send at most ${JSON_BODY_LIMIT_BYTES} bytes: these are ${bytes.length}` };
  if (bytes.length > EXPLAINED_BYTES) return [whole];
  try {
    validate(schema, parseBytes(bytes));
    return [whole];
  } catch (error) {
    return error instanceof HttpError && error.errors.length > 0 ? error.errors.slice(0, MOST_EXPLAINED) : [whole];
  }
}

const MOST_EXPLAINED = 20;

function isJson(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  return type === 'application/json' && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
}

function parseBytes(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError('malformed-json');
  }
}

function fieldErrors(issue: z.core.$ZodIssue): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((field) => ({ field, message: 'There is no such field: leave it out' }));
  return [{ field: issue.path.join('.'), message: issue.path.length === 0 ? 'Send a JSON object' : issue.message }];
}
