import { methodOf } from '../../shared/itip/write-itip.ts';
import { isCalendarMail, type OwedMail } from '../../shared/room/owed-mail.ts';
import { plusMinutes } from '../../shared/time/instant.ts';
import type { HistoryEntry } from '../../shared/room/history.ts';
import { guestOf, type Participant } from '../../shared/room/room.ts';
import { ROLES, type Role } from '../../shared/words/roles.ts';
import type { ImipMessage } from '../../functions/platform/mail/imip-message-store.ts';
import { maskAddress } from '../replies/redact.ts';
import type { SessionFile } from './read-session.ts';
import type { SendRow } from './send-row.ts';

/** One thing that happened, or that has to happen still. No address, name or word of a person is in it. */
export interface SessionEvent {
  readonly at: string;
  readonly what: 'decision' | 'mail' | 'SES' | 'reply';
  readonly says: string;
}

export interface OwedLine {
  readonly kind: string;
  readonly to: string;
  readonly sequence: number;
  readonly since: string;
  readonly state: string;
}

export interface SessionTimeline {
  readonly id: string;
  readonly uid: string;
  readonly status: string;
  readonly startUtc: string;
  readonly endUtc: string;
  readonly sequence: number;
  readonly version: number;
  readonly people: readonly { readonly role: string; readonly address: string; readonly partstat: string }[];
  readonly events: readonly SessionEvent[];
  readonly owed: readonly OwedLine[];
  /** Owed mail that this version cannot read. */
  readonly unreadableMail: readonly string[];
  /** Whose last mail ended unsent or came back. */
  readonly unreached?: Role;
}

/** Puts together what happened to a session, oldest first, and what is owed. */
export function listEvents({ stored, past, sends, messages, unreadable }: SessionFile): SessionTimeline {
  const { room, version, outbox, unreadableMail } = stored;
  const guest = guestOf(room);
  const events = [
    ...[...past, ...room.history].map(describeDecision),
    ...sends.flatMap(describeSend),
    ...messages.map(describeReply),
    ...unreadable.map((thing): SessionEvent => ({ ...thing, says: 'a row that this version cannot read' })),
  ];
  return {
    id: room.id,
    uid: room.uid,
    status: room.status,
    startUtc: room.startUtc,
    endUtc: plusMinutes(room.startUtc, room.durationMinutes),
    sequence: room.sequence,
    version,
    people: [describePerson('host', room.host), ...(guest ? [describePerson('guest', guest)] : [])],
    events: events.toSorted((a, b) => a.at.localeCompare(b.at)),
    owed: [...(outbox?.values() ?? [])].map((mail) => describeOwed(mail, sends)),
    unreadableMail,
    ...findUnreached(sends),
  };
}

function findUnreached(sends: readonly SendRow[]): Pick<SessionTimeline, 'unreached'> {
  const lastTo = (role: Role) => sends.findLast((row) => row.role === role && row.state !== 'superseded');
  const unreached = ROLES.find((role) => {
    const last = lastTo(role);
    return last?.state === 'failed' || last?.events.some(({ event }) => event === 'bounce');
  });
  return unreached === undefined ? {} : { unreached };
}

const describePerson = (role: string, { email, partstat }: Participant) => ({ role, address: maskAddress(email), partstat });

function describeDecision({ at, event, by, sequence, startUtc, durationMinutes, note }: HistoryEntry): SessionEvent {
  const slot = startUtc === null ? '' : `, ${startUtc}${durationMinutes === null ? '' : ` for ${durationMinutes} minutes`}`;
  const words = note === '' ? '' : `, with a note of ${note.length} characters`;
  return { at, what: 'decision', says: `${event} by ${by}${slot}, SEQUENCE ${sequence}${words}` };
}

function describeSend(row: SendRow): readonly SessionEvent[] {
  const mail = `${row.method} to ${row.role}, SEQUENCE ${row.sequence}${row.cause ? ` (${row.cause})` : ''}`;
  const tries = `${row.attempts} ${row.attempts === 1 ? 'try' : 'tries'}`;
  const ses = row.ses_message_id ? `, SES ${row.ses_message_id}` : '';
  const why = row.reason ? ` (${row.reason})` : '';
  return [
    { at: row.created_at, what: 'mail', says: `${mail}: ${row.state}${why} after ${tries}${describeFaults(row)}${ses}` },
    ...row.events.map(({ event, at }): SessionEvent => ({ at, what: 'SES', says: `${event} of ${mail}` })),
  ];
}

function describeFaults({ faults, refusals }: SendRow): string {
  const parts = [...(faults > 0 ? [`${faults} faults of the channel`] : []), ...(refusals > 0 ? [`${refusals} refusals`] : [])];
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}

function describeReply({ received_at: at, method, partstat, sequence, outcome, reason, attendee_email: from }: ImipMessage): SessionEvent {
  const said = [method ?? 'mail without a method', ...(partstat ? [partstat] : [])].join(' ');
  const who = from === null ? 'somebody' : maskAddress(from);
  return {
    at,
    what: 'reply',
    says: `${said} of ${who}${sequence === null ? '' : `, SEQUENCE ${sequence}`}: ${outcome}${reason ? ` (${reason})` : ''}`,
  };
}

function describeOwed(mail: OwedMail, sends: readonly SendRow[]): OwedLine {
  const method = isCalendarMail(mail) ? methodOf(mail.kind) : mail.kind;
  const row = sends.find(
    (each) =>
      each.method === method &&
      each.role === mail.to.role &&
      each.attendee_email === mail.to.email &&
      (each.cause ?? null) === mail.cause &&
      (!isCalendarMail(mail) || each.sequence === mail.sequence),
  );
  return { kind: mail.kind, to: mail.to.role, sequence: mail.sequence, since: mail.stamp, state: describeState(row) };
}

function describeState(row: SendRow | undefined): string {
  if (row === undefined) return 'not tried yet';
  if (row.state === 'pending') return `next try at ${row.next_attempt_at ?? 'once'} after ${row.attempts}${describeFaults(row)}`;
  if (row.state === 'sending') return `being sent, until ${row.lease_until ?? 'now'}`;
  return `${row.state}, about to leave the outbox`;
}
