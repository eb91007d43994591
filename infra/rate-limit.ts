import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { CDK_CONTEXT } from './context.ts';

/** WAF looks at so many seconds together. */
const WINDOW_SECONDS = 300;

/**
 * Blocks an address that sends more than so many requests within five minutes. It is a stack of its own because a web ACL for
 * CloudFront has to be in us-east-1, wherever the service is.
 */
export function createRateLimitApp({
  stackName,
  requestsPerAddress,
  outdir,
}: {
  readonly stackName: string;
  readonly requestsPerAddress: number;
  /** Where `synth()` writes the assembly. */
  readonly outdir: string;
}): App {
  const app = new App({ context: CDK_CONTEXT, analyticsReporting: false, outdir });
  const stack = new Stack(app, stackName, {
    description: 'A limit of requests per address, for CloudFront',
    env: { region: 'us-east-1' },
  });
  const visibility = { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
  const limit = new CfnWebACL(stack, 'Limit', {
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: { ...visibility, metricName: `${stackName}-all` },
    rules: [
      {
        name: 'requests-per-address',
        priority: 0,
        // 429, so that a browser and a person can tell it from a refusal.
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: {
          rateBasedStatement: { aggregateKeyType: 'IP', limit: requestsPerAddress, evaluationWindowSec: WINDOW_SECONDS },
        },
        visibilityConfig: { ...visibility, metricName: `${stackName}-blocked` },
      },
    ],
  });
  new CfnOutput(stack, 'NextStep', {
    description: 'Put this into the settings of the stage, and deploy it',
    value: `WEB_ACL_ARN=${limit.attrArn}`,
  }).overrideLogicalId('NextStep');
  return app;
}
