import { Duration, Lazy, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RouteKey } from '../shared/words/route-keys.ts';
import type { Config } from './config.ts';
import { type Throttle, throttleOf } from './throttles.ts';
import type { Watch } from './watch.ts';

// No query string and no header: magic links are keys, and they are in the query.
const ACCESS_LOG = {
  at: '$context.requestTime',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  bytes: '$context.responseLength',
  error: '$context.error.message',
  refusedBecause: '$context.authorizer.error',
  failedBecause: '$context.integrationErrorMessage',
};

export interface ApiProps {
  readonly config: Config;
  readonly watch: Watch;
}

/** The one HTTP API: what it serves is in routes.ts. */
export class Api extends Construct {
  /** Its own address, without a trailing slash. */
  readonly url: string;
  private readonly api: HttpApi;
  private readonly stage: CfnStage;
  private readonly throttleOf: (route: RouteKey) => Throttle;
  private readonly routes: RouteKey[] = [];

  constructor(scope: Construct, id: string, { config, watch }: ApiProps) {
    super(scope, id);
    this.throttleOf = (route) => throttleOf(route, config.apiRequestsPerSecond);
    this.api = new HttpApi(this, 'Http', { createDefaultStage: false });
    this.url = this.api.apiEndpoint;
    this.stage = new CfnStage(this, 'Stage', {
      apiId: this.api.apiId,
      stageName: '$default',
      autoDeploy: true,
      // CDK's own stage has one throttle for all routes.
      routeSettings: Lazy.any({ produce: () => this.routeSettings() }),
      accessLogSettings: { destinationArn: this.makeAccessLog().logGroupArn, format: JSON.stringify(ACCESS_LOG) },
    });
    const failures = this.api.metricServerError({ statistic: Stats.SUM, period: Duration.minutes(5) });
    watch.alarm(this, 'ErrorsAlarm', {
      metric: failures,
      above: 5,
      says: 'The API answered 5xx more than five times in five minutes.',
      severity: 'page',
      page: 'api-errors',
    });
    watch.graph('API requests', this.api.metricCount(), this.api.metricClientError(), failures);
    watch.graph('API latency', this.api.metricLatency({ statistic: Stats.p(50) }), this.api.metricLatency({ statistic: Stats.p(99) }));
  }

  /** @param authorizer who may call; everyone when absent */
  serve(worker: IFunction, routes: readonly RouteKey[], authorizer?: IHttpRouteAuthorizer): void {
    const integration = new HttpLambdaIntegration(`To${worker.node.id}`, worker, { scopePermissionToRoute: false });
    for (const route of routes) {
      const [name, path = ''] = route.split(' ');
      const methods = Object.values(HttpMethod).filter((method) => method === name);
      const [added] = this.api.addRoutes({ path, methods, integration, ...(authorizer && { authorizer }) });
      this.routes.push(route);
      // API Gateway refuses settings of a route that is not there yet.
      if (added !== undefined) this.stage.node.addDependency(added);
      if (authorizer !== undefined || added === undefined) continue;
      Validations.of(added).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Public on purpose: a magic link carries its own signed proof, a calendar feed its secret, a hook is verified by its function, the rest tells nothing about anybody.',
      });
    }
  }

  private routeSettings(): Record<string, object> {
    return Object.fromEntries(
      this.routes.map((route) => {
        const { rateLimit, burstLimit } = this.throttleOf(route);
        return [route, { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit }];
      }),
    );
  }

  private makeAccessLog(): LogGroup {
    return new LogGroup(this, 'AccessLog', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  }
}
