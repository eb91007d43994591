import { Validations } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { LinksSettings } from '../functions/links/settings.ts';
import { MAGIC_LINKS } from '../shared/words/table-names.ts';
import type { Config } from './config.ts';
import { lifetimeOf } from './lifetime.ts';
import { NodeFunction } from './node-function.ts';
import type { OriginKey } from './origin-key.ts';
import type { People } from './people-table.ts';
import type { Rooms } from './rooms.ts';
import { Table } from './table.ts';
import type { Watch } from './watch.ts';
import type { WishTables } from './wish-tables.ts';
import type { WorkQueue } from './work-queue.ts';

/** The rows of magic links (never the links themselves) and the keys that sign them. */
export class MagicLinks extends Construct {
  private readonly table: Table;
  private readonly keys: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', { key: MAGIC_LINKS.key, indexes: Object.values(MAGIC_LINKS.indexes), timeToLive: true });
    // {"current":"k1","k1":"<64 characters>"}: the key ids stand beside `current`, because one generated value is all that a
    // template can hold. Rotation adds k2, makes it current, and later removes k1.
    this.keys = new Secret(this, 'Keys', {
      description: 'Keys that sign magic links',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: lifetimeOf(this).removalPolicy,
    });
    Validations.of(this.keys).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Rotated by a command that keeps the older key for as long as its links live; a timer would refuse mailed links.',
    });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  get keysArn(): string {
    return this.keys.secretArn;
  }

  /** Sign links and remember that they were given out. */
  grantMint(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'PutItem');
    this.keys.grantRead(grantee);
  }

  /** Find the links that were mailed to a person, and delete them; and those that ask somebody else about their mail. */
  grantErase(grantee: IGrantable): void {
    this.table.grantScan(grantee);
    this.table.grantRows(grantee, 'UpdateItem', 'DeleteItem');
  }

  /** Check a link and mark it as used. */
  grantSettle(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'GetItem', 'UpdateItem');
    this.keys.grantRead(grantee);
  }
}

export interface LinkPagesProps {
  readonly config: Config;
  readonly publicUrl: string;
  readonly originKey: OriginKey;
  readonly rooms: Rooms;
  readonly people: People;
  readonly links: MagicLinks;
  readonly wishTables: WishTables;
  readonly mail: WorkQueue;
  readonly watch: Watch;
}

/** The pages behind magic links: no sign-in, no script. */
export class LinkPages extends Construct {
  readonly pages: NodeFunction<LinksSettings>;

  constructor(
    scope: Construct,
    id: string,
    { config, publicUrl, originKey, rooms, people, links, wishTables, mail, watch }: LinkPagesProps,
  ) {
    super(scope, id);
    this.pages = new NodeFunction<LinksSettings>(this, 'Pages', {
      name: 'links',
      settings: {
        ROOMS_TABLE: rooms.tableName,
        OWING_SHARDS: String(config.owingShards),
        PEOPLE_TABLE: people.tableName,
        PERSON_LIMITS: config.personLimits,
        LINKS_TABLE: links.tableName,
        ...wishTables.settings,
        MAIL_QUEUE_URL: mail.queue.queueUrl,
        LINK_KEYS_SECRET_ARN: links.keysArn,
        ORIGIN_KEY_SECRET_ARN: originKey.arn,
        PUBLIC_URL: publicUrl,
        DECISION_LINKS: config.decisionLinks,
        BRAND_NAME: config.brandName,
        BRAND_COLOR: config.brandColor,
        NOTIFICATIONS_FROM_EMAIL: config.organizerEmail,
      },
      watch,
    });
    originKey.grantRead(this.pages);
    rooms.grantDecide(this.pages);
    rooms.grantList(this.pages);
    wishTables.grantEnd(this.pages);
    people.grantChange(this.pages);
    links.grantSettle(this.pages);
    mail.grantSend(this.pages);
  }
}
