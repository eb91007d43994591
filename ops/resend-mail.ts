import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createLog } from '../functions/platform/log.ts';
import { createRoomStore } from '../functions/platform/rooms/room-store.ts';
import { realWorld } from '../functions/platform/world.ts';
import { decide } from '../shared/room/decide.ts';
import type { Room } from '../shared/room/room.ts';
import type { RoomId } from '../shared/words/ids.ts';
import { ROLES, type Role } from '../shared/words/roles.ts';
import { type CommandCall, findWorkplace } from './command-call.ts';
import type { CommandReport } from './command-report.ts';
import { OpsProblem } from './ops-problem.ts';
import { readRoomId } from './session/find-rooms.ts';
import { readFunctionSettings, useForSdk } from './workplace.ts';

/** Lets somebody have what their calendar should now show, composed afresh: a REQUEST, or a CANCEL for a session that is off. */
export async function runResend(call: CommandCall): Promise<CommandReport> {
  const { roomId, role } = readTarget(call.args);
  const settings = await readFunctionSettings(findWorkplace(call), 'send-mail', 'MailOutSendMail');
  useForSdk(settings);
  const db = DynamoDBDocumentClient.from(new DynamoDBClient());
  const { room } = await createRoomStore(db, settings['ROOMS_TABLE'] ?? '', createLog()).load(roomId);
  const method = requireRecipient(room, role);
  // The mailer decides it anew, from the room as it is then.
  const message = { QueueUrl: settings['MAIL_QUEUE_URL'] ?? '', MessageBody: JSON.stringify({ roomId, repeatTo: role }) };
  await new SQSClient().send(new SendMessageCommand(message));
  return {
    text: [`The ${role} of session ${roomId} gets a ${method} that says how it stands now.`],
    json: { roomId, to: role, method },
    next: 'npm run ops -- doctor',
  };
}

function readTarget(args: readonly string[]): { readonly roomId: RoomId; readonly role: Role } {
  const [session = '', asked, ...others] = args;
  const roomId = readRoomId(session);
  const role = ROLES.find((known) => known === asked);
  if (roomId === undefined || role === undefined || others.length > 0) {
    throw new OpsProblem('mail resend takes the id of a session, or the address of its page, and host or guest.', 2);
  }
  return { roomId: roomId as RoomId, role };
}

/** What they will get. Throws `OpsProblem` where there is nobody who could get it. */
function requireRecipient(room: Room, role: Role): 'REQUEST' | 'CANCEL' {
  if (room.status === 'uncreated') throw new OpsProblem('There is no session of this id.');
  const asked = { at: realWorld.now(), seed: realWorld.seed(), cause: 'foreseen' };
  if (decide(room, { type: 'repeat-mail', to: role, failed: null, ...asked }).kind !== 'changed') {
    throw new OpsProblem(`Nobody is the ${role} of this session with an invitation, so there is nothing to send again.`);
  }
  return room.status === 'cancelled' ? 'CANCEL' : 'REQUEST';
}
