import * as z from 'zod/mini';
import {
  bookRoomRequest,
  createRoomRequest,
  createWishRequest,
  erasureAsked,
  feedOpened,
  historyView,
  party,
  problem,
  proposalCreated,
  proposalView,
  proposeByLinkRequest,
  proposedByLink,
  proposeRequest,
  rescheduleRoomRequest,
  roomList,
  roomPreview,
  roomView,
  wishView,
} from './contract.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { isChange } from '../words/route-keys.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';

type Json = Readonly<Record<string, unknown>>;

const COMPONENTS: Readonly<Record<string, z.core.$ZodType>> = {
  Room: roomView,
  Party: party,
  Proposal: proposalView,
  HistoryEntry: historyView,
  RoomList: roomList,
  RoomPreview: roomPreview,
  ProposalCreated: proposalCreated,
  ProposedByLink: proposedByLink,
  ErasureAsked: erasureAsked,
  FeedOpened: feedOpened,
  Problem: problem,
  Wish: wishView,
  CreateRoom: createRoomRequest,
  CreateWish: createWishRequest,
  BookRoom: bookRoomRequest,
  RescheduleRoom: rescheduleRoomRequest,
  Propose: proposeRequest,
  ProposeByLink: proposeByLinkRequest,
};

/** The OpenAPI 3.1 document of the API, generated from the schemas that check its requests. */
export const openApiDocument = (): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'Ophthalmo Practice',
    version: '1.0.0',
    description:
      'Sessions between two people, kept in both calendars. Errors are problem details (RFC 9457); `code` is stable. Times are UTC in answers, and may have any offset in requests. Unknown fields and parameters are refused.',
  },
  servers: [{ url: '/' }],
  security: [{ idToken: [] }],
  paths: pathsOf(Object.entries(OPERATIONS)),
  components: {
    schemas: componentSchemas(),
    securitySchemes: {
      idToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The ID token of the OpenID Connect issuer' },
    },
  },
});

function pathsOf(operations: readonly (readonly [string, Operation])[]): Json {
  const byPath = Map.groupBy(operations, ([route]) => route.split(' ')[1] ?? '');
  const methodsOf = (entries: readonly (readonly [string, Operation])[]) =>
    Object.fromEntries(entries.map(([route, operation]) => [route.split(' ')[0]?.toLowerCase(), operationOf(route, operation)]));
  return Object.fromEntries([...byPath].map(([path, entries]) => [path, methodsOf(entries)]));
}

function operationOf(route: string, operation: Operation): Json {
  const parameters = [...pathParameters(route), ...keyParameter(operation), ...queryParameters(operation)];
  return {
    summary: operation.summary,
    ...(operation.isPublic && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(operation.body && { requestBody: { required: !operation.isBodyOptional, content: jsonOf(operation.body) } }),
    responses: { ...answersOf(operation), ...problemsOf(operation, route) },
  };
}

const pathParameters = (route: string): readonly Json[] =>
  [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }));

const keyParameter = ({ takesKey }: Operation): readonly Json[] =>
  takesKey
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          description: 'Repeated with the same key, a request is one request',
          schema: { type: 'string', minLength: 1, maxLength: 255 },
        },
      ]
    : [];

function queryParameters({ query }: Operation): readonly Json[] {
  const { properties = {} } = query ? schemaOf(query) : {};
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
}

const answersOf = ({ answers }: Operation): Json =>
  Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema }]) => [
      status,
      { description, ...(schema && { content: jsonOf(schema) }) },
    ]),
  );

const FOR_THE_SIGNED_IN: readonly ProblemCode[] = ['email-not-verified', 'email-unusable'];
const FOR_CHANGES: readonly ProblemCode[] = ['being-erased'];
const FOR_INPUT: readonly ProblemCode[] = ['invalid-request'];
const FOR_BODIES: readonly ProblemCode[] = ['body-missing', 'malformed-json', 'body-too-large', 'unsupported-media-type'];

function problemsOf({ isPublic, query, body, problems }: Operation, route: string): Json {
  const forPeople = [...FOR_THE_SIGNED_IN, ...(isChange(route) ? FOR_CHANGES : [])];
  const codes = [...(isPublic ? [] : forPeople), ...(query || body ? FOR_INPUT : []), ...(body ? FOR_BODIES : []), ...problems];
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const wordsOf = (code: ProblemCode) => `\`${code}\`: ${PROBLEMS[code].title}`;
  const responses = [...byStatus].map(([status, codes]) => [status, { description: codes.map(wordsOf).join(' '), content }] as const);
  const failed = ['default', { description: wordsOf('internal-error'), content }] as const;
  // The gateway's own answer, before anything of ours has run.
  const unauthenticated = [401, { description: 'The ID token is missing, expired, or of another issuer.' }] as const;
  return Object.fromEntries([...responses, ...(isPublic ? [] : [unauthenticated]), failed]);
}

function jsonOf(schema: z.core.$ZodType): Json {
  const [name] = Object.entries(COMPONENTS).find(([, component]) => component === schema) ?? [];
  return { 'application/json': { schema: name ? { $ref: `#/components/schemas/${name}` } : schemaOf(schema) } };
}

function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/components/schemas/${id}`, override: plainer });
  return Object.fromEntries(Object.keys(COMPONENTS).map((name) => [name, withoutIds(schemas[name] ?? {})]));
}

const schemaOf = (schema: z.core.$ZodType) => z.toJSONSchema(schema, { io: 'input', override: plainer });

const withoutIds = ({ $id: _id, $schema: _schema, ...schema }: z.core.JSONSchema.BaseSchema): Json => schema;

/** A format says it better than the pattern that checks it; whole numbers are whole numbers. */
function plainer({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.enum?.every((value) => typeof value === 'number')) jsonSchema.type = 'integer';
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
