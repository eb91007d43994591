import { Validations } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { lifetimeOf } from './lifetime.ts';

/** What the secret part of each booking's meeting address is derived from. */
export class VenueKey extends Construct {
  private readonly key: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new Secret(this, 'Key', {
      description: 'Key of the secret parts of meeting addresses; never change it',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: lifetimeOf(this).removalPolicy,
    });
    Validations.of(this.key).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Calendars hold addresses that were made with it: with another value the two of a session would meet in two places.',
    });
  }

  get arn(): string {
    return this.key.secretArn;
  }

  grantRead(grantee: IGrantable): void {
    this.key.grantRead(grantee);
  }
}
