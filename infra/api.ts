import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, type IHttpRouteAuthorizer, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Route } from '../shared/words/routes.ts';
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

/** The one HTTP API: what it serves is in routes.ts. */
export class Api extends Construct {
  /** Its own address, without a trailing slash. */
  readonly url: string;
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, { watch }: { readonly watch: Watch }) {
    super(scope, id);
    this.api = new HttpApi(this, 'Http', { createDefaultStage: false });
    this.url = this.api.apiEndpoint;
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.makeAccessLog()),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    const failures = this.api.metricServerError({ statistic: Stats.SUM, period: Duration.minutes(5) });
    watch.alarm(this, 'ErrorsAlarm', {
      metric: failures,
      above: 5,
      says: 'The API answered 5xx more than five times in five minutes.',
      page: 'api-errors',
    });
    watch.graph('API requests', this.api.metricCount(), this.api.metricClientError(), failures);
    watch.graph('API latency', this.api.metricLatency({ statistic: Stats.p(50) }), this.api.metricLatency({ statistic: Stats.p(99) }));
  }

  /** @param authorizer who may call; everyone when absent */
  serve(worker: IFunction, routes: readonly Route[], authorizer?: IHttpRouteAuthorizer): void {
    const integration = new HttpLambdaIntegration(`To${worker.node.id}`, worker, { scopePermissionToRoute: false });
    for (const route of routes) {
      const [name, path = ''] = route.split(' ');
      const methods = Object.values(HttpMethod).filter((method) => method === name);
      const [added] = this.api.addRoutes({ path, methods, integration, ...(authorizer && { authorizer }) });
      if (authorizer !== undefined || added === undefined) continue;
      Validations.of(added).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Public on purpose: a magic link carries its own signed proof, a hook is verified by its function, the rest tells nothing about anybody.',
      });
    }
  }

  private makeAccessLog(): LogGroup {
    return new LogGroup(this, 'AccessLog', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  }
}
