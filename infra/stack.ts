import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Api } from './api.ts';
import { AuditTables } from './audit-tables.ts';
import type { Config } from './config.ts';
import { drawGraphs } from './dashboard-graphs.ts';
import { DnsRecords } from './dns-records.ts';
import { InboxBucket } from './inbox-bucket.ts';
import { LedgerTable } from './ledger-table.ts';
import { isRetained, setLifetime } from './lifetime.ts';
import { LinkPages, MagicLinks } from './links.ts';
import { Erasures } from './erasures.ts';
import { ErasuresTable } from './erasures-table.ts';
import { FeedTable } from './feed-table.ts';
import { Feeds } from './feeds.ts';
import { MailIn } from './mail-in.ts';
import { MailOut } from './mail-out.ts';
import { MailStatus } from './mail-status.ts';
import { Probe } from './scheduled-probe.ts';
import { RoomsApi } from './rooms-api.ts';
import { ReceiptRuleCheck } from './receipt-rule-check.ts';
import { NextSteps } from './next-steps.ts';
import { OriginKey } from './origin-key.ts';
import { People } from './people-table.ts';
import { Rooms } from './rooms.ts';
import { FEED_ROUTES, HOOK_ROUTES, LINK_ROUTES, OPEN_ROUTES, SIGNED_IN_ROUTES } from '../shared/words/route-keys.ts';
import { SendingDomain } from './sender.ts';
import { SignIn } from './sign-in.ts';
import { Site } from './site.ts';
import { VenueKey } from './venue-key.ts';
import { Watch } from './watch.ts';
import { WishTables } from './wish-tables.ts';
import { WorkQueue } from './work-queue.ts';

const SEND_TIMEOUT = Duration.seconds(60);

/** The whole service. It only wires: what a part is, and what may go wrong with it, is in the part's own file. */
export class SchedulingStack extends Stack {
  constructor(scope: Construct, id: string, config: Config) {
    const keeps = isRetained(config.stage);
    super(scope, id, { description: 'Two people, one meeting, two calendars', terminationProtection: keeps });
    setLifetime(this, keeps);
    const watch = new Watch(this, 'Watch', config);
    const api = new Api(this, 'Api', { config, watch });
    const originKey = new OriginKey(this, 'OriginKey');
    const site = new Site(this, 'Site', { config, api, originKey });
    const publicUrl = site.url;
    const signIn = new SignIn(this, 'SignIn', { config, publicUrl });
    site.publish({ config, signIn, watch });

    const rooms = new Rooms(this, 'Rooms');
    rooms.watchRows(watch);
    const people = new People(this, 'People');
    const feedTable = new FeedTable(this, 'FeedTable');
    const erasuresTable = new ErasuresTable(this, 'ErasuresTable');
    const wishTables = new WishTables(this, 'Wishes');
    const links = new MagicLinks(this, 'MagicLinks');
    const ledger = new LedgerTable(this, 'Ledger');
    const venueKey = new VenueKey(this, 'VenueKey');
    const audit = new AuditTables(this, 'Audit');
    const sender = new SendingDomain(this, 'Sender', config);
    const inbox = new InboxBucket(this, 'Inbox', config);
    const mail = new WorkQueue(this, 'Mail', { timeout: SEND_TIMEOUT, watch, what: 'mail' });

    const feeds = new Feeds(this, 'Feeds', { config, publicUrl, originKey, venueKey, rooms, feedTable, watch });
    const linkPages = new LinkPages(this, 'LinkPages', { config, publicUrl, originKey, rooms, people, links, wishTables, mail, watch });
    new MailOut(this, 'MailOut', {
      config,
      publicUrl,
      rooms,
      people,
      venueKey,
      links,
      wishTables,
      audit,
      ledger,
      sender,
      queue: mail,
      sendTimeout: SEND_TIMEOUT,
      watch,
    });
    const { messages } = new MailIn(this, 'MailIn', { config, inbox, rooms, people, mail, watch });
    const roomsApi = new RoomsApi(this, 'RoomsApi', {
      config,
      publicUrl,
      originKey,
      venueKey,
      feedTable,
      erasuresTable,
      wishTables,
      rooms,
      people,
      audit,
      ledger,
      messages,
      mail,
      watch,
    });
    new Erasures(this, 'Erasures', {
      config,
      rooms,
      people,
      feedTable,
      erasuresTable,
      wishTables,
      links,
      ledger,
      messages,
      audit,
      inbox,
      signIn,
      mail,
      watch,
    });
    const { probeMinutes } = config;
    if (probeMinutes !== null) new Probe(this, 'Probe', { config, everyMinutes: probeMinutes, inbox, rooms, ledger, sender, mail, watch });
    new ReceiptRuleCheck(this, 'ReceiptRuleCheck', { inbox, watch });
    const mailStatus = new MailStatus(this, 'MailStatus', { config, originKey, ledger, rooms, mail, sender, watch });

    api.serve(roomsApi.handler, SIGNED_IN_ROUTES, signIn.authorizer);
    api.serve(roomsApi.handler, OPEN_ROUTES);
    api.serve(linkPages.pages, LINK_ROUTES);
    api.serve(feeds.reader, FEED_ROUTES);
    api.serve(mailStatus.recorder, HOOK_ROUTES);

    drawGraphs(this, watch);
    const dns = [...sender.dnsRecords, inbox.dnsRecord, ...site.dnsRecords];
    if (config.hostedZone !== null) new DnsRecords(this, 'Dns', { zone: config.hostedZone, records: dns, site });
    new NextSteps(this, 'NextSteps', { config, publicUrl, signIn, dns });
  }
}
