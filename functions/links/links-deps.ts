import type { LinkKeySource } from '../platform/links/link-keys.ts';
import type { LinkStore } from '../platform/links/link-store.ts';
import type { ChargePersonDeps } from '../platform/people/charge-person.ts';
import type { RunCommandDeps } from '../platform/rooms/run-command.ts';
import type { RoomIndex } from '../platform/rooms/room-index-store.ts';
import type { WishStore } from '../platform/wishes/wish-store.ts';
import type { World } from '../platform/world.ts';
import type { ScannerWatch } from './scanner-watch.ts';
import type { PageSettings } from './page-settings.ts';

/** What everything behind a magic link works with. */
export interface LinksDeps extends RunCommandDeps, ChargePersonDeps {
  readonly links: Pick<LinkStore, 'get' | 'markUsed'>;
  readonly index: Pick<RoomIndex, 'roomsById' | 'ownRooms' | 'openRooms'>;
  readonly wishes: Pick<WishStore, 'load' | 'remove'>;
  readonly linkKeys: LinkKeySource;
  readonly world: World;
  readonly pages: PageSettings;
  readonly scanners: ScannerWatch;
}

/** Somebody at the page of a link. */
export interface LinkVisit {
  readonly token: string;
  /** Stands for the client that asks. */
  readonly client: string;
}
