import { Construct } from 'constructs';
import type { FeedsSettings } from '../functions/feeds/settings.ts';
import type { Config } from './config.ts';
import type { FeedTable } from './feed-table.ts';
import { NodeFunction } from './node-function.ts';
import type { OriginKey } from './origin-key.ts';
import type { Rooms } from './rooms.ts';
import type { VenueKey } from './venue-key.ts';
import type { Watch } from './watch.ts';

export interface FeedsProps {
  readonly config: Config;
  readonly publicUrl: string;
  readonly originKey: OriginKey;
  readonly venueKey: VenueKey;
  readonly rooms: Rooms;
  readonly feedTable: FeedTable;
  readonly watch: Watch;
}

/** Calendar feeds, for calendar programs: no sign-in, the address is the key. */
export class Feeds extends Construct {
  readonly reader: NodeFunction<FeedsSettings>;

  constructor(scope: Construct, id: string, { config, publicUrl, originKey, venueKey, rooms, feedTable, watch }: FeedsProps) {
    super(scope, id);
    this.reader = new NodeFunction<FeedsSettings>(this, 'Reader', {
      name: 'feeds',
      watch,
      settings: {
        ROOMS_TABLE: rooms.tableName,
        FEEDS_TABLE: feedTable.tableName,
        PUBLIC_URL: publicUrl,
        BRAND_NAME: config.brandName,
        ORIGIN_KEY_SECRET_ARN: originKey.arn,
        VENUE_KEY_SECRET_ARN: venueKey.arn,
        MEETING_URL: config.meetingUrl ?? '',
      },
    });
    originKey.grantRead(this.reader);
    venueKey.grantRead(this.reader);
    rooms.grantListOwn(this.reader);
    feedTable.grantServe(this.reader);
    watch.graph('Calendar feeds: opened, written', watch.countOf('FeedsOpened', 'rooms-api'), watch.countOf('FeedsWritten', 'feeds'));
  }
}
