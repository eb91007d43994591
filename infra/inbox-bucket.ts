import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { type IReceiptRuleSet, ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { S3 } from 'aws-cdk-lib/aws-ses-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { addressOfProbe, PROBE_MAIL } from '../shared/words/probe-names.ts';
import { ROLES } from '../shared/words/roles.ts';
import type { Config } from './config.ts';
import { lifetimeOf } from './lifetime.ts';
import type { DnsRecord } from './dns-records.ts';
import { domainOf } from './mail-domain.ts';

/** Where SES puts raw mail: `inbound/<SES message id>`. */
export const INBOX_PREFIX = 'inbound/';
const RAW_MAIL_DAYS = 30;
/** A probe reads its mail within minutes. */
const PROBE_MAIL_DAYS = 1;

/** The organizer's mailbox: SES keeps the raw bytes for 30 days and tells each arrival, with its verdicts, to a topic. */
export class InboxBucket extends Construct {
  readonly arrivals: Topic;
  readonly ruleSet: IReceiptRuleSet;
  /** Mail to the organizer's domain comes to SES. */
  readonly dnsRecord: DnsRecord;
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { receiptRuleSet, organizerEmail }: Config) {
    super(scope, id);
    this.dnsRecord = { name: domainOf(organizerEmail), type: 'MX', value: `10 inbound-smtp.${Stack.of(this).region}.amazonaws.com` };
    this.bucket = this.makeBucket();
    this.arrivals = new Topic(this, 'Arrivals', { enforceSSL: true });
    // Only one rule set is active in an account and region, and CloudFormation activates none. One of our own is switched on
    // by a command that stops when another one is active; an existing one is only ever added to.
    this.ruleSet =
      receiptRuleSet === null
        ? new ReceiptRuleSet(this, 'RuleSet')
        : ReceiptRuleSet.fromReceiptRuleSetName(this, 'RuleSet', receiptRuleSet);
    this.letSesTell();
    // Before the other one, so that a rule for a whole domain, which somebody may make of that, takes nothing from a probe. No function is
    // told of this mail: a probe looks for it.
    const toProbes = this.ruleSet.addRule('ToProbes', {
      recipients: ROLES.map((role) => addressOfProbe(organizerEmail, role)),
      scanEnabled: true,
      tlsPolicy: TlsPolicy.REQUIRE,
      actions: [new S3({ bucket: this.bucket, objectKeyPrefix: PROBE_MAIL })],
    });
    const toOrganizer = this.ruleSet.addRule('ToOrganizer', {
      recipients: [organizerEmail],
      scanEnabled: true,
      tlsPolicy: TlsPolicy.REQUIRE,
      actions: [new S3({ bucket: this.bucket, objectKeyPrefix: INBOX_PREFIX, topic: this.arrivals })],
    });
    // SES tries both when the rule is made.
    for (const rule of [toProbes, toOrganizer]) rule.node.addDependency(this.bucket, this.arrivals);
  }

  get bucketName(): string {
    return this.bucket.bucketName;
  }

  /** Read raw mail. */
  grantRead(grantee: IGrantable): void {
    const read = new PolicyStatement({ actions: ['s3:GetObject'], resources: [this.bucket.arnForObjects(`${INBOX_PREFIX}*`)] });
    // Without it S3 answers for an object that is gone as for one that is forbidden.
    const list = new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] });
    grantee.grantPrincipal.addToPrincipalPolicy(read);
    grantee.grantPrincipal.addToPrincipalPolicy(list);
    Validations.of(Stack.of(this)).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::<InboxBucket1EDE8E4F.Arn>/inbound/*]',
      reason: 'Mail arrives under keys that SES invents: read access is to all of the inbox and to nothing else.',
    });
  }

  /** Find and read mail to probes, and no other. */
  grantReadProbes(grantee: IGrantable): void {
    const read = new PolicyStatement({ actions: ['s3:GetObject'], resources: [this.bucket.arnForObjects(`${PROBE_MAIL}*`)] });
    const list = new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [this.bucket.bucketArn],
      conditions: { StringEquals: { 's3:prefix': PROBE_MAIL } },
    });
    grantee.grantPrincipal.addToPrincipalPolicy(read);
    grantee.grantPrincipal.addToPrincipalPolicy(list);
    Validations.of(Stack.of(this)).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::<InboxBucket1EDE8E4F.Arn>/probe/*]',
      reason: 'Mail arrives under keys that SES invents: read access is to all mail of probes and to nothing else.',
    });
  }

  /** Delete raw mail. */
  grantErase(grantee: IGrantable): void {
    const resources = [this.bucket.arnForObjects(`${INBOX_PREFIX}*`)];
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:DeleteObject'], resources }));
  }

  private makeBucket(): Bucket {
    const { isProtected, removalPolicy } = lifetimeOf(this);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        { expiration: Duration.days(RAW_MAIL_DAYS), abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { prefix: PROBE_MAIL, expiration: Duration.days(PROBE_MAIL_DAYS) },
      ],
      removalPolicy,
      // A bucket that holds something cannot be deleted.
      autoDeleteObjects: !isProtected,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'SES alone writes and one function alone reads, and each of its reads is logged by that function.',
    });
    return bucket;
  }

  private letSesTell(): void {
    const rules = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'receipt-rule-set',
      resourceName: `${this.ruleSet.receiptRuleSetName}:receipt-rule/*`,
    });
    this.arrivals.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.arrivals.topicArn],
        conditions: { StringEquals: { 'AWS:SourceAccount': Aws.ACCOUNT_ID }, ArnLike: { 'AWS:SourceArn': rules } },
      }),
    );
  }
}
