import openApi from '../../docs/openapi.json' with { type: 'json' };
import type { OpenRoute, SignedInRoute } from '../../shared/words/route-keys.ts';
import { createHttpHandler, type Endpoint, type HttpHandler } from '../platform/http/http-handler.ts';
import { bookRoom, leaveRoom } from './book-room.ts';
import { readCaller } from './caller.ts';
import { approveProposal, declineProposal, proposeTime } from './decide-proposal.ts';
import type { RoomsApiDeps, SignedInEndpoint } from './deps.ts';
import { eraseCaller, refuseErased } from './erase-caller.ts';
import { exportCaller } from './export-caller.ts';
import { cancelRoom, createRoom, rescheduleRoom, setVenue } from './host-room.ts';
import { makeFeed } from './make-feed.ts';
import { changeOwnProfile, showProfile } from './own-profile.ts';
import { createWish, endWish, listWishes } from './own-wishes.ts';
import { previewRooms } from './preview-rooms.ts';
import { showHistory } from './show-history.ts';
import { undoEnding } from './undo-ending.ts';
import { introduceCaller, sendNote } from './send-words.ts';
import { listOpenRooms, listOwnRooms, showRoom } from './show-rooms.ts';

const SIGNED_IN: Readonly<Record<SignedInRoute, SignedInEndpoint>> = {
  'POST /api/rooms': createRoom,
  'GET /api/rooms': listOpenRooms,
  'GET /api/rooms/mine': listOwnRooms,
  'GET /api/rooms/{id}': showRoom,
  'GET /api/rooms/{id}/history': showHistory,
  'DELETE /api/rooms/{id}': cancelRoom,
  'POST /api/rooms/{id}/booking': bookRoom,
  'DELETE /api/rooms/{id}/booking': leaveRoom,
  'POST /api/rooms/{id}/undo': undoEnding,
  'POST /api/rooms/{id}/notes': sendNote,
  'PUT /api/rooms/{id}/introduction': introduceCaller,
  'POST /api/rooms/{id}/reschedule': rescheduleRoom,
  'PUT /api/rooms/{id}/meeting-url': setVenue,
  'POST /api/rooms/{id}/proposals': proposeTime,
  'POST /api/rooms/{id}/proposals/{pid}/approve': approveProposal,
  'POST /api/rooms/{id}/proposals/{pid}/decline': declineProposal,
  'GET /api/me': showProfile,
  'PATCH /api/me': changeOwnProfile,
  'POST /api/me/feed': makeFeed,
  'POST /api/wishes': createWish,
  'GET /api/wishes': listWishes,
  'DELETE /api/wishes/{id}': endWish,
  'GET /api/me/export': exportCaller,
  'DELETE /api/me': eraseCaller,
};

const openEndpoints = (deps: RoomsApiDeps): Readonly<Record<OpenRoute, Endpoint>> => ({
  'GET /api/rooms/preview': previewRooms(deps),
  'GET /api/openapi.json': () => ({ status: 200, body: openApi }),
  'GET /api/health': () => ({ status: 200, body: { status: 'ok' } }),
});

/** Rooms over HTTP: who asks comes from the token that API Gateway has checked, what happens from the rules of the room. */
export function createRoomsApi(deps: RoomsApiDeps): HttpHandler {
  const signedIn = (endpoint: SignedInEndpoint): Endpoint => {
    return async (request) => {
      const caller = readCaller(request, deps.organizer);
      await refuseErased(deps, request.routeKey, caller);
      return endpoint(deps, request, caller);
    };
  };
  const endpoints = Object.entries(SIGNED_IN).map(([route, endpoint]) => [route, signedIn(endpoint)] as const);
  return createHttpHandler(new Map<string, Endpoint>([...endpoints, ...Object.entries(openEndpoints(deps))]), deps.log);
}
