import { Duration } from 'aws-cdk-lib';
import { ARecord, AaaaRecord, HostedZone, type IHostedZone, RecordSet, RecordTarget, RecordType } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { HostedZone as ZoneSetting } from './config.ts';
import type { Site } from './site.ts';

/** One record of DNS. Names and targets have no full stop at their end. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'CNAME' | 'MX' | 'TXT';
  readonly value: string;
}

/** The record as a line of a zone file. */
export const toZoneLine = ({ name, type, value }: DnsRecord): string =>
  `${name}. 3600 IN ${type} ${type === 'TXT' ? `"${value}"` : `${value}.`}`;

export interface DnsRecordsProps {
  readonly zone: ZoneSetting;
  readonly records: readonly DnsRecord[];
  readonly site: Site;
}

/** Writes the records into a Route 53 zone. The site gets an ALIAS, which may stand beside the MX record of mail. */
export class DnsRecords extends Construct {
  constructor(scope: Construct, id: string, { zone, records, site }: DnsRecordsProps) {
    super(scope, id);
    const hosted = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: zone.id, zoneName: zone.name });
    for (const [index, record] of records.entries()) {
      if (record.name !== site.host || record.type !== 'CNAME') this.write(hosted, `Record${index + 1}`, record);
    }
    if (site.host === null) return;
    const props = { zone: hosted, recordName: `${site.host}.`, target: RecordTarget.fromAlias(new CloudFrontTarget(site.distribution)) };
    new ARecord(this, 'Site', props);
    new AaaaRecord(this, 'SiteIpv6', props);
  }

  private write(zone: IHostedZone, id: string, { name, type, value }: DnsRecord): void {
    new RecordSet(this, id, {
      zone,
      recordName: `${name}.`,
      recordType: RecordType[type],
      ttl: Duration.hours(1),
      target: RecordTarget.fromValues(type === 'TXT' ? `"${value}"` : value),
    });
  }
}
