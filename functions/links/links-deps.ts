import type { LinkKeySource } from '../platform/link-keys.ts';
import type { LinkStore } from '../platform/link-store.ts';
import type { RunCommandDeps } from '../platform/run-command.ts';
import type { World } from '../platform/world.ts';
import type { Site } from './site.ts';

/** What everything behind a magic link works with. */
export interface LinksDeps extends RunCommandDeps {
  readonly links: Pick<LinkStore, 'get' | 'markUsed'>;
  readonly linkKeys: LinkKeySource;
  readonly world: World;
  readonly site: Site;
}
