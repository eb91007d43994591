import type {
  ErasureAsked,
  FeedOpened,
  ChangeProfileRequest,
  CreateRoomRequest,
  CreateWishRequest,
  ExportedPart,
  OwnProfile,
  PastHistory,
  Problem,
  ProposalView,
  ProposeRequest,
  RescheduleRoomRequest,
  RoomList,
  RoomOpened,
  RoomView,
  WishList,
} from '../shared/api/contract.ts';
import { ApiError, interruption } from './api-error.ts';
import type { TokenKeeper } from './sign-in/token-keeper.ts';

/** The HTTP API, typed by its contract. Every method rejects with `ApiError` and nothing else. */
export interface ApiClient {
  openRooms(query: Readonly<Record<string, string | number | undefined>> & { readonly days: number }): Promise<RoomList>;
  ownRooms(cursor?: string): Promise<RoomList>;
  room(id: string): Promise<RoomView>;
  /** What is kept about the person, a page of sessions at a time. */
  ownData(cursor?: string): Promise<ExportedPart>;
  /** What happened before the room's own history, a page at a time. */
  pastHistory(id: string, cursor: string | null): Promise<PastHistory>;
  /** @param key the same for each try to open one session, so that a lost answer does not open two */
  create(request: CreateRoomRequest, key: string): Promise<RoomOpened>;
  book(id: string, timeZone: string, allowOverlap: boolean): Promise<void>;
  leave(id: string): Promise<RoomView>;
  cancel(id: string): Promise<RoomView>;
  /** Takes back that the person cancelled or left. */
  undo(id: string, allowOverlap: boolean): Promise<void>;
  /** A few words to the other party. */
  writeNote(id: string, text: string): Promise<void>;
  /** Whether the person wants to exchange addresses with the other party. */
  introduce(id: string, yes: boolean): Promise<void>;
  reschedule(id: string, request: RescheduleRoomRequest): Promise<void>;
  setMeetingUrl(id: string, meetingUrl: string | null): Promise<void>;
  propose(id: string, request: ProposeRequest): Promise<void>;
  approve(id: string, proposal: ProposalView, option: ProposalView['options'][number], allowOverlap: boolean): Promise<void>;
  decline(id: string, proposal: ProposalView): Promise<void>;
  profile(): Promise<OwnProfile>;
  changeProfile(request: ChangeProfileRequest): Promise<OwnProfile>;
  /** A new address for the calendar feed; the one before ends. */
  openFeed(): Promise<FeedOpened>;
  eraseMe(): Promise<ErasureAsked>;
  wishes(): Promise<WishList>;
  /** The same wish again is the one that stands. */
  makeWish(request: CreateWishRequest): Promise<void>;
  endWish(id: string): Promise<void>;
}

type Tokens = Pick<TokenKeeper, 'token' | 'renew'>;

const TIMEOUT_MILLIS = 15_000;

export function createApiClient(tokens: Tokens): ApiClient {
  const call = <T>(method: string, path: string, body?: object, key?: string): Promise<T> => {
    const headers = { ...(body && { 'content-type': 'application/json' }), ...(key && { 'idempotency-key': key }) };
    return askApi<T>(tokens, { method, path, headers, ...(body && { body: JSON.stringify(body) }) });
  };
  const room = (id: string, rest = ''): string => `/api/rooms/${encodeURIComponent(id)}${rest}`;
  return {
    openRooms: (query) => call('GET', `/api/rooms?${search(query)}`),
    ownRooms: (cursor) => call('GET', `/api/rooms/mine?${search({ cursor })}`),
    ownData: (cursor) => call('GET', `/api/me/export?${search({ cursor })}`),
    room: (id) => call('GET', room(id)),
    pastHistory: (id, cursor) => call('GET', room(id, `/history?${search({ cursor: cursor ?? undefined })}`)),
    create: (request, key) => call('POST', '/api/rooms', request, key),
    book: (id, timeZone, allowOverlap) => call('POST', room(id, '/booking'), { timeZone, ...(allowOverlap && { allowOverlap }) }),
    leave: (id) => call('DELETE', room(id, '/booking')),
    cancel: (id) => call('DELETE', room(id)),
    undo: (id, allowOverlap) => call('POST', room(id, '/undo'), allowOverlap ? { allowOverlap } : undefined),
    writeNote: (id, text) => call('POST', room(id, '/notes'), { text }),
    introduce: (id, yes) => call('PUT', room(id, '/introduction'), { yes }),
    reschedule: (id, request) => call('POST', room(id, '/reschedule'), request),
    setMeetingUrl: (id, meetingUrl) => call('PUT', room(id, '/meeting-url'), { meetingUrl }),
    propose: (id, request) => call('POST', room(id, '/proposals'), request),
    approve: (id, { id: proposal }, option, allowOverlap) =>
      call('POST', room(id, `/proposals/${encodeURIComponent(proposal)}/approve`), { option, ...(allowOverlap && { allowOverlap }) }),
    decline: (id, { id: proposal }) => call('POST', room(id, `/proposals/${encodeURIComponent(proposal)}/decline`)),
    profile: () => call('GET', '/api/me'),
    changeProfile: (request) => call('PATCH', '/api/me', request),
    openFeed: () => call('POST', '/api/me/feed'),
    eraseMe: () => call('DELETE', '/api/me'),
    wishes: () => call('GET', '/api/wishes'),
    makeWish: (request) => call('POST', '/api/wishes', request),
    endWish: (id) => call('DELETE', `/api/wishes/${encodeURIComponent(id)}`),
  };
}

const search = (query: Readonly<Record<string, string | number | undefined>>): URLSearchParams =>
  new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function askApi<T>(tokens: Tokens, request: Request): Promise<T> {
  const first = await send(request, await tokens.token());
  // A token may be refused early, e.g. after a change of keys: one new token, one more try.
  const response = first.status === 401 ? await send(request, await tokens.renew()) : first;
  if (response.status === 401) throw interruption('sign-in-ended', 401);
  if (!response.ok) throw await refusal(response);
  // The API checks its own answers against the contract; both are deployed together.
  return parseBody(response);
}

async function send({ path, headers, ...request }: Request, token: string): Promise<Response> {
  try {
    return await fetch(path, {
      ...request,
      headers: { ...headers, authorization: `Bearer ${token}` },
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
  } catch {
    throw interruption('unreachable');
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const problem: Partial<Problem> = await response.json().catch(() => ({}));
  const requestId = problem.requestId ?? response.headers.get('apigw-requestid') ?? undefined;
  return new ApiError(problem.code ?? 'internal-error', response.status, { ...problem, requestId });
}

async function parseBody(response: Response) {
  try {
    return JSON.parse((await response.text()) || 'null');
  } catch {
    throw interruption('unintelligible', response.status);
  }
}
