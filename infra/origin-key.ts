import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** What CloudFront shows to the functions, so that they tell it from requests to the API's own address. */
export class OriginKey extends Construct {
  private readonly key: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new Secret(this, 'Key', {
      description: 'Key by which the functions know CloudFront',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.key).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'It opens nothing: behind it wait a token check or a signed link. A timer would cut CloudFront off until the next deployment.',
    });
  }

  get arn(): string {
    return this.key.secretArn;
  }

  /** Headers for CloudFront to add. The value is filled in while deploying: it is in no template. */
  get headers(): Record<string, string> {
    return { 'x-origin-key': this.key.secretValue.unsafeUnwrap() };
  }

  grantRead(grantee: IGrantable): void {
    this.key.grantRead(grantee);
  }
}
