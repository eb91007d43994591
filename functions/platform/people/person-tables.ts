import type { PersonTraces } from '../../../shared/room/anonymise-room.ts';
import type { RoomId } from '../../../shared/words/ids.ts';

/** The names of all tables in which something of a person may stand. */
export interface PersonTables {
  readonly rooms: string;
  readonly people: string;
  /** Calendar feeds. */
  readonly feeds: string;
  readonly links: string;
  readonly sends: string;
  readonly messages: string;
  readonly audit: string;
  readonly proposals: string;
}

/** A person as the tables know them. */
export interface FoundPerson extends PersonTraces {
  /** Whole names, as the person wrote them. */
  readonly names: readonly string[];
  /** The rooms in which they are or were. */
  readonly roomIds: readonly RoomId[];
}
