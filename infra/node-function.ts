import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundleFolder, type FunctionName } from './build-folders.ts';
import type { Watch } from './watch.ts';

export interface NodeFunctionProps<Settings> {
  readonly name: FunctionName;
  /** Typed by the function itself: a missing or misspelt name does not compile. */
  readonly settings: Settings;
  readonly watch: Watch;
  /** How long one invocation may take; 10 s when absent. */
  readonly timeout?: Duration;
  /** Whether it may give itself work through its queue. Otherwise Lambda takes that for a runaway and stops it after 16 rounds. */
  readonly mayFeedItself?: boolean;
}

/** A Lambda function with what all functions of this service share: runtime, logs that expire, a role of its own, an alarm. */
export class NodeFunction<Settings extends Record<string, string>> extends LambdaFunction {
  constructor(scope: Construct, id: string, props: NodeFunctionProps<Settings>) {
    const { name, settings, watch, timeout = Duration.seconds(10), mayFeedItself = false } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    // Not the role that CDK would make: its managed policy may write to any log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }));
    super(scope, id, {
      code: Code.fromAsset(bundleFolder(name)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout,
      role,
      logGroup,
      recursiveLoop: mayFeedItself ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
      loggingFormat: LoggingFormat.JSON,
      environment: { ...settings, POWERTOOLS_SERVICE_NAME: name, POWERTOOLS_METRICS_NAMESPACE: watch.metricsNamespace },
    });
    watch.function(this, name);
  }
}
