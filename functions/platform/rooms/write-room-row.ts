import type { HistoryEntry } from '../../../shared/room/history.ts';
import { endOf } from '../../../shared/time/time-slot.ts';
import type { Proposal } from '../../../shared/room/proposal.ts';
import { guestOf, type ExistingRoom, type Participant } from '../../../shared/room/room.ts';
import { millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { openDayOf } from './list-rooms.ts';

/** Every attribute of the room; an undefined one is to be removed from the item. Neither `version` nor `outbox`. */
export function roomAttributes(room: ExistingRoom) {
  const guest = guestOf(room);
  return {
    ics_uid: room.uid,
    ics_sequence: room.sequence,
    last_dtstamp: room.stamp ?? undefined,
    status: room.status,
    start_utc: room.startUtc,
    end_utc: endOf(room),
    duration_minutes: room.durationMinutes,
    host: participantAttributes(room.host),
    guest: guest ? participantAttributes(guest) : undefined,
    proposals: room.proposals.map((p) => proposalAttributes(p, room)),
    notices: room.notices,
    history: room.history.map(historyAttributes),
    created_at: room.createdAt,
    updated_at: room.updatedAt,
    // What the sparse indexes are made of.
    open_day: room.status === 'open' ? openDayOf(room.startUtc) : undefined,
    listing: room.status === 'open' ? listingAttributes(room) : undefined,
    host_sub: room.host.sub,
    guest_sub: guest?.sub,
    ttl: forgottenAt(room),
  };
}

const KEPT_SECONDS = 180 * 24 * 3600;

/** Seconds since 1970. Nobody needs to know who met whom half a year after it was over and last touched. */
function forgottenAt(room: ExistingRoom): number {
  const last = Math.max(millisOf(endOf(room)), millisOf(room.updatedAt));
  return Math.floor(last / 1000) + KEPT_SECONDS;
}

/** Everything that the list of open rooms shows, beside the keys of its index. */
const listingAttributes = ({ durationMinutes, sequence, host }: ExistingRoom) => ({
  duration_minutes: durationMinutes,
  ics_sequence: sequence,
  host: { sub: host.sub, name: host.name, given_name: host.givenName ?? null, partstat: host.partstat },
});

const participantAttributes = (p: Participant) => ({
  sub: p.sub,
  email: p.email,
  name: p.name,
  given_name: p.givenName ?? null,
  time_zone: p.timeZone,
  partstat: p.partstat,
  last_reply_sequence: p.lastReply?.sequence ?? null,
  last_reply_dtstamp: p.lastReply?.dtstamp ?? null,
  last_major_sequence: p.lastMajorSequence,
  last_resent_at: p.lastResentAt,
  joined_at: p.joinedAt,
});

const proposalAttributes = (p: Proposal, room: ExistingRoom) => ({
  id: p.id,
  room_id: room.id,
  uid: room.uid,
  proposed_by: p.by,
  proposer_email: p.proposerEmail,
  proposed_start_utc: p.startUtc,
  proposed_end_utc: plusMinutes(p.startUtc, p.durationMinutes),
  note: p.note,
  status: p.status,
  created_at: p.createdAt,
  expires_at: p.expiresAt,
  approved_by: p.approvedBy,
  decision_at: p.decisionAt,
  via: p.via,
  counter: p.counter && { sequence: p.counter.sequence, understands_declinecounter: p.counter.understandsDeclineCounter },
});

const historyAttributes = (h: HistoryEntry) => ({
  at: h.at,
  event: h.event,
  by: h.by,
  name: h.name,
  sequence: h.sequence,
  start_utc: h.startUtc,
  duration_minutes: h.durationMinutes,
});
