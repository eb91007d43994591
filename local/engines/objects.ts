import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { writeWhole } from '../data-files.ts';
import { BodyTooLarge, type Listening, readBody, sendText, serve } from '../http.ts';
import type { Template } from '../template/template.ts';

const OBJECT_LIMIT_BYTES = 64 * 1024 * 1024;
// An object is a file, and no file system takes longer names.
const FILE_NAME_LIMIT = 240;

export interface ObjectsEngine extends Listening {
  readonly put: (bucket: string, key: string, contents: Uint8Array) => Promise<void>;
}

/** The part of S3 that the service uses, path-style, with one file per object: PUT, GET, HEAD, DELETE and ListObjectsV2. */
export async function startObjects(path: string, buckets: ReadonlySet<string>): Promise<ObjectsEngine> {
  const listening = await serve((request, response) => {
    answer(path, buckets, request, response).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) sendError(response, 400, 'EntityTooLarge');
      else sendError(response, 500, 'InternalError');
    });
  });
  return { ...listening, put: (bucket, key, contents) => writeWhole(fileOf(path, bucket, key), contents) };
}

/** The names of the template's buckets. */
export function bucketsOf(template: Template): ReadonlySet<string> {
  return new Set(template.ofType('AWS::S3::Bucket').map(({ id }) => template.name(id).toLowerCase()));
}

async function answer(path: string, buckets: ReadonlySet<string>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://objects');
  const [bucket = '', ...rest] = url.pathname.slice(1).split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (!buckets.has(bucket)) return sendError(response, 404, 'NoSuchBucket');
  if (key === '')
    return request.method === 'GET' ? list(path, bucket, url.searchParams, response) : sendError(response, 405, 'MethodNotAllowed');
  if (encodeURIComponent(key).length > FILE_NAME_LIMIT) return sendError(response, 400, 'KeyTooLongError');
  const file = fileOf(path, bucket, key);
  switch (request.method) {
    case 'PUT':
      return put(file, request, response);
    case 'GET':
    case 'HEAD':
      return get(file, request.method === 'HEAD', response);
    case 'DELETE':
      await rm(file, { force: true });
      return void response.writeHead(204).end();
    default:
      return sendError(response, 405, 'MethodNotAllowed');
  }
}

async function put(file: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A chunked upload carries checksums between its chunks; storing those as content would corrupt it.
  if (request.headers['content-encoding']?.includes('aws-chunked')) return sendError(response, 501, 'NotImplemented');
  const contents = await readBody(request, OBJECT_LIMIT_BYTES);
  await writeWhole(file, contents);
  response.writeHead(200, { etag: etagOf(contents) }).end();
}

async function get(file: string, headOnly: boolean, response: ServerResponse): Promise<void> {
  const contents = await readFile(file).catch(() => undefined);
  if (contents === undefined) return sendError(response, 404, 'NoSuchKey', 'The specified key does not exist.');
  const { mtime } = await stat(file);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': contents.length,
    etag: etagOf(contents),
    'last-modified': mtime.toUTCString(),
  });
  response.end(headOnly ? undefined : contents);
}

async function list(path: string, bucket: string, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const files = await readdir(join(path, bucket)).catch((): string[] => []);
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const limit = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
  const keys = files.filter((file) => !file.endsWith('.unfinished')).map(decodeURIComponent);
  const wanted = keys.filter((key) => key.startsWith(prefix) && key > after).toSorted();
  const page = wanted.slice(0, limit);
  const more = page.length < wanted.length;
  const items = page.map((key) => `<Contents><Key>${escapeXml(key)}</Key></Contents>`).join('');
  const next = more ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? '')}</NextContinuationToken>` : '';
  const body = `<ListBucketResult><Name>${bucket}</Name><KeyCount>${page.length}</KeyCount><IsTruncated>${more}</IsTruncated>${items}${next}</ListBucketResult>`;
  sendText(response, 200, 'application/xml', body);
}

function fileOf(path: string, bucket: string, key: string): string {
  return join(path, bucket, encodeURIComponent(key));
}

function etagOf(contents: Uint8Array): string {
  return `"${createHash('md5').update(contents).digest('hex')}"`;
}

function sendError(response: ServerResponse, status: number, code: string, message = code): void {
  sendText(response, status, 'application/xml', `<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
