import { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity,
  MailFromBehaviorOnMxFailure,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { addressOfProbe } from '../shared/words/probe-names.ts';
import type { Config } from './config.ts';
import type { DnsRecord } from './dns-records.ts';
import { domainOf, mailFromOf } from './mail-domain.ts';

/** The organizer's identity at SES: who the mail is from, and what becomes of it. */
export class SendingDomain extends Construct {
  readonly configurationSet: ConfigurationSet;
  /** What DNS has to say of the organizer's domain; nothing for an identity that was verified before. */
  readonly dnsRecords: readonly DnsRecord[];
  private readonly identityArn: string;
  private readonly organizerEmail: string;

  constructor(scope: Construct, id: string, { organizerEmail, sendingIdentity }: Config) {
    super(scope, id);
    this.organizerEmail = organizerEmail;
    // Open and click tracking stay off: they rewrite links, and ours are keys.
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    const domain = domainOf(organizerEmail);
    if (sendingIdentity !== null) {
      this.identityArn = Stack.of(this).formatArn({ service: 'ses', resource: 'identity', resourceName: sendingIdentity });
      this.dnsRecords = [];
      return;
    }
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      configurationSet: this.configurationSet,
      mailFromDomain: mailFromOf(domain),
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
      // Bounces come as events; as mail they would land in the mailbox where calendars answer.
      feedbackForwarding: false,
    });
    this.identityArn = identity.emailIdentityArn;
    this.dnsRecords = recordsOf(domain, Stack.of(this).region, identity);
  }

  /** Send mail from the organizer and from nobody else. */
  grantSend(grantee: IGrantable): void {
    this.grantSendFrom(grantee, this.organizerEmail);
  }

  /** Answer as the guest of a probe. */
  grantSendAsProbe(grantee: IGrantable): void {
    this.grantSendFrom(grantee, addressOfProbe(this.organizerEmail, 'guest'));
  }

  private grantSendFrom(grantee: IGrantable, address: string): void {
    const { configurationSetName } = this.configurationSet;
    const setArn = Stack.of(this).formatArn({ service: 'ses', resource: 'configuration-set', resourceName: configurationSetName });
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        // SES asks for the second one when a message is given as raw bytes.
        actions: ['ses:SendEmail', 'ses:SendRawEmail'],
        resources: [this.identityArn, setArn],
        conditions: { StringEquals: { 'ses:FromAddress': address } },
      }),
    );
  }

  /** Ask how many mails per second SES grants. It is a question about the account: SES knows no narrower resource for it. */
  grantReadRate(grantee: IGrantable): void {
    const statement = new PolicyStatement({ actions: ['ses:GetAccount'], resources: ['*'] });
    grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }
}

const recordsOf = (domain: string, region: string, identity: EmailIdentity): DnsRecord[] => [
  ...identity.dkimRecords.map(({ name, value }): DnsRecord => ({ name, type: 'CNAME', value })),
  { name: mailFromOf(domain), type: 'MX', value: `10 feedback-smtp.${region}.amazonses.com` },
  { name: mailFromOf(domain), type: 'TXT', value: 'v=spf1 include:amazonses.com -all' },
  { name: `_dmarc.${domain}`, type: 'TXT', value: 'v=DMARC1; p=quarantine; adkim=r; aspf=r' },
];
