import { CustomResource, Duration, FileSystem, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  Distribution,
  type DistributionProps,
  HttpVersion,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { PublishSiteSettings } from '../functions/site/settings.ts';
import type { Api } from './api.ts';
import { SITE_FOLDER } from './build-folders.ts';
import type { Config } from './config.ts';
import type { DnsRecord } from './dns-records.ts';
import { lifetimeOf } from './lifetime.ts';
import { NodeFunction } from './node-function.ts';
import { edgeName } from './edge-name.ts';
import { apiBehaviors, pageBehavior } from './site-behaviors.ts';
import type { OriginKey } from './origin-key.ts';
import { PathMender } from './path-mender.ts';
import type { SignIn } from './sign-in.ts';
import type { Watch } from './watch.ts';

/**
 * CloudFront keeps an error for ten seconds, whatever the origin says of caching, and without the query string in its key: one
 * 503 for a magic link would answer everybody who opens one there. These are all codes for which the time can be set.
 */
const UNCACHED_ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}));

export interface SiteProps {
  readonly config: Config;
  readonly api: Api;
  readonly originKey: OriginKey;
}

/** Pages, API and link pages under one address: CloudFront before a private bucket and the HTTP API. */
export class Site extends Construct {
  /** Where people reach the service, without a trailing slash. */
  readonly url: string;
  readonly distribution: Distribution;
  /** The host of one's own at which CloudFront answers; null: its own address alone. */
  readonly host: string | null;
  /** The host of one's own leads to CloudFront. */
  readonly dnsRecords: readonly DnsRecord[];
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { config, api, originKey }: SiteProps) {
    super(scope, id);
    this.bucket = this.makeBucket();
    const pages = S3BucketOrigin.withOriginAccessControl(this.bucket, {
      originAccessControl: new S3OriginAccessControl(this, 'Access', { originAccessControlName: edgeName(this, 'Access') }),
      // With LIST a file that is not there is a 404; without, S3 answers 403 as if it were a secret.
      originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
    });
    const mender = new PathMender(this, 'PathMender');
    this.distribution = new Distribution(this, 'Distribution', {
      defaultBehavior: pageBehavior(this, pages, config, mender),
      additionalBehaviors: apiBehaviors(this, api, originKey, mender),
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      errorResponses: UNCACHED_ERRORS,
      ...(config.webAclArn !== null && { webAclId: config.webAclArn }),
      ...nameProps(this, config),
    });
    acknowledgeRules(this.distribution, config);
    const { distributionDomainName } = this.distribution;
    this.url = config.publicUrl ?? `https://${distributionDomainName}`;
    this.host = hostOf(config);
    this.dnsRecords = this.host === null ? [] : [{ name: this.host, type: 'CNAME', value: distributionDomainName }];
  }

  /** Puts the pages into the bucket, and tells them who signs people in. */
  publish({ config, signIn, watch }: { readonly config: Config; readonly signIn: SignIn; readonly watch: Watch }): void {
    const publisher = new NodeFunction<PublishSiteSettings>(this, 'Publish', {
      name: 'publish-site',
      timeout: Duration.minutes(2),
      watch,
      settings: { SITE_BUCKET: this.bucket.bucketName },
    });
    publisher.addToRolePolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: [this.bucket.arnForObjects('*')] }));
    Validations.of(Stack.of(this)).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::<SiteBucket978D4AEB.Arn>/*]',
      reason: 'It writes every file of the site: the bucket holds nothing else.',
    });
    new CustomResource(this, 'Pages', {
      resourceType: 'Custom::Pages',
      serviceToken: publisher.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: {
        Config: {
          brandName: config.brandName,
          brandColor: config.brandColor,
          issuer: signIn.issuer,
          clientId: signIn.audience,
          topics: config.topics,
          exams: config.exams,
        },
        // A deployment that changes no page leaves them alone.
        Fingerprint: FileSystem.fingerprint(SITE_FOLDER),
      },
    });
  }

  private makeBucket(): Bucket {
    const { isProtected, removalPolicy } = lifetimeOf(this);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy,
      // A bucket that holds something cannot be deleted.
      autoDeleteObjects: !isProtected,
    });
    Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: 'Holds public files that only CloudFront reads.' });
    return bucket;
  }
}

const hostOf = ({ publicUrl, certificateArn }: Config): string | null =>
  publicUrl === null || certificateArn === null ? null : new URL(publicUrl).hostname;

function nameProps(scope: Construct, config: Config): Partial<DistributionProps> {
  const host = hostOf(config);
  if (host === null || config.certificateArn === null) return {};
  return {
    domainNames: [host],
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', config.certificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
  };
}

function acknowledgeRules(distribution: Distribution, { certificateArn, webAclArn }: Config): void {
  Validations.of(distribution).acknowledge(
    {
      id: 'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      reason: 'The root is answered by the default root object, so nobody sees a list.',
    },
    { id: 'AwsSolutions-CFR1', reason: 'Candidates sit this exam all over the world.' },
    {
      id: 'AwsSolutions-CFR3',
      reason: 'Its log would hold query strings, and magic links are in the query; the API logs each request without.',
    },
    ...(webAclArn === null
      ? [{ id: 'AwsSolutions-CFR2', reason: 'A limit per address costs 6 dollars a month, so it is a setting: docs/decisions/050.' }]
      : []),
    ...(certificateArn === null
      ? [{ id: 'AwsSolutions-CFR4', reason: "CloudFront's own certificate allows no other minimum; a certificate of one's own does." }]
      : []),
  );
}
